import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { HeardAudio } from './heard-audio.js';
import type { KnownRecording } from './known-recording.js';
import type { HearingOptions } from './scripted-hearing.js';
import type { ScriptedWord } from './scripted-words.js';

/** What one connection hears, and what goes wrong on it. Positions are milliseconds of the audio that was sent on it. */
export interface ConnectionPlan {
  /** In order of time. */
  readonly words?: readonly ScriptedWord[];
  /** In place of `words`: what this recording holds at the sound that comes, from wherever it is sent. */
  readonly recording?: KnownRecording;
  /** The handshake, or the request, is answered with this status. */
  readonly refuse?: { readonly status: number; readonly retryAfter?: string };
  /** The server hangs up here. */
  readonly closeAtMs?: number;
  /** 1011 when absent. */
  readonly closeCode?: number;
  /** From here on nothing is answered, not even a ping: a half-open connection. */
  readonly muteFromMs?: number;
  /** Here the server sends what is not part of its protocol, so many times three: text, other JSON, bytes. */
  readonly nonsenseAtMs?: number;
  readonly nonsenseRounds?: number;
  /** Here an error of the vendor's own kind is sent; which, the vendor's server says. */
  readonly errorAtMs?: number;
  readonly error?: string;
  /** Final words come so much later. */
  readonly lateMs?: number;
  /** Words are heard even where the audio is silent. */
  readonly hearsSilence?: boolean;
}

/** One stream at the server of a vendor. */
export abstract class VendorSession {
  /** How the server was asked: path and query parameters. */
  readonly url: URL;
  /** JSON messages of the client, in order. */
  readonly messages: Readonly<Record<string, unknown>>[] = [];
  pings = 0;
  closeCode: number | null = null;
  private isMute = false;
  private troubles: { readonly atMs: number; readonly make: () => void }[];

  constructor(
    private readonly socket: WebSocket,
    readonly request: IncomingMessage,
    protected readonly plan: ConnectionPlan,
  ) {
    this.url = new URL(request.url ?? '/', 'ws://127.0.0.1');
    this.troubles = this.plannedTroubles();
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.onAudio(data);
      else this.onText(data.toString('utf8'));
    });
    socket.on('ping', () => this.onPing());
    socket.on('close', (code) => (this.closeCode = code));
  }

  /** What was sent on this stream. */
  abstract get audio(): HeardAudio;

  /** How the plan wants this session to hear, with a pause after which words are final. */
  protected hearingOptions(pauseMs: number): HearingOptions {
    const { lateMs, hearsSilence, recording } = this.plan;
    return {
      pauseMs,
      ...(lateMs === undefined ? {} : { lateMs }),
      ...(hearsSilence === undefined ? {} : { hearsSilence }),
      ...(recording === undefined ? {} : { recording }),
    };
  }

  /** Ends the connection as a crash would. */
  cut(): void {
    this.socket.terminate();
  }

  protected abstract onAudio(bytes: Buffer): void;
  protected abstract onMessage(message: Readonly<Record<string, unknown>>): void;
  /** Tells that the vendor cannot go on, in the vendor's words. */
  protected abstract sendError(error: string): void;

  protected send(message: object): void {
    if (!this.isMute) this.socket.send(JSON.stringify(message));
  }

  protected hangUp(code: number): void {
    if (!this.isMute) this.socket.close(code);
  }

  /** What goes wrong up to a position; answers whether the server can go on. */
  protected survives(atMs: number): boolean {
    const due = this.troubles.filter((trouble) => trouble.atMs <= atMs);
    this.troubles = this.troubles.filter((trouble) => trouble.atMs > atMs);
    for (const trouble of due) trouble.make();
    return this.socket.readyState === this.socket.OPEN;
  }

  private onText(text: string): void {
    const message = JSON.parse(text) as Record<string, unknown>;
    this.messages.push(message);
    this.onMessage(message);
  }

  private onPing(): void {
    this.pings += 1;
    if (!this.isMute) this.socket.pong();
  }

  private plannedTroubles() {
    const { closeAtMs, closeCode = 1011, muteFromMs, nonsenseAtMs, errorAtMs, error } = this.plan;
    const planned = [
      { atMs: nonsenseAtMs, make: () => this.sendNonsense() },
      { atMs: muteFromMs, make: () => void (this.isMute = true) },
      { atMs: errorAtMs, make: () => this.sendError(error ?? 'unknown_error') },
      { atMs: closeAtMs, make: () => this.hangUp(closeCode) },
    ];
    return planned.flatMap(({ atMs, make }) => (atMs === undefined ? [] : [{ atMs, make }]));
  }

  private sendNonsense(): void {
    for (let round = 0; round < (this.plan.nonsenseRounds ?? 1); round += 1) {
      this.socket.send('{"type":"Results","channel":');
      this.socket.send('[42]');
      this.socket.send(Buffer.from([1, 2, 3]));
    }
  }
}

/** A speech vendor on 127.0.0.1 that speaks its vendor's protocol. The n-th connection plays the n-th plan, later ones the last one again. */
export abstract class VendorServer<Session extends VendorSession> {
  readonly sessions: Session[] = [];
  private readonly http = createServer((request, response) => this.onRequest(request, response));
  private readonly sockets = new WebSocketServer({ noServer: true, autoPong: false });
  private connections = 0;

  /** `apiKey` is the one that is let in. */
  protected constructor(
    readonly apiKey: string,
    private plans: readonly ConnectionPlan[],
  ) {
    this.http.on('upgrade', (request, socket, head) => this.onUpgrade(request, socket, head));
  }

  /** The session that was opened last. */
  get last(): Session {
    return this.sessions.at(-1)!;
  }

  /** What the connections from now on play, in place of what they would have. */
  plan(...plans: readonly ConnectionPlan[]): void {
    this.plans = plans;
    this.connections = 0;
  }

  /** `127.0.0.1:port`. */
  protected get host(): string {
    return `127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  protected listen(): Promise<void> {
    return new Promise((resolve) => this.http.listen(0, '127.0.0.1', resolve));
  }

  /** The status that a request is refused with, or null. */
  protected abstract refusal(request: IncomingMessage): number | null;
  protected abstract openSession(socket: WebSocket, request: IncomingMessage, plan: ConnectionPlan): Session;

  protected nextPlan(): ConnectionPlan {
    const plan = this.plans[this.connections] ?? this.plans.at(-1) ?? {};
    this.connections += 1;
    return plan;
  }

  protected onRequest(_request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(404).end();
  }

  private onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const plan = this.nextPlan();
    const status = plan.refuse?.status ?? this.refusal(request);
    if (status !== null) return refuse(socket, status, plan.refuse?.retryAfter);
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      this.sessions.push(this.openSession(client, request, plan));
    });
  }
}

function refuse(socket: Duplex, status: number, retryAfter?: string): void {
  const header = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`;
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n${header}Content-Length: 0\r\n\r\n`);
}
