import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { ScriptedHearing } from './scripted-hearing.js';
import type { ScriptedWord } from './scripted-words.js';
import { SonioxFiles } from './soniox-files.js';
import { sonioxTokens, type SonioxServerToken } from './soniox-tokens.js';
import { VendorServer, VendorSession, type ConnectionPlan } from './vendor-server.js';

/** A silence that sounds like the end of what somebody wanted to say. */
const PAUSE_MS = 700;
const END = { text: '<end>', is_final: true, confidence: 1 };
const FIN = { text: '<fin>', is_final: true, confidence: 1 };

/**
 * A live stream as soniox.com/docs/stt/api-reference/websocket-api describes it: the key with the handshake, then a start message, then audio;
 * tokens that are less than words, final ones once; `<end>`, `<fin>`; `finished` after an empty frame. Errors by their code: `error: '503'`.
 */
export class SonioxSession extends VendorSession {
  /** The start message. */
  start: Readonly<Record<string, unknown>> = {};
  private readonly hearing: ScriptedHearing;
  private finalMs = 0;
  private isFirst = true;

  constructor(
    socket: WebSocket,
    request: IncomingMessage,
    plan: ConnectionPlan,
    private readonly isKnown: boolean,
  ) {
    super(socket, request, plan);
    this.hearing = new ScriptedHearing(plan.words ?? [], this.hearingOptions(PAUSE_MS), {
      onPartial: (said) => this.sendTokens([], this.tokensOf(said)),
      onFinal: (said, _fromMs, untilMs, isPause) => this.sendFinal(said, untilMs, isPause),
    });
  }

  get audio() {
    return this.hearing.audio;
  }
  /** How often the client sent a `keepalive`. */
  get keepAlives(): number {
    return this.messages.filter(({ type }) => type === 'keepalive').length;
  }

  protected override onAudio(bytes: Buffer): void {
    if (bytes.length === 0) this.end();
    else this.hearing.hear(bytes, (atMs) => this.survives(atMs));
  }

  protected override onMessage(message: Readonly<Record<string, unknown>>): void {
    if (message['model'] !== undefined) this.begin(message);
    if (message['type'] === 'finalize') this.finalize();
  }

  protected override sendError(error: string): void {
    this.send({
      tokens: [],
      error_code: Number(error),
      error_type: 'vendor_type',
      error_message: 'a text of the vendor',
    });
    this.hangUp(1000);
  }

  private begin(start: Readonly<Record<string, unknown>>): void {
    this.start = start;
    if (!this.isKnown) this.sendError('401');
  }

  private finalize(): void {
    this.hearing.finish();
    this.sendTokens([FIN], []);
  }

  private end(): void {
    this.hearing.finish();
    this.send({ ...this.progress, tokens: [], finished: true });
    this.hangUp(1000);
  }

  /** In two messages, the first of which ends within a word wherever there is one to end in. */
  private sendFinal(words: readonly ScriptedWord[], untilMs: number, isPause: boolean): void {
    const tokens = this.tokensOf(words);
    if (tokens.length > 0) this.isFirst = false;
    const continued = tokens.findLastIndex(({ text }) => /^[\p{L}]/u.test(text));
    const cut = continued === -1 ? tokens.length : continued;
    if (cut < tokens.length) {
      this.finalMs = tokens[cut]!.start_ms;
      this.sendTokens(tokens.slice(0, cut), tokens.slice(cut));
    }
    this.finalMs = untilMs;
    const rest = cut < tokens.length ? tokens.slice(cut) : tokens;
    this.sendTokens([...rest, ...(isPause && tokens.length > 0 ? [END] : [])], []);
  }

  private sendTokens(final: readonly object[], open: readonly object[]): void {
    const tokens = [
      ...final.map((token) => ({ is_final: true, ...token })),
      ...open.map((token) => ({ is_final: false, ...token })),
    ];
    this.send({ ...this.progress, tokens });
  }

  private get progress() {
    return { final_audio_proc_ms: this.finalMs, total_audio_proc_ms: this.audio.durationMs };
  }

  private tokensOf(words: readonly ScriptedWord[]): SonioxServerToken[] {
    return sonioxTokens(words, this.start, this.isFirst);
  }
}

/** Soniox, on 127.0.0.1: live streams, and recordings as files at the REST interface. */
export class SonioxServer extends VendorServer<SonioxSession> {
  readonly files = new SonioxFiles();

  static async start(...plans: readonly ConnectionPlan[]): Promise<SonioxServer> {
    const server = new SonioxServer('soniox-key', plans);
    await server.listen();
    return server;
  }

  get url(): string {
    return `ws://${this.host}/transcribe-websocket`;
  }

  protected override refusal(request: IncomingMessage): number | null {
    return request.url === '/transcribe-websocket' ? null : 404;
  }

  protected override openSession(
    socket: WebSocket,
    request: IncomingMessage,
    plan: ConnectionPlan,
  ): SonioxSession {
    const isKnown = request.headers.authorization === `Bearer ${this.apiKey}`;
    return new SonioxSession(socket, request, plan, isKnown);
  }

  protected override onRequest(request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.authorization !== `Bearer ${this.apiKey}`) {
      response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"message":"a text of the vendor"}');
    } else {
      void this.files.answer(request, response, () => this.nextPlan());
    }
  }
}
