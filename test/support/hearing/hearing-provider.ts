import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { AUDIBLE_RATE, AudibleWords, type HeardWord } from './audible-words.js';

/** Words of a final result are told this long after they were heard, at most: a crash may fall into that time. */
const LATEST_MS = 300;
const PROGRESS_SAMPLES = AUDIBLE_RATE;

/** What a number stands for: words, and who says them. */
export interface SpokenLine {
  readonly text: string;
  /** 0 when absent. */
  readonly speaker?: number;
}

/** What each number stands for; none for those that stand for themselves. */
export type Script = (number: string) => SpokenLine | undefined;

/** A provider over Deepgram's wire that really listens: it hears audible numbers in whatever sound it gets, and nothing else. */
export class HearingProvider {
  private constructor(private readonly server: WebSocketServer) {}

  static async start({ port = 0, script = () => undefined }: { port?: number; script?: Script } = {}) {
    const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
    await new Promise<void>((resolve) => server.once('listening', resolve));
    server.on('connection', (socket) => new HearingStream(socket, script));
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
  /** The same, with the results that are on their way. */
  private decided = 0;
  /** When the last result that is on its way will be told. */
  private dueMs = 0;
  private readonly due: (() => void)[] = [];

  constructor(
    private readonly socket: WebSocket,
    private readonly script: Script,
  ) {
    socket.on('message', (data: Buffer, isBinary) => (isBinary ? this.listen(data) : this.obey(data)));
    socket.on('error', () => undefined);
  }

  private listen(data: Buffer): void {
    const samples = new Int16Array(new Uint8Array(data).buffer);
    for (const word of this.ear.push(samples)) {
      this.decided = word.end;
      this.later(() => this.result(word.end, [word], {}));
    }
    if (this.ear.settled - this.decided > PROGRESS_SAMPLES * 2) this.tellSilence(this.ear.settled);
  }

  private obey(data: Buffer): void {
    const { type } = JSON.parse(data.toString('utf8')) as { type: string };
    if (type === 'Finalize') this.tellSilence(this.ear.settled, { from_finalize: true });
    if (type === 'CloseStream') this.later(() => this.end());
  }

  /** After a while, and never before what was to be told before. */
  private later(task: () => void): void {
    const nowMs = performance.now();
    this.dueMs = Math.max(this.dueMs, nowMs + Math.random() * LATEST_MS);
    this.due.push(task);
    // Timers that are due in the same millisecond fire in any order.
    setTimeout(() => this.due.shift()!(), this.dueMs - nowMs);
  }

  /** Nobody speaks up to a sample that is known by now. */
  private tellSilence(end: number, more: object = {}): void {
    this.decided = Math.max(this.decided, end);
    this.later(() => this.result(Math.max(this.told, end), [], more));
  }

  private end(): void {
    this.result(Math.max(this.told, this.ear.received), [], {});
    this.send({ type: 'Metadata', duration: this.ear.received / AUDIBLE_RATE, channels: 1 });
    this.socket.close(1000);
  }

  private result(end: number, words: readonly HeardWord[], more: object): void {
    const start = Math.min(this.told, end);
    this.told = Math.max(this.told, end);
    const said = words.flatMap((word) => this.wordsOf(word));
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
            transcript: said.map(({ punctuated_word }) => punctuated_word).join(' '),
            confidence: 1,
            words: said,
          },
        ],
      },
      ...more,
    });
  }

  /** The words of a number's line share its time. */
  private wordsOf({ text, start, end }: HeardWord) {
    const { text: line, speaker = 0 } = this.script(text) ?? { text };
    const words = line.split(' ');
    const seconds = (end - start) / AUDIBLE_RATE / words.length;
    return words.map((word, index) => ({
      word: word.toLowerCase(),
      punctuated_word: word,
      start: start / AUDIBLE_RATE + index * seconds,
      end: start / AUDIBLE_RATE + (index + 1) * seconds,
      confidence: 1,
      speaker,
    }));
  }

  private send(message: object): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
