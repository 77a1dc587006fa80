import type { Codec, ListenServerEvents } from '#libs/contracts';
import type { AppError, Clock } from '#libs/kernel';

export interface ListenOptions {
  /** Of the server, e.g. `http://127.0.0.1:8088`. */
  readonly url: string;
  readonly token: string;
  readonly codec: Codec;
  /** Hz. */
  readonly sampleRate: number;
  /** Everything else that the handshake knows (docs/listen.md): `language`, `device_id`, `source`, `conversation_timeout`, ... */
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly clock?: Clock;
  /** How long frames are collected for one message, milliseconds. */
  readonly batchMs?: number;
  /** How often the first connection is tried; for ever unless told otherwise. */
  readonly connectAttempts?: number;
}

export type ListenHandlers = {
  [Event in keyof ListenServerEvents]?: ListenServerEvents[Event];
} & {
  /** Everything up to this frame is on the server's disk. */
  durable?(seq: number): void;
  /**
   * `connected` after each `session.ready`, `lost` when there is no line and it will be tried again, `closed` for good. The reason is what the
   * server said, if it said anything: SERVER_BUSY, STORAGE_FULL, ...
   */
  connection?(state: 'connected' | 'lost' | 'closed', reason?: AppError): void;
};
