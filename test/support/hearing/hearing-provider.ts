import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { AUDIBLE_RATE, AudibleWords, type HeardWord } from './audible-words.js';

/** Words of a final result are told this long after they were heard, at most: a crash may fall into that time. */
const LATEST_MS = 300;
const PROGRESS_SAMPLES = AUDIBLE_RATE;

/** A provider over Deepgram's wire that really listens: it hears audible numbers in whatever sound it gets, and nothing else. */
export class HearingProvider {
  private constructor(private readonly server: WebSocketServer) {}

  static async start(port = 0): Promise<HearingProvider> {
    const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
    await new Promise<void>((resolve) => server.once('listening', resolve));
    server.on('connection', (socket) => new HearingStream(socket));
    return new HearingProvider(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts every stream, as a network does. */
  cut(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

class HearingStream {
  private readonly ear = new AudibleWords();
  /** Sound that a final result has covered, samples. */
  private told = 0;
  /** What is on its way, in order. */
  private readonly due: (() => void)[] = [];

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.listen(data) : this.obey(data)));
    socket.on('error', () => undefined);
  }

  private listen(data: Buffer): void {
    const samples = new Int16Array(new Uint8Array(data).buffer);
    for (const word of this.ear.push(samples)) this.later(() => this.tell(word));
    if (this.ear.settled - this.told > PROGRESS_SAMPLES * 2) this.later(() => this.tellSilence());
  }

  private obey(data: Buffer): void {
    const { type } = JSON.parse(data.toString('utf8')) as { type: string };
    if (type === 'Finalize') this.later(() => this.tellSilence({ from_finalize: true }));
    if (type === 'CloseStream') this.later(() => this.end());
  }

  /** After a while, and after what was to be told before. Timers alone keep no order: they count whole milliseconds. */
  private later(task: () => void): void {
    this.due.push(task);
    setTimeout(() => this.due.shift()!(), Math.random() * LATEST_MS);
  }

  private tell(word: HeardWord): void {
    this.result(word.end, [word], {});
  }

  private tellSilence(more: object = {}): void {
    this.result(Math.max(this.told, this.ear.settled), [], more);
  }

  private end(): void {
    this.result(Math.max(this.told, this.ear.received), [], {});
    this.send({ type: 'Metadata', duration: this.ear.received / AUDIBLE_RATE, channels: 1 });
    this.socket.close(1000);
  }

  private result(end: number, words: readonly HeardWord[], more: object): void {
    const start = Math.min(this.told, end);
    this.told = Math.max(this.told, end);
    this.send({
      type: 'Results',
      channel_index: [0, 1],
      start: start / AUDIBLE_RATE,
      duration: (end - start) / AUDIBLE_RATE,
      is_final: true,
      speech_final: words.length > 0,
      channel: {
        alternatives: [
          {
            transcript: words.map(({ text }) => text).join(' '),
            confidence: 1,
            words: words.map((word) => ({
              word: word.text,
              punctuated_word: word.text,
              start: word.start / AUDIBLE_RATE,
              end: word.end / AUDIBLE_RATE,
              confidence: 1,
              speaker: 0,
            })),
          },
        ],
      },
      ...more,
    });
  }

  private send(message: object): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
