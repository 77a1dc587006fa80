import { DeepgramClient, type DeepgramTransport } from '@deepgram/sdk';
import type { AppError, Clock } from '#libs/kernel';
import { tellDeepgramMessage } from './deepgram-messages.js';
import type { DeepgramQuery } from './deepgram-query.js';
import { DeepgramSocketTransport } from './deepgram-transport.js';
import { failureOfStatus, providerAway, requestRefused, retryAfterMsOf } from './provider-failures.js';
import type { VendorLink, VendorNews } from './vendor-link.js';

export const DEEPGRAM = 'deepgram';

export interface DeepgramAccount {
  readonly apiKey: string;
  /** `https://...` of Deepgram or of a server that speaks its protocol. */
  readonly url: string;
  readonly model: string;
  readonly clock: Clock;
}

/** What the link uses of the SDK's connection. */
type Connection = Awaited<ReturnType<DeepgramClient['listen']['v1']['connect']>>;

/** One live stream at Deepgram. */
export class DeepgramLink implements VendorLink {
  private connection: Connection | null = null;
  private transport: DeepgramSocketTransport | null = null;
  private isReady = false;
  private isEnding = false;
  private isOver = false;

  constructor(
    private readonly account: DeepgramAccount,
    query: DeepgramQuery,
    private readonly news: VendorNews,
  ) {
    this.connect(query).catch(() => this.fail(requestRefused(DEEPGRAM)));
  }

  get bufferedBytes(): number {
    return this.transport?.socket.bufferedBytes ?? 0;
  }

  sendAudio(bytes: Uint8Array): void {
    this.whenOpen((connection) => connection.sendMedia(bytes));
  }

  keepAlive(): boolean {
    this.whenOpen((connection) => connection.sendKeepAlive({ type: 'KeepAlive' }));
    // Deepgram does not answer a KeepAlive; any WebSocket answers a ping.
    this.transport?.socket.ping();
    return true;
  }

  finalize(): void {
    this.whenOpen((connection) => connection.sendFinalize({ type: 'Finalize' }));
  }

  end(): void {
    this.isEnding = true;
    this.whenOpen((connection) => connection.sendCloseStream({ type: 'CloseStream' }));
  }

  terminate(): void {
    this.isOver = true;
    this.connection?.close();
    this.transport?.socket.terminate();
  }

  private async connect(query: DeepgramQuery): Promise<void> {
    const { apiKey, url, model } = this.account;
    const client = new DeepgramClient({
      apiKey,
      environment: deepgramEnvironment(url),
      transportFactory: (address, headers) => this.openTransport(address, headers),
    });
    const connection = await client.listen.v1.connect({ model, queryParams: query, reconnectAttempts: 0 });
    if (this.isOver) return;
    this.connection = connection;
    connection.on('open', () => this.onOpen());
    connection.on('message', (message) => this.onMessage(message));
    connection.connect();
  }

  private openTransport(url: string, headers: Record<string, string>): DeepgramTransport {
    this.transport = new DeepgramSocketTransport(url, headers, {
      onPong: () => this.news.onSign(),
      onBinary: () => this.news.onNonsense(),
      onRefused: (status, retryAfter) =>
        this.fail(failureOfStatus(DEEPGRAM, status, retryAfterMsOf(retryAfter, this.account.clock.nowMs()))),
      onClosed: (code) => this.fail(providerAway(DEEPGRAM, this.isReady ? 'closed' : 'unreachable', code)),
    });
    return this.transport;
  }

  private onOpen(): void {
    this.isReady = true;
    this.news.onReady();
  }

  private onMessage(message: unknown): void {
    if (this.isOver) return;
    const kind = tellDeepgramMessage(message, this.news);
    if (kind === 'error') this.fail(providerAway(DEEPGRAM, 'failed'));
    else if (kind === 'metadata' && this.isEnding) this.news.onEnded();
    else if (kind === 'metadata') this.news.onSign();
  }

  /** The SDK throws when it is asked to send on a closed connection; that it closed is told anyway. */
  private whenOpen(send: (connection: Connection) => void): void {
    if (this.connection && this.transport?.isOpen()) send(this.connection);
  }

  private fail(error: AppError): void {
    if (this.isOver) return;
    this.isOver = true;
    this.news.onFailure(error);
  }
}

/** All addresses of a server, of which this project uses two. */
export function deepgramEnvironment(url: string) {
  const base = url.replace(/\/+$/, '');
  const socket = base.replace(/^http/, 'ws');
  return { base, production: socket, agent: socket, agentRest: base };
}
