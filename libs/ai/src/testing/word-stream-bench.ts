import { ManualClock } from '#libs/kernel/testing';
import { Log, type LogFields } from '#libs/observability';
import type { VendorLink, VendorNews } from '../speech/providers/vendor-link.js';
import type { VendorWord } from '../speech/providers/vendor-word.js';
import { WordStream } from '../speech/providers/word-stream.js';
import { ListeningEar } from './listening-ear.js';

export const KEEP_ALIVE_MS = 4_000;
const SAMPLES_PER_MS = 16;

/** A connection that a test speaks through. */
class TestLink implements VendorLink {
  readonly pieces: number[] = [];
  readonly finalized: number[] = [];
  keepAlives = 0;
  ends = 0;
  isTerminated = false;
  bufferedBytes = 0;

  constructor(readonly news: VendorNews) {}

  sendAudio(bytes: Uint8Array): void {
    this.pieces.push(bytes.byteLength / 2 / SAMPLES_PER_MS);
  }
  keepAlive(): boolean {
    this.keepAlives += 1;
    return true;
  }
  finalize(sentSeconds: number): void {
    this.finalized.push(sentSeconds);
  }
  end(): void {
    this.ends += 1;
  }
  terminate(): void {
    this.isTerminated = true;
  }
}

class RememberingLog extends Log {
  readonly warnings: (LogFields | undefined)[] = [];
  override warn(_message: string, fields?: LogFields): void {
    this.warnings.push(fields);
  }
  override debug(): void {}
  override info(): void {}
  override error(): void {}
}

/** A stream of words between a vendor that the test plays (`link`) and a listener that remembers (`ear`). Time moves when the test says so. */
export class WordStreamBench {
  readonly clock = new ManualClock();
  readonly ear = new ListeningEar();
  readonly log = new RememberingLog();
  link!: TestLink;

  /** A stream whose vendor does not take audio yet. */
  opening(): Promise<WordStream> {
    const options = { provider: 'test', clock: this.clock, log: this.log, keepAliveMs: KEEP_ALIVE_MS };
    return WordStream.open(options, this.ear, (news) => (this.link = new TestLink(news)));
  }

  async open(): Promise<WordStream> {
    const stream = this.opening();
    this.link.news.onReady();
    return stream;
  }
}

/** Silence. */
export function audio(ms: number): Int16Array {
  return new Int16Array(ms * SAMPLES_PER_MS);
}

/** A word of 300 ms. */
export function word(text: string, startSeconds: number): VendorWord {
  return { text, startSeconds, endSeconds: startSeconds + 0.3 };
}

/** How a stream fails whose vendor is away. */
export function away(reason: string): object {
  return { kind: 'unavailable', code: 'SPEECH_UNAVAILABLE', details: { provider: 'test', reason } };
}
