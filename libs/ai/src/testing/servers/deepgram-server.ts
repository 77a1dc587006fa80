import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WebSocket } from 'ws';
import { ScriptedHearing } from './scripted-hearing.js';
import type { ScriptedWord } from './scripted-words.js';
import { VendorServer, VendorSession, type ConnectionPlan } from './vendor-server.js';

/** With less than this undecided, Deepgram does not answer a `Finalize`. */
const WORTH_FINALIZING_MS = 100;

/** A live stream as developers.deepgram.com/reference/speech-to-text/listen-streaming describes it. */
export class DeepgramSession extends VendorSession {
  private readonly hearing: ScriptedHearing;

  constructor(socket: WebSocket, request: IncomingMessage, plan: ConnectionPlan) {
    super(socket, request, plan);
    const options = this.hearingOptions(Number(this.url.searchParams.get('endpointing')));
    this.hearing = new ScriptedHearing(plan.words ?? [], options, {
      onPartial: (said, fromMs, untilMs) => this.sendResults(said, fromMs, untilMs, {}),
      onFinal: (said, fromMs, untilMs, isPause) =>
        this.sendResults(said, fromMs, untilMs, { is_final: true, speech_final: isPause }),
    });
  }

  override get audio() {
    return this.hearing.audio;
  }
  /** How often the client sent a `KeepAlive`. */
  get keepAlives(): number {
    return this.messages.filter(({ type }) => type === 'KeepAlive').length;
  }

  protected override onAudio(bytes: Buffer): void {
    this.hearing.hear(bytes, (atMs) => this.survives(atMs));
  }

  protected override onMessage({ type }: Readonly<Record<string, unknown>>): void {
    if (type === 'Finalize') this.finalize();
    if (type === 'CloseStream') this.end();
  }

  protected override sendError(error: string): void {
    this.send({ type: 'Error', description: error, message: error, variant: error });
  }

  private finalize(): void {
    const undecidedMs = this.hearing.finish();
    if (undecidedMs < WORTH_FINALIZING_MS) return;
    const { durationMs } = this.audio;
    this.sendResults([], durationMs, durationMs, { is_final: true, speech_final: true, from_finalize: true });
  }

  private end(): void {
    this.hearing.finish();
    this.send({
      type: 'Metadata',
      transaction_key: 'deprecated',
      request_id: '8c8ebea9-dbec-45fa-a035-e4632cb05b5f',
      sha256: this.audio.hash(),
      created: '2026-01-01T00:00:00.000Z',
      duration: this.audio.durationMs / 1_000,
      channels: 1,
    });
    this.hangUp(1000);
  }

  private sendResults(words: readonly ScriptedWord[], fromMs: number, untilMs: number, flags: object): void {
    this.send({
      type: 'Results',
      channel_index: [0, 1],
      start: fromMs / 1_000,
      duration: (untilMs - fromMs) / 1_000,
      is_final: false,
      speech_final: false,
      from_finalize: false,
      ...flags,
      channel: { alternatives: [alternativeOf(words, this.url)] },
      metadata: { request_id: '8c8ebea9-dbec-45fa-a035-e4632cb05b5f', model_uuid: 'm', model_info: {} },
    });
  }
}

/** A request for a whole recording. */
export interface DeepgramRecordingRequest {
  readonly url: URL;
  readonly contentBytes: number;
}

/** Deepgram, on 127.0.0.1: streams and recordings at `/v1/listen`. */
export class DeepgramServer extends VendorServer<DeepgramSession> {
  readonly recordings: DeepgramRecordingRequest[] = [];

  static async start(...plans: readonly ConnectionPlan[]): Promise<DeepgramServer> {
    const server = new DeepgramServer('deepgram-key', plans);
    await server.listen();
    return server;
  }

  get url(): string {
    return `http://${this.host}`;
  }

  protected override refusal(request: IncomingMessage): number | null {
    const { pathname } = new URL(request.url ?? '/', this.url);
    if (pathname !== '/v1/listen') return 404;
    return request.headers.authorization === `Token ${this.apiKey}` ? null : 401;
  }

  protected override openSession(
    socket: WebSocket,
    request: IncomingMessage,
    plan: ConnectionPlan,
  ): DeepgramSession {
    return new DeepgramSession(socket, request, plan);
  }

  protected override onRequest(request: IncomingMessage, response: ServerResponse): void {
    const plan = this.nextPlan();
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const status = plan.refuse?.status ?? this.refusal(request);
      const headers = plan.refuse?.retryAfter ? { 'Retry-After': plan.refuse.retryAfter } : {};
      if (status !== null) return response.writeHead(status, headers).end('{"err_msg":"no"}');
      const audio = Buffer.concat(pieces);
      const url = new URL(request.url ?? '/', this.url);
      this.recordings.push({ url, contentBytes: audio.length });
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(answerFor(audio, url, plan)));
    });
  }
}

/** Utterances end where nobody speaks for 0.8 s, which is what Deepgram does unless it is told otherwise. */
const UTTERANCE_SPLIT_MS = 800;

function answerFor(audio: Buffer, url: URL, plan: ConnectionPlan): object {
  const utterances: ScriptedWord[][] = [];
  const { hearsSilence = false, recording } = plan;
  const hearing = new ScriptedHearing(
    plan.words ?? [],
    { pauseMs: UTTERANCE_SPLIT_MS, hearsSilence, ...(recording ? { recording } : {}) },
    {
      onPartial: () => undefined,
      onFinal: (words) => void (words.length > 0 && utterances.push([...words])),
    },
  );
  hearing.hear(audio, () => true);
  hearing.finish();
  return {
    metadata: { duration: hearing.audio.durationMs / 1_000, channels: 1 },
    results: {
      channels: [{ alternatives: [alternativeOf(utterances.flat(), url)] }],
      ...(url.searchParams.get('utterances') === 'true'
        ? { utterances: utterances.map((words) => alternativeOf(words, url)) }
        : {}),
    },
  };
}

function alternativeOf(words: readonly ScriptedWord[], url: URL) {
  const isDiarized = url.searchParams.get('diarize') === 'true';
  const isMulti = url.searchParams.get('language') === 'multi';
  return {
    transcript: words.map(({ text }) => text).join(' '),
    confidence: 0.98,
    words: words.map(({ text, startMs, endMs, speaker = 0, language = 'en', confidence = 0.98 }) => ({
      word: text.toLowerCase().replace(/[.,?!]/g, ''),
      punctuated_word: text,
      start: startMs / 1_000,
      end: endMs / 1_000,
      confidence,
      ...(isDiarized ? { speaker } : {}),
      ...(isMulti ? { language } : {}),
    })),
  };
}
