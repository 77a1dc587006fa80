import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KnownRecording, SpokenWord } from './known-recording.js';

/** What a server that transcribes files does wrong, once, with the next request. */
export type TranscriptionFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'redirect'; readonly location: string }
  /** The connection ends in the middle of the answer. */
  | { readonly kind: 'cut' }
  /** No answer ever comes. */
  | { readonly kind: 'silence' }
  /** This instead of an answer, with status 200. */
  | { readonly kind: 'body'; readonly body: string };

export interface OpenAiServerOptions {
  readonly recording: KnownRecording;
  /** Without it any key, and none, will do. */
  readonly apiKey?: string;
  /** Breaks, every time, at sound in which this word is said. */
  readonly chokesOn?: string;
  /** Answers 400 to `verbose_json`, as OpenAI's gpt-4o-transcribe does. */
  readonly jsonOnly?: boolean;
  /** What language it finds out where it is told none, in the order of requests; the last one again for later ones. English when absent. */
  readonly heardLanguages?: readonly string[];
}

/** What one request asked for. */
export interface TranscriptionRequest {
  readonly fields: Readonly<Record<string, string>>;
  readonly granularities: readonly string[];
  readonly durationMs: number;
}

const WAV_HEADER_BYTES = 44;
const KEY_REFUSED = { kind: 'status', status: 401 } as const;

/**
 * A server with OpenAI's `POST /v1/audio/transcriptions`, on 127.0.0.1: multipart in; `json` or `verbose_json` with words and segments out.
 * Like Whisper it gives words without punctuation, and names languages in English.
 */
export class OpenAiSpeechServer {
  readonly requests: TranscriptionRequest[] = [];
  private readonly faults: TranscriptionFault[] = [];

  private constructor(
    private readonly server: Server,
    private readonly options: OpenAiServerOptions,
  ) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(options: OpenAiServerOptions): Promise<OpenAiSpeechServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OpenAiSpeechServer(server, options);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** The next requests go wrong, one after the other. */
  failNext(...faults: readonly TranscriptionFault[]): void {
    this.faults.push(...faults);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await formOf(request);
    if (request.method !== 'POST' || request.url !== '/v1/audio/transcriptions')
      return send(response, 404, {});
    const fault = this.isKnown(request) ? this.faults.shift() : KEY_REFUSED;
    const samples = await samplesOf(form);
    this.requests.push(requestOf(form, samples));
    if (fault) return misbehave(response, fault);
    if (this.chokesOn(samples)) return send(response, 500, {});
    if (form.get('response_format') === 'json') return send(response, 200, { text: this.textOf(samples) });
    if (this.options.jsonOnly)
      return send(response, 400, { error: { message: 'response_format unsupported' } });
    return send(response, 200, this.verbose(form, samples));
  }

  private isKnown({ headers }: IncomingMessage): boolean {
    const { apiKey } = this.options;
    return apiKey === undefined || headers.authorization === `Bearer ${apiKey}`;
  }

  private chokesOn(samples: Int16Array): boolean {
    return this.options.recording.wordsIn(samples).some(({ text }) => text === this.options.chokesOn);
  }

  private textOf(samples: Int16Array): string {
    return textOf(this.options.recording.wordsIn(samples));
  }

  private verbose(form: FormData, samples: Int16Array): object {
    const words = this.options.recording.wordsIn(samples);
    const heard = this.options.heardLanguages ?? ['english'];
    const seconds = samples.length / 16_000;
    return {
      task: 'transcribe',
      language: form.get('language') ?? heard[Math.min(this.requests.length, heard.length) - 1],
      duration: seconds,
      text: textOf(words),
      segments: [
        { id: 0, start: 0, end: seconds, text: textOf(words), avg_logprob: -0.2, no_speech_prob: 0.01 },
      ],
      ...(form.getAll('timestamp_granularities[]').includes('word') && { words: words.map(bareWord) }),
    };
  }
}

function textOf(words: readonly SpokenWord[]): string {
  return words.map(({ text }) => text).join(' ');
}

function bareWord({ text, startMs, endMs }: SpokenWord): object {
  return { word: text.replace(/[^\p{L}\p{N}']/gu, ''), start: startMs / 1_000, end: endMs / 1_000 };
}

async function formOf(request: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(Buffer.concat(chunks), { headers }).formData().catch(() => new FormData());
}

async function samplesOf(form: FormData): Promise<Int16Array> {
  const file = form.get('file');
  if (!(file instanceof File)) return new Int16Array(0);
  return new Int16Array((await file.arrayBuffer()).slice(WAV_HEADER_BYTES));
}

function requestOf(form: FormData, samples: Int16Array): TranscriptionRequest {
  const texts = [...form].filter((field): field is [string, string] => typeof field[1] === 'string');
  return {
    fields: Object.fromEntries(texts),
    granularities: form.getAll('timestamp_granularities[]').map(String),
    durationMs: samples.length / 16,
  };
}

function misbehave(response: ServerResponse, fault: TranscriptionFault): void {
  switch (fault.kind) {
    case 'silence':
      return;
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      return send(response, fault.status, { error: { message: 'a text of the vendor' } });
    case 'redirect':
      response.writeHead(307, { location: fault.location }).end();
      return;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"text": "it was', () => response.destroy());
      return;
    case 'body':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(fault.body);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
