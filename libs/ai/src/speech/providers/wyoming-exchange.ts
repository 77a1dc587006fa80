import { connect, type Socket } from 'node:net';
import type { Clock } from '#libs/kernel';
import { providerAway, type AwayReason } from './provider-failures.js';
import { wyomingBytes, WyomingReader, type WyomingEvent } from './wyoming-wire.js';

export interface WyomingAddress {
  readonly host: string;
  readonly port: number;
}

export interface WyomingExchangeOptions {
  readonly address: WyomingAddress;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What an exchange ends with: what was asked for, or why it will not come. Undefined: go on listening. */
export type WyomingOutcome<T> = { readonly answer: T } | { readonly failed: AwayReason } | undefined;

const PROVIDER = 'wyoming';
const CONNECT_WITHIN_MS = 5_000;

/**
 * One connection: sends events, and listens until one of the answers is what was asked for. Servers end a connection after a transcript, so
 * it is not used again. Pings are answered; throws `unavailable` SPEECH_UNAVAILABLE, or the signal's reason.
 */
export async function exchange<T>(
  events: readonly WyomingEvent[],
  listen: (event: WyomingEvent) => WyomingOutcome<T>,
  { address, clock, signal }: WyomingExchangeOptions,
): Promise<T> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const fail = (reason: AwayReason) => reject(providerAway(PROVIDER, reason));
  const socket = connect({ ...address, noDelay: true });
  const cancel = clock.after(CONNECT_WITHIN_MS, () => fail('unreachable'));
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort);
  let lost: AwayReason = 'unreachable';
  socket.on('connect', () => {
    cancel();
    lost = 'closed';
    for (const event of events) socket.write(wyomingBytes(event));
  });
  socket.on('error', () => fail(lost));
  socket.on('close', () => fail(lost));
  onEvents(socket, (event) => {
    const outcome = event ? listen(event) : ({ failed: 'nonsense' } as const);
    if (!outcome) return;
    if ('answer' in outcome) resolve(outcome.answer);
    else fail(outcome.failed);
  });
  try {
    return await promise;
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}

/** Tells the events that come in; undefined when it is not this protocol that is spoken. */
function onEvents(socket: Socket, tell: (event: WyomingEvent | undefined) => void): void {
  const reader = new WyomingReader();
  socket.on('data', (bytes) => {
    const events = reader.read(bytes);
    if (!events) return tell(undefined);
    for (const event of events) {
      if (event.type === 'ping') socket.write(wyomingBytes({ type: 'pong', data: event.data ?? {} }));
      else tell(event);
    }
  });
}
