import type { IdentityProvider } from '#libs/accounts';
import { toAppError, type Clock } from '#libs/kernel';
import { CLOSE, SocketRefusal } from './socket-refusal.js';

/** How long a client may take to say who it is, and the server to find out. */
export const SIGN_IN_WITHIN_MS = 5_000;

const INVALID_TOKEN = 'Invalid authorization token';

/** The token of the handshake. The header must have two parts; what the first one says does not matter to the reference. */
export function tokenOfHeader(header: string | undefined): string {
  if (!header) throw refused('Authorization header not found');
  const parts = header.split(' ');
  if (parts.length !== 2 || !parts[1]) throw refused(INVALID_TOKEN);
  return parts[1];
}

/** The token of a browser's first message, `{"type":"auth","token":"…"}`. */
export function tokenOfMessage(message: { readonly text: string } | { readonly bytes: Uint8Array }): string {
  if (!('text' in message)) throw refused('Expected JSON auth message');
  const parsed = parse(message.text);
  if (typeof parsed !== 'object' || parsed === null || !('type' in parsed) || parsed.type !== 'auth') {
    throw refused('First message must be auth');
  }
  if (!('token' in parsed) || typeof parsed.token !== 'string' || parsed.token === '') {
    throw refused('Missing token');
  }
  return parsed.token;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('Invalid JSON');
  }
}

/** Whose token it is. Throws the `SocketRefusal` that the reference has for what is wrong with it. */
export async function signIn(
  identity: IdentityProvider,
  token: string,
  invalidToken = INVALID_TOKEN,
): Promise<string> {
  const { uid } = await identity.verify(token).catch((thrown: unknown) => {
    throw refusalOfSignIn(thrown, invalidToken);
  });
  if (uid === '') throw refused('Bad uid');
  return uid;
}

/** Gives up on `work` after the time that signing in may take. */
export async function withinSignInTime<T>(clock: Clock, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const cancel = clock.after(SIGN_IN_WITHIN_MS, () => late.reject(refused('Auth timeout')));
  return Promise.race([work, late.promise]).finally(cancel);
}

function refusalOfSignIn(thrown: unknown, invalidToken: string): SocketRefusal {
  const { code, kind } = toAppError(thrown);
  // Keys that could not be fetched look to the client like a token that ran out: it gets a new one and comes back.
  if (code === 'TOKEN_EXPIRED' || kind === 'unavailable') {
    return new SocketRefusal(CLOSE.tokenExpired, 'Token refresh required');
  }
  if (code === 'TOKEN_REVOKED') {
    return new SocketRefusal(CLOSE.tokenRevoked, 'Token revoked; re-login required');
  }
  if (code === 'USER_UNKNOWN') return refused('Bad user');
  return refused(kind === 'unauthenticated' ? invalidToken : 'Auth error');
}

function refused(reason: string): SocketRefusal {
  return new SocketRefusal(CLOSE.policyViolation, reason);
}
