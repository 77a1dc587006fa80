import { AppError, SerialQueue, toAppError, type Clock } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE, type SpeechOptions } from '#libs/ai';
import type { Log } from '#libs/observability';
import type { CaptureLog } from '../capture/capture-log.js';
import { NO_FATE, type AudioFate } from './audio-fate.js';
import { DECODER_LEAD_MS, LogAudio } from './log-audio.js';
import { middleOf, placeUtterance, withWords, type PlacedUtterance } from './placed-utterance.js';
import type { ProviderCircuit } from './provider-circuit.js';
import type { SpeechChain } from './speech-chain.js';

/** Speech of which no words came, and who heard none. */
export interface SpeechGap {
  readonly startMs: number;
  readonly endMs: number;
  readonly provider: string | null;
}

/** Shorter gaps are coughs and laughter. */
const MIN_GAP_MS = 1_000;
/** Sound before and after a gap that is heard along, so that its first and last word are whole. */
const MARGIN_MS = 200;
/** Frames taken from the log at once. */
const SLICE_FRAMES = 200;
/** Far longer than any gap takes. */
const WITHIN_MS = 60_000;

export interface SecondPassDeps {
  readonly speech: SpeechChain;
  readonly clock: Clock;
  readonly log: Log;
}

/** Gives speech without words to another recognizer, as a recording: one gap after the other, beside what is recognized live. */
export class SecondPass {
  private readonly queue = new SerialQueue();
  private readonly stopping = new AbortController();

  constructor(
    private readonly audio: CaptureLog,
    private readonly options: SpeechOptions,
    private readonly deps: SecondPassDeps,
    /** In order; `fate` takes back what was counted as failed. */
    private readonly onFound: (utterance: PlacedUtterance, fate: AudioFate) => void,
  ) {}

  /** How many gaps wait. */
  get waiting(): number {
    return this.queue.size;
  }

  add(gap: SpeechGap): void {
    if (gap.endMs - gap.startMs < MIN_GAP_MS) return;
    const circuit = this.secondEar(gap.provider);
    if (circuit) void this.queue.run(() => this.hear(gap, circuit));
  }

  /** Resolves when all gaps were heard, or given up after `stop`. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  stop(): void {
    this.stopping.abort(new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'The session ends.'));
  }

  /** Somebody else who is there; else the same provider, unless it is this machine's, which has tried again by itself. */
  private secondEar(provider: string | null): ProviderCircuit | undefined {
    const present = this.deps.speech
      .candidatesFor(this.options)
      .filter(({ closedBecause }) => !closedBecause);
    const other = present.find(({ name }) => name !== provider);
    return other ?? present.find(({ capabilities }) => capabilities.remote);
  }

  private async hear(gap: SpeechGap, circuit: ProviderCircuit): Promise<void> {
    if (this.stopping.signal.aborted) return;
    try {
      const fromMs = Math.max(0, gap.startMs - MARGIN_MS);
      const samples = await this.soundOf(fromMs, gap.endMs + MARGIN_MS);
      const heard = await this.inTime(circuit.speech.transcribe(samples, this.options));
      this.tell(
        gap,
        heard.flatMap((utterance) => within(gap, placeUtterance(utterance, fromMs, circuit.name))),
      );
    } catch (thrown) {
      if (this.stopping.signal.aborted) return;
      this.deps.log.warn('Speech without words could not be heard a second time', {
        'session.id': this.audio.header.sessionId,
        'stt.provider': circuit.name,
        'error.code': toAppError(thrown).code,
      });
    }
  }

  private tell(gap: SpeechGap, found: readonly PlacedUtterance[]): void {
    let restMs = gap.endMs - gap.startMs;
    found.forEach((utterance, index) => {
      const foundMs = utterance.positionEndMs - utterance.positionStartMs;
      restMs -= foundMs;
      // What lies around the words that were found is not speech after all.
      const silentMs = index === found.length - 1 ? restMs : 0;
      const failed = { empty_unexpected: -(foundMs + silentMs) };
      this.onFound(utterance, { ...NO_FATE, transcribedMs: foundMs, silentMs, failed });
    });
  }

  private async inTime<T>(task: Promise<T>): Promise<T> {
    const late = Promise.withResolvers<never>();
    const slow = new AppError('unavailable', 'SPEECH_TIMEOUT', 'The speech recognizer took too long.');
    const cancel = this.deps.clock.after(WITHIN_MS, () => late.reject(slow));
    const stop = () => late.reject(slow);
    this.stopping.signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([task, late.promise]);
    } finally {
      cancel();
      this.stopping.signal.removeEventListener('abort', stop);
    }
  }

  private async soundOf(fromMs: number, toMs: number): Promise<Int16Array> {
    const pcm = new LogAudio(this.audio.header, fromMs);
    const sound = new Int16Array(Math.ceil(((toMs - fromMs) * SPEECH_SAMPLE_RATE) / 1_000));
    const cursor = await this.audio.cursor(Math.max(0, fromMs - DECODER_LEAD_MS));
    let filled = 0;
    try {
      while (filled < sound.length) {
        const frames = await cursor.take(SLICE_FRAMES);
        if (frames.length === 0) break;
        for (const frame of frames) {
          const samples = pcm.decode(frame).subarray(0, sound.length - filled);
          sound.set(samples, filled);
          filled += samples.length;
        }
      }
    } finally {
      await cursor.close();
    }
    return sound.subarray(0, filled);
  }
}

/** What of an utterance was said in the gap: the margins belong to utterances that were told before. */
function within({ startMs, endMs }: SpeechGap, utterance: PlacedUtterance): PlacedUtterance[] {
  const isInside = (span: { readonly startMs: number; readonly endMs: number }): boolean =>
    middleOf(span) >= startMs && middleOf(span) < endMs;
  const { words, positionStartMs, positionEndMs } = utterance;
  const isKeptWhole = !words?.length && isInside({ startMs: positionStartMs, endMs: positionEndMs });
  const kept = isKeptWhole ? utterance : withWords(utterance, (words ?? []).filter(isInside));
  if (!kept) return [];
  return [
    {
      ...kept,
      positionStartMs: Math.max(kept.positionStartMs, startMs),
      positionEndMs: Math.min(kept.positionEndMs, endMs),
    },
  ];
}
