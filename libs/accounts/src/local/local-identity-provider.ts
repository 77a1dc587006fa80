import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { AppError, Clock, newId } from '#libs/kernel';
import { IdentityProvider, type AuthenticatedUser } from '../identity-provider.js';
import { UsersRepository } from '../users.repository.js';
import { TokenKeys } from './token-keys.js';

const ALGORITHM = 'HS256';
const ISSUER = 'mneme';

export interface TokenOptions {
  /** Without it the token is good until the server's key is replaced, as a device needs it. */
  readonly ttlMs?: number;
}

/** Accounts of this installation alone: tokens that it signs with a key of its own. */
@Injectable()
export class LocalIdentityProvider extends IdentityProvider {
  constructor(
    private readonly keys: TokenKeys,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  async issueToken(uid: string, options: TokenOptions = {}): Promise<string> {
    const token = new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(uid)
      .setIssuer(ISSUER)
      .setJti(newId())
      .setIssuedAt(this.clock.now());
    if (options.ttlMs !== undefined) {
      token.setExpirationTime(new Date(this.clock.nowMs() + options.ttlMs));
    }
    return token.sign((await this.keys.all())[0]);
  }

  override async verify(credential: string): Promise<AuthenticatedUser> {
    if (credential.trim() === '') throw refuse('TOKEN_MISSING', 'Sign in: the request carries no token.');
    const uid = await this.subjectOf(credential.trim());
    const user = await this.users.find(uid);
    if (!user) throw refuse('USER_UNKNOWN', 'The account of this token does not exist any more.');
    return { uid, isAdmin: user.is_admin };
  }

  private async subjectOf(token: string): Promise<string> {
    for (const key of await this.keys.all()) {
      const claims = await this.claimsOf(token, key);
      if (claims?.sub) return claims.sub;
    }
    throw invalidToken();
  }

  /** Undefined when the token was not signed with this key. */
  private async claimsOf(token: string, key: Uint8Array): Promise<JWTPayload | undefined> {
    const currentDate = this.clock.now();
    try {
      const options = { algorithms: [ALGORITHM], issuer: ISSUER, currentDate };
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw refuse('TOKEN_EXPIRED', 'The token has expired: sign in again.');
      }
      return undefined;
    }
  }
}

function invalidToken(): AppError {
  return refuse('TOKEN_INVALID', 'The token was not issued by this server: sign in again.');
}

function refuse(code: string, message: string): AppError {
  return new AppError('unauthenticated', code, message);
}
