import { toAppError, type AppError } from '#libs/kernel';
import type { RecognizedUtterance, SpeechStream, SpeechStreamEvents, SpeechToText } from '#libs/ai';

/** An utterance placed in the session's audio. */
export interface PlacedUtterance {
  readonly text: string;
  readonly positionStartMs: number;
  readonly positionEndMs: number;
  /** Within the stream, from 0. */
  readonly speaker: number;
}

export interface RecognizerEvents {
  onSpeechStart(): void;
  onPartial(utterance: PlacedUtterance): void;
  onFinal(utterance: PlacedUtterance): void;
  /** Dealt with up to here; `durationMs` more than before, `speechMs` of it speech. */
  onHandled(positionMs: number, durationMs: number, speechMs: number): void;
  /** Something changed for those who wait: progress or death. */
  onChange(): void;
}

/**
 * One stream of a recognizer that began at some position of the session's audio. Speaks in positions, remembers how far the audio has been
 * dealt with, and is silent once it is dead or abandoned, so that text can never come twice.
 */
export class RecognizerStream {
  private stream!: SpeechStream;
  private speechMs = 0;
  private coveredMs = 0;
  private abandoned = false;
  private readonly death = Promise.withResolvers<never>();
  /** Audio before this position was dealt with or has its text. */
  handledMs: number;
  /** Why it is dead. */
  failure: AppError | null = null;

  private constructor(
    private readonly baseMs: number,
    private readonly events: RecognizerEvents,
  ) {
    this.handledMs = baseMs;
    this.death.promise.catch(() => undefined);
  }

  static async open(
    speech: Pick<SpeechToText, 'open'>,
    language: string,
    baseMs: number,
    events: RecognizerEvents,
  ): Promise<RecognizerStream> {
    const opened = new RecognizerStream(baseMs, events);
    opened.stream = await speech.open({ language }, opened.listener());
    return opened;
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
      onSpeechStart: whenHeard(() => this.events.onSpeechStart()),
      onPartial: whenHeard((utterance) => this.events.onPartial(this.place(utterance))),
      onFinal: whenHeard((utterance) => this.onFinal(this.place(utterance))),
      onProgress: whenHeard((handledMs, speechMs) => this.onProgress(this.baseMs + handledMs, speechMs)),
      onError: whenHeard((error) => this.die(error)),
    };
  }

  private onFinal(utterance: PlacedUtterance): void {
    this.coveredMs += utterance.positionEndMs - utterance.positionStartMs;
    this.events.onFinal(utterance);
    // The text is told: should the stream die before it reports progress, this audio must not be heard again.
    this.advance(utterance.positionEndMs, Math.max(this.speechMs, this.coveredMs));
  }

  private onProgress(positionMs: number, speechMs: number): void {
    this.advance(Math.max(positionMs, this.handledMs), Math.max(speechMs, this.speechMs));
  }

  private advance(positionMs: number, speechMs: number): void {
    const durationMs = Math.max(0, positionMs - this.handledMs);
    const moreSpeechMs = speechMs - this.speechMs;
    this.handledMs += durationMs;
    this.speechMs = speechMs;
    this.events.onHandled(this.handledMs, durationMs, moreSpeechMs);
    this.events.onChange();
  }

  private place(utterance: RecognizedUtterance): PlacedUtterance {
    return {
      text: utterance.text,
      positionStartMs: this.baseMs + utterance.startMs,
      positionEndMs: this.baseMs + utterance.endMs,
      speaker: utterance.speaker,
    };
  }
}
