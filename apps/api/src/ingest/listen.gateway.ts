import { WebSocketGateway, type OnGatewayConnection, type OnGatewayInit } from '@nestjs/websockets';
import type { Namespace } from 'socket.io';
import { IdentityProvider } from '#libs/accounts';
import { LiveSessions } from '#libs/conversations';
import { credentialFrom } from '../auth/credential.js';
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
    new ListenConnection(socket, this.sessions).serve();
  }

  private async admit(socket: ListenSocket): Promise<void> {
    const { auth, headers, query } = socket.handshake;
    const token = (auth as { token?: unknown }).token;
    const user = await this.identity.verify(
      typeof token === 'string' && token ? token : credentialFrom(headers.authorization),
    );
    socket.data.ownerId = user.uid;
    socket.data.params = listenParamsFrom({ ...query, ...auth });
  }
}

/** Socket.IO sends an error's `message` and `data` to the device, so it gets these and nothing else. */
function refusal(thrown: unknown): Error {
  const wire = wireErrorOf(thrown);
  return Object.assign(new Error(wire.message), { data: { ...wire, fatal: true } });
}
