import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { IdentityProvider } from '#libs/accounts';
import { Clock } from '#libs/kernel';
import { LiveAdmission } from '../admission/live-admission.js';
import type { OmiStream } from './omi-connection.js';
import type { OmiVersion } from './event-texts.js';
import { omiParamsFrom } from './omi-params.js';
import type { OmiSocket } from './omi-socket.js';
import { signIn, tokenOfHeader, tokenOfMessage, withinSignInTime } from './sign-in.js';

/** One of the reference's paths. */
export interface OmiRoute {
  readonly version: OmiVersion;
  /** Browsers cannot send headers: their first message tells who they are. */
  readonly isBrowser: boolean;
}

export interface OmiRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

/** Finds out who a client is, what it wants, and whether there is room. Nothing of a client is read before that but a browser's first message. */
@Injectable()
export class OmiReception {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly admission: LiveAdmission,
    private readonly clock: Clock,
  ) {}

  /** Throws what `refusalOf` understands. An owner comes from the token alone, whatever else the client says. */
  async receive(socket: OmiSocket, request: OmiRequest, route: OmiRoute): Promise<OmiStream> {
    const { isBrowser, version } = route;
    const ownerId = await withinSignInTime(
      this.clock,
      isBrowser ? this.signInBrowser(socket) : this.signInByHeader(socket, request.headers.authorization),
    );
    const params = omiParamsFrom({ ...request, isBrowser });
    const { source, deviceId } = params;
    const seat = this.admission.admit({ door: 'omi', ownerId, sessionId: null, deviceId, source });
    return { ownerId, params, seat, version };
  }

  private async signInByHeader(socket: OmiSocket, header: string | undefined): Promise<string> {
    socket.hold('signing_in');
    return signIn(this.identity, tokenOfHeader(header));
  }

  private async signInBrowser(socket: OmiSocket): Promise<string> {
    const token = tokenOfMessage(await socket.firstMessage());
    try {
      const ownerId = await signIn(this.identity, token, 'Invalid token');
      socket.send(AUTHENTICATED);
      return ownerId;
    } catch (error) {
      socket.send(NOT_AUTHENTICATED);
      throw error;
    }
  }
}

const AUTHENTICATED = JSON.stringify({ type: 'auth_response', success: true });
const NOT_AUTHENTICATED = JSON.stringify({ type: 'auth_response', success: false });
