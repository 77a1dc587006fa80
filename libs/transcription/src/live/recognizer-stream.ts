import { toAppError, type AppError } from '#libs/kernel';
import type { RecognizedUtterance, SpeechOptions, SpeechStream, SpeechStreamEvents } from '#libs/ai';
import { NO_FATE, type AudioFate } from './audio-fate.js';
import { placeUtterance, type PlacedUtterance } from './placed-utterance.js';
import type { ProviderCircuit } from './provider-circuit.js';
import { lastWordOf, REPLAY_OVERLAP_MS, ReplayCut, type LastWord } from './replay-cut.js';
import { StretchFates } from './stretch-fates.js';

export interface RecognizerEvents {
  onSpeechStart(): void;
  onPartial(utterance: PlacedUtterance): void;
  /** Audio up to its end is dealt with; `fate` is what became of it. */
  onFinal(utterance: PlacedUtterance, fate: AudioFate): void;
  /** Somebody spoke here, and no words came of it. */
  onWordless(positionStartMs: number, positionEndMs: number): void;
  /** Audio up to here is dealt with; `fate` is what became of what was new. */
  onHandled(positionMs: number, fate: AudioFate): void;
  /** Something changed for those who wait: progress or death. */
  onChange(): void;
}

/** Where in the session's audio a stream takes over. */
export interface StreamStart {
  /** Audio before this position was dealt with. */
  readonly cutMs: number;
  readonly lastWord: LastWord | null;
  /** What the voices of the stream are called in the session. */
  readonly numberOf: (voice: number) => number;
}

/**
 * One stream of a provider that began at some position of the session's audio. Speaks in positions, remembers how far the audio has been
 * dealt with, and is silent once it is dead or abandoned, so that text can never come twice.
 */
export class RecognizerStream {
  private stream!: SpeechStream;
  private abandoned = false;
  private readonly death = Promise.withResolvers<never>();
  private readonly cut: ReplayCut;
  private readonly fates: StretchFates;
  /** Its first sample's position: a little before the cut where word times tell what was heard before. */
  readonly baseMs: number;
  /** Audio before this position was dealt with or has its text. */
  handledMs: number;
  /** The last word that it or the one before told. */
  lastWord: LastWord | null;
  /** Whether it dealt with audio. */
  fruitful = false;
  /** Where somebody began to speak whose words were not told. */
  private speakingFromMs: number | null = null;
  /** Why it is dead. */
  failure: AppError | null = null;

  private constructor(
    readonly circuit: ProviderCircuit,
    private readonly start: StreamStart,
    private readonly events: RecognizerEvents,
  ) {
    const { cutMs, lastWord } = start;
    const overlapMs = circuit.capabilities.wordTimes ? REPLAY_OVERLAP_MS : 0;
    this.baseMs = Math.max(0, cutMs - overlapMs);
    this.handledMs = cutMs;
    this.lastWord = lastWord;
    this.cut = new ReplayCut(cutMs, lastWord);
    this.fates = new StretchFates(cutMs);
    this.death.promise.catch(() => undefined);
  }

  static async open(
    circuit: ProviderCircuit,
    options: SpeechOptions,
    start: StreamStart,
    events: RecognizerEvents,
  ): Promise<RecognizerStream> {
    const opened = new RecognizerStream(circuit, start, events);
    opened.stream = await circuit.open(options, opened.listener());
    return opened;
  }

  get speaking(): boolean {
    return this.speakingFromMs !== null;
  }

  get backlogMs(): number {
    return this.stream.backlogMs;
  }

  push(samples: Int16Array): void {
    this.throwIfDead();
    try {
      this.stream.push(samples);
    } catch (error) {
      this.die(error);
      this.throwIfDead();
    }
  }

  /** Resolves when the open utterance's text was told; rejects when the stream dies first. */
  flush(): Promise<void> {
    return this.whileAlive(() => this.stream.flush());
  }

  close(): Promise<void> {
    return this.whileAlive(() => this.stream.close());
  }

  /** Nothing is heard of it any more; what it holds is let go in its own time. */
  abandon(): void {
    this.abandoned = true;
    this.stream.close().catch(() => undefined);
  }

  die(error: unknown): void {
    if (this.failure) return;
    this.failure = toAppError(error);
    this.death.reject(this.failure);
    this.events.onChange();
  }

  throwIfDead(): void {
    if (this.failure) throw this.failure;
  }

  private async whileAlive(task: () => Promise<void>): Promise<void> {
    this.throwIfDead();
    try {
      await Promise.race([task(), this.death.promise]);
    } catch (error) {
      this.die(error);
    }
    this.throwIfDead();
  }

  private listener(): SpeechStreamEvents {
    const whenHeard =
      <Args extends unknown[]>(tell: (...args: Args) => void) =>
      (...args: Args): void => {
        if (!this.abandoned && !this.failure) tell(...args);
      };
    return {
      onSpeechStart: whenHeard((startMs) => this.onSpeechStart(this.baseMs + startMs)),
      onPartial: whenHeard((utterance) => this.onPartial(utterance)),
      onFinal: whenHeard((utterance) => this.onFinal(utterance)),
      onWordless: whenHeard((startMs, endMs) => this.onWordless(this.baseMs + startMs, this.baseMs + endMs)),
      onProgress: whenHeard((handledMs) => this.onProgress(this.baseMs + handledMs)),
      onError: whenHeard((error) => this.die(error)),
    };
  }

  private onSpeechStart(positionMs: number): void {
    this.speakingFromMs = positionMs;
    this.events.onSpeechStart();
  }

  private onPartial(utterance: RecognizedUtterance): void {
    this.speakingFromMs ??= this.baseMs + utterance.startMs;
    const placed = this.cut.trim(this.place(utterance));
    if (placed) this.events.onPartial(placed);
  }

  private onFinal(utterance: RecognizedUtterance): void {
    this.speakingFromMs = null;
    const placed = this.cut.trim(this.place(utterance));
    if (!placed) return;
    this.lastWord = lastWordOf(placed) ?? this.lastWord;
    this.fates.mark(placed.positionStartMs, placed.positionEndMs, true);
    // The text is told: should the stream die before it reports progress, this audio must not be heard again.
    const fate = this.advance(placed.positionEndMs);
    this.events.onFinal(placed, fate);
    this.events.onChange();
  }

  private onWordless(positionStartMs: number, positionEndMs: number): void {
    this.speakingFromMs = null;
    if (positionEndMs <= this.handledMs) return;
    const fromMs = Math.max(positionStartMs, this.handledMs);
    this.fates.mark(fromMs, positionEndMs, false);
    this.events.onWordless(fromMs, positionEndMs);
  }

  private onProgress(positionMs: number): void {
    if (positionMs <= this.handledMs) return;
    // What seemed to be speech was none.
    if (this.speakingFromMs !== null && positionMs > this.speakingFromMs) this.speakingFromMs = null;
    const fate = this.advance(positionMs);
    this.events.onHandled(positionMs, fate);
    this.events.onChange();
  }

  private advance(positionMs: number): AudioFate {
    if (positionMs <= this.handledMs) return NO_FATE;
    if (!this.fruitful) this.circuit.noteProgress();
    this.fruitful = true;
    this.handledMs = positionMs;
    return this.fates.advance(positionMs);
  }

  private place(utterance: RecognizedUtterance): PlacedUtterance {
    const placed = placeUtterance(utterance, this.baseMs, this.circuit.name);
    return { ...placed, speaker: this.start.numberOf(utterance.speaker) };
  }
}
