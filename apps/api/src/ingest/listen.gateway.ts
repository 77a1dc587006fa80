import { WebSocketGateway, type OnGatewayConnection, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { IdentityProvider } from '#libs/accounts';
import { LiveSessions } from '#libs/conversations';
import { Metrics } from '#libs/observability';
import { credentialFrom } from '../auth/credential.js';
import { LiveAdmission } from './admission/live-admission.js';
import { ListenConnection, type ListenSocket } from './listen-connection.js';
import { listenParamsFrom } from './listen-params.js';
import { wireErrorOf } from './wire-error.js';

/** A frame that is too long is refused with a code (contracts, MAX_FRAME_BYTES); only what is longer than this cuts the line. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * Door for devices. Who they are and what they send is settled in the namespace's middleware, before `connect`: a refused device gets
 * `connect_error` with `{code, message}` as its data, and no event before that.
 */
@WebSocketGateway({
  namespace: '/v4/listen',
  transports: ['websocket'],
  maxHttpBufferSize: MAX_MESSAGE_BYTES,
})
export class ListenGateway implements OnGatewayInit<Namespace>, OnGatewayConnection<ListenSocket> {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly sessions: LiveSessions,
    private readonly admission: LiveAdmission,
    private readonly metrics: Metrics,
  ) {}

  afterInit(namespace: Namespace): void {
    namespace.use((socket, next) => {
      this.admit(socket as ListenSocket).then(
        () => next(),
        (error: unknown) => next(refusal(error)),
      );
    });
  }

  handleConnection(socket: ListenSocket): void {
    this.metrics.liveSockets.inc({ door: 'mneme' });
    socket.once('disconnect', () => {
      this.metrics.liveSockets.dec({ door: 'mneme' });
      socket.data.seat.leave({ ended: false });
    });
    new ListenConnection(socket, this.sessions).serve();
  }

  private async admit(socket: ListenSocket): Promise<void> {
    const { auth, headers, query } = socket.handshake;
    const token = (auth as { token?: unknown }).token;
    const user = await this.identity.verify(
      typeof token === 'string' && token ? token : credentialFrom(headers.authorization),
    );
    const params = listenParamsFrom({ ...query, ...auth });
    const { sessionId, deviceId, source } = params;
    const seat = this.admission.admit({ door: 'mneme', ownerId: user.uid, sessionId, deviceId, source });
    // A device that hangs up between here and `connect` never gets a `disconnect`.
    socket.conn.once('close', () => seat.leave({ ended: false }));
    if (socket.conn.readyState !== 'open') seat.leave({ ended: false });
    Object.assign(socket.data, { ownerId: user.uid, params, seat });
  }
}

/** Socket.IO sends an error's `message` and `data` to the device, so it gets these and nothing else. */
function refusal(thrown: unknown): Error {
  const wire = wireErrorOf(thrown);
  return Object.assign(new Error(wire.message), { data: { ...wire, fatal: true } });
}
