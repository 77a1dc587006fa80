import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { KnownRecording } from './known-recording.js';

/** What a Wyoming server does wrong, once, with the next connection. */
export type WyomingFault =
  /** The connection ends before the answer. */
  | { readonly kind: 'cut' }
  /** No answer ever comes. */
  | { readonly kind: 'silence' }
  /** These bytes in place of the answer. */
  | { readonly kind: 'bytes'; readonly bytes: string }
  /** The server says that something went wrong. */
  | { readonly kind: 'error' };

export interface WyomingServerOptions {
  readonly recording: KnownRecording;
  /** What its model understands, as in its `info`. */
  readonly languages?: readonly string[];
  /** What it finds out about the language, said with the transcript; newer servers do. */
  readonly heardLanguage?: string;
  /** Sends the text in pieces, and the whole of it never; the protocol's newer way. */
  readonly streams?: boolean;
  /** Talks of other things before it answers: a ping, an event that nobody knows, a payload. */
  readonly chatters?: boolean;
}

/** One transcription that was asked for. */
export interface WyomingRequest {
  readonly data: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
}

interface ReceivedEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly payload: Buffer;
}

/**
 * A speech-to-text server of Home Assistant on 127.0.0.1, as its documentation describes it: JSON lines with data and payload behind them,
 * `describe`, and a transcript after `audio-stop`, with which it ends the connection as faster-whisper does.
 */
export class WyomingServer {
  readonly requests: WyomingRequest[] = [];
  readonly pongs: unknown[] = [];
  private readonly faults: WyomingFault[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly options: WyomingServerOptions,
  ) {
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      void this.serve(socket).catch(() => socket.destroy());
    });
  }

  static async start(options: WyomingServerOptions): Promise<WyomingServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WyomingServer(server, options);
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next transcriptions go wrong, one after the other. */
  failNext(...faults: readonly WyomingFault[]): void {
    this.faults.push(...faults);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async serve(socket: Socket): Promise<void> {
    const pcm: Buffer[] = [];
    let request: Record<string, unknown> = {};
    for await (const { type, data, payload } of eventsOf(socket)) {
      if (type === 'describe') send(socket, 'info', this.info());
      if (type === 'transcribe') request = data;
      if (type === 'audio-chunk') pcm.push(payload);
      if (type === 'pong') this.pongs.push(data['text']);
      if (type === 'audio-stop') this.answer(socket, request, samplesOf(pcm));
    }
  }

  private answer(socket: Socket, data: Record<string, unknown>, samples: Int16Array): void {
    this.requests.push({ data, durationMs: samples.length / 16 });
    const fault = this.faults.shift();
    if (fault) return misbehave(socket, fault);
    const words = this.options.recording.wordsIn(samples).map(({ text }) => text);
    if (this.options.chatters) chatter(socket);
    if (this.options.streams) this.stream(socket, words);
    else send(socket, 'transcript', { text: ` ${words.join(' ')}`, ...this.language });
    // What was said in between is answered before the connection ends.
    setTimeout(() => socket.end(), 20);
  }

  private stream(socket: Socket, words: readonly string[]): void {
    send(socket, 'transcript-start', this.language);
    for (const word of words) send(socket, 'transcript-chunk', { text: `${word} ` });
    send(socket, 'transcript-stop', {});
  }

  private get language(): Record<string, unknown> {
    return this.options.heardLanguage === undefined ? {} : { language: this.options.heardLanguage };
  }

  private info(): Record<string, unknown> {
    const about = {
      attribution: { name: 'nobody', url: 'http://127.0.0.1' },
      installed: true,
      description: 'looks up words',
      version: '1',
    };
    const languages = this.options.languages ?? ['en', 'de'];
    const models = [{ name: 'known-recording', languages, ...about }];
    return { asr: [{ name: 'known-recording', models, ...about }], tts: [], wake: [] };
  }
}

/** As the protocol's own library writes events: data behind the line, with its length in it. */
function send(socket: Socket, type: string, data: Record<string, unknown>, payload = Buffer.alloc(0)): void {
  const bytes = Buffer.from(JSON.stringify(data));
  const header = { type, version: '1.8.0', data_length: bytes.length, payload_length: payload.length };
  socket.write(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes, payload]));
}

function chatter(socket: Socket): void {
  send(socket, 'ping', { text: 'are you there' });
  send(
    socket,
    'something-of-next-year',
    { text: 'not a transcript' },
    Buffer.from('{"type":"transcript"}\n'),
  );
}

function misbehave(socket: Socket, fault: WyomingFault): void {
  switch (fault.kind) {
    case 'silence':
      return;
    case 'cut':
      return void socket.destroy();
    case 'bytes':
      return void socket.write(fault.bytes);
    case 'error':
      return send(socket, 'error', { text: 'a text of the vendor', code: 'vendor-code' });
  }
}

async function* eventsOf(socket: Socket): AsyncGenerator<ReceivedEvent> {
  const bytes = new ByteReader(socket);
  for (let line = await bytes.line(); line !== undefined; line = await bytes.line()) {
    const header = JSON.parse(line) as {
      type: string;
      data?: Record<string, unknown>;
      data_length?: number;
      payload_length?: number;
    };
    const data = await bytes.take(header.data_length ?? 0);
    const payload = await bytes.take(header.payload_length ?? 0);
    const more = data.length === 0 ? {} : (JSON.parse(data.toString()) as Record<string, unknown>);
    yield { type: header.type, data: { ...header.data, ...more }, payload };
  }
}

class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private waiting = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.chunks = (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** Undefined at the end. */
  async line(): Promise<string | undefined> {
    while (!this.waiting.includes('\n')) if (!(await this.more())) return undefined;
    const line = await this.take(this.waiting.indexOf('\n') + 1);
    return line.toString();
  }

  async take(bytes: number): Promise<Buffer> {
    while (this.waiting.length < bytes && (await this.more()));
    const taken = this.waiting.subarray(0, bytes);
    this.waiting = this.waiting.subarray(bytes);
    return taken;
  }

  private async more(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done) return false;
    this.waiting = Buffer.concat([this.waiting, next.value]);
    return true;
  }
}

function samplesOf(pcm: readonly Buffer[]): Int16Array {
  return new Int16Array(new Uint8Array(Buffer.concat(pcm)).buffer);
}
