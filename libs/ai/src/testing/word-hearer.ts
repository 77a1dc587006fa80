import { AppError } from '#libs/kernel';
import {
  SPEECH_SAMPLE_RATE,
  SpeechToText,
  type RecognizedUtterance,
  type RecognizedWord,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../ports/speech-to-text.js';

/** A word as it can be heard: its number, and where it is in the sound. */
export interface AudibleWord {
  readonly number: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Sound in which each word is a stretch of samples that all have its number: what is cut out of it can still be told apart. */
export function audibleWords(words: readonly AudibleWord[], durationMs: number): Int16Array {
  const samples = new Int16Array((durationMs * SPEECH_SAMPLE_RATE) / 1_000);
  for (const { number, startMs, endMs } of words) samples.fill(number, samplesIn(startMs), samplesIn(endMs));
  return samples;
}

/** How a recognizer hears. */
export interface Hearing {
  readonly name: string;
  /** How much later than it was said it places everything. */
  readonly lateMs?: number;
  readonly wordTimes?: boolean;
  readonly remote?: boolean;
  /** How much audio the n-th stream takes before it dies; absent: it lives. */
  readonly diesAfterMs?: (stream: number) => number | undefined;
  /** Whether the n-th stream is refused. */
  readonly refuses?: (stream: number) => boolean;
  /** Words that it does not understand in a stream; it does in a recording. */
  readonly misses?: ReadonlySet<number>;
}

/** Sound without words for this long ends an utterance. */
const PAUSE_MS = 400;
/** Words after which the text is final although nobody paused. */
const MAX_WORDS = 4;

/** Hears `audibleWords`, wherever a stream begins: what comes of a replay shows whether the right audio was sent again. */
export class WordHearer extends SpeechToText {
  override readonly name: string;
  override readonly capabilities: SpeechCapabilities;
  streams = 0;
  /** Lengths of the recordings that it was given. */
  readonly recordingsMs: number[] = [];

  constructor(private readonly hearing: Hearing) {
    super();
    this.name = hearing.name;
    this.capabilities = {
      partialResults: false,
      diarization: false,
      wordTimes: hearing.wordTimes ?? true,
      languages: ['*'],
      multilingual: true,
      keyterms: false,
      remote: hearing.remote ?? false,
    };
  }

  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override open(_options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    const number = this.streams;
    this.streams += 1;
    if (this.hearing.refuses?.(number)) {
      return Promise.reject(new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'Refused as it was told to.'));
    }
    const diesAfterMs = this.hearing.diesAfterMs?.(number) ?? Infinity;
    return Promise.resolve(new HearingStream({ ...this.hearing, diesAfterMs }, events));
  }

  override async transcribe(samples: Int16Array): Promise<RecognizedUtterance[]> {
    this.recordingsMs.push(msOf(samples.length));
    const heard: RecognizedUtterance[] = [];
    const stream = new HearingStream(
      { ...this.hearing, misses: new Set(), diesAfterMs: Infinity },
      {
        onSpeechStart: () => undefined,
        onPartial: () => undefined,
        onFinal: (utterance) => void heard.push(utterance),
        onProgress: () => undefined,
        onError: () => undefined,
      },
    );
    stream.push(samples);
    await stream.close();
    return heard;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

class HearingStream implements SpeechStream {
  private position = 0;
  private handledMs = 0;
  private current: { number: number; start: number } | null = null;
  private words: (RecognizedWord & { readonly number: number })[] = [];
  private ended = false;

  constructor(
    private readonly hearing: Omit<Hearing, 'diesAfterMs'> & { readonly diesAfterMs: number },
    private readonly events: SpeechStreamEvents,
  ) {}

  get backlogMs(): number {
    return msOf(this.position) - this.handledMs;
  }

  push(samples: Int16Array): void {
    for (let index = 0; index < samples.length && !this.ended; index += 1) this.hear(samples[index]!);
  }

  flush(): Promise<void> {
    if (!this.ended) {
      this.endWord();
      this.tell();
      this.progress(msOf(this.position));
    }
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.flush();
    this.ended = true;
  }

  private hear(sample: number): void {
    if (this.current && this.current.number !== sample) this.endWord();
    if (sample !== 0 && !this.current) this.beginWord(sample);
    this.position += 1;
    const nowMs = msOf(this.position);
    if (!this.current) this.pause(nowMs);
    if (nowMs >= this.hearing.diesAfterMs) this.die();
  }

  private pause(nowMs: number): void {
    const last = this.words.at(-1);
    if (last && nowMs - last.endMs >= PAUSE_MS) this.tell();
    if (this.words.length === 0) this.progress(nowMs - PAUSE_MS);
  }

  private beginWord(number: number): void {
    if (this.words.length === 0) this.events.onSpeechStart(msOf(this.position));
    this.current = { number, start: this.position };
  }

  private endWord(): void {
    if (!this.current) return;
    const { number, start } = this.current;
    this.current = null;
    this.words.push({ number, text: `w${number}`, startMs: msOf(start), endMs: msOf(this.position) });
    if (this.words.length >= MAX_WORDS) this.tell();
  }

  private tell(): void {
    const { lateMs = 0, misses, wordTimes = true } = this.hearing;
    const all = this.words;
    this.words = [];
    if (all.length === 0) return;
    const words = all
      .filter(({ number }) => !misses?.has(number))
      .map(({ text, startMs, endMs }) => ({ text, startMs: startMs + lateMs, endMs: endMs + lateMs }));
    const [first, last] = [words[0], words.at(-1)];
    if (first && last) {
      const text = words.map((word) => word.text).join(' ');
      const span = { startMs: first.startMs, endMs: last.endMs, speaker: 0 };
      this.events.onFinal({ text, ...span, ...(wordTimes && { words }) });
    } else {
      this.events.onWordless?.(all[0]!.startMs, all.at(-1)!.endMs);
    }
    this.progress(all.at(-1)!.endMs);
  }

  private progress(handledMs: number): void {
    if (handledMs <= this.handledMs) return;
    this.handledMs = handledMs;
    this.events.onProgress(handledMs, 0);
  }

  private die(): void {
    this.ended = true;
    this.events.onError(new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'Died as it was told to.'));
  }
}

function msOf(samples: number): number {
  return (samples * 1_000) / SPEECH_SAMPLE_RATE;
}

function samplesIn(ms: number): number {
  return Math.round((ms * SPEECH_SAMPLE_RATE) / 1_000);
}
