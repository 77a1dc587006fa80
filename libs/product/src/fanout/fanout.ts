import type { ServerSideEmitter } from './event-relay.js';

/** What is used of a Socket.IO server, whichever copy of the package made it. */
export interface FanoutServer extends ServerSideEmitter {
  adapter(adapter: never): unknown;
}

/** How the processes of one installation reach each other's sockets and hear each other's events. There is none on the embedded profile. */
export abstract class Fanout {
  /** Before the first device connects. */
  abstract join(server: FanoutServer): void;
  /** For a process that no device connects to: it takes part with a server that listens nowhere. */
  abstract joinAsWorker(): void;
}
