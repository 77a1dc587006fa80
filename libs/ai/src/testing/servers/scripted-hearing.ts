import { HeardAudio } from './heard-audio.js';
import type { KnownRecording } from './known-recording.js';
import { RecordingEar } from './recording-ear.js';
import type { ScriptedWord } from './scripted-words.js';

/** Servers think about audio in steps, so that it does not matter in which pieces it comes. */
const STEP_MS = 100;
/** Silence that is decided although nobody speaks, as vendors do every few seconds. */
const SILENCE_MS = 3_000;
/** Quieter than a whisper (32,768 is full scale; 20 dB are an amplitude of 10). */
const INAUDIBLE_DB = 20;

export interface HearingEvents {
  /** The words so far, after the last final ones. */
  onPartial(words: readonly ScriptedWord[], fromMs: number, untilMs: number): void;
  /** All words between two positions; `isPause` when nobody speaks at the end of it. */
  onFinal(words: readonly ScriptedWord[], fromMs: number, untilMs: number, isPause: boolean): void;
}

export interface HearingOptions {
  /** Silence after a word that makes it final. */
  readonly pauseMs: number;
  /** So much later than a pause the final words come. */
  readonly lateMs?: number;
  /** Words are heard even where the audio is silent: for tests whose audio is made of zeros. */
  readonly hearsSilence?: boolean;
  /** The words are looked up here by their sound, wherever the audio begins and whatever is left out of it; the script is empty then. */
  readonly recording?: KnownRecording;
}

/** Hears the words of a script when their audio has come, and not without sound where they should be. */
export class ScriptedHearing {
  readonly audio = new HeardAudio();
  private readonly waiting: ScriptedWord[];
  private pending: ScriptedWord[] = [];
  private steppedMs = 0;
  private listenedMs = 0;
  private finalMs = 0;
  private readonly ear: RecordingEar | null;

  constructor(
    script: readonly ScriptedWord[],
    private readonly options: HearingOptions,
    private readonly events: HearingEvents,
  ) {
    this.waiting = [...script];
    this.ear = options.recording ? new RecordingEar(options.recording, this.audio) : null;
  }

  /** `onStep` is told each position that was thought about, and answers whether to go on. */
  hear(bytes: Buffer, onStep: (atMs: number) => boolean): void {
    this.audio.add(bytes);
    while (this.steppedMs + STEP_MS <= this.audio.durationMs) {
      this.steppedMs += STEP_MS;
      this.listen(this.steppedMs);
      if (!onStep(this.steppedMs)) return;
      this.decide(this.steppedMs);
    }
  }

  /** Everything that came is final, except a word of which a part is missing. Answers how much was not before, milliseconds. */
  finish(): number {
    const untilMs = this.audio.durationMs;
    this.listen(untilMs);
    this.pending.push(...(this.ear?.finish(untilMs) ?? []));
    const undecidedMs = untilMs - this.finalMs;
    this.tellFinal(untilMs, true);
    return undecidedMs;
  }

  private listen(atMs: number): void {
    const known = this.pending.length;
    this.pending.push(...(this.ear?.listen(atMs, atMs - this.listenedMs) ?? []));
    this.listenedMs = atMs;
    while (this.waiting[0] && this.waiting[0].endMs <= atMs) {
      const word = this.waiting.shift()!;
      if (this.isAudible(word)) this.pending.push(word);
    }
    if (this.pending.length > known) this.events.onPartial(this.pending, this.finalMs, atMs);
  }

  private decide(atMs: number): void {
    const last = this.pending.at(-1);
    const nextStartMs = this.nextStartMs();
    if (!last) {
      if (atMs - this.finalMs >= SILENCE_MS && nextStartMs >= atMs) this.tellFinal(atMs, false);
      return;
    }
    const { pauseMs, lateMs = 0 } = this.options;
    const pauseEndMs = last.endMs + pauseMs;
    if (nextStartMs < pauseEndMs || atMs < pauseEndMs + lateMs) return;
    this.tellFinal(Math.min(atMs, nextStartMs), true);
  }

  /** Where the next words begin that are not known yet. */
  private nextStartMs(): number {
    return this.waiting[0]?.startMs ?? this.ear?.openFromMs ?? Infinity;
  }

  private tellFinal(untilMs: number, isPause: boolean): void {
    const fromMs = this.finalMs;
    const words = this.pending;
    this.pending = [];
    this.finalMs = untilMs;
    this.events.onFinal(words, fromMs, untilMs, isPause);
  }

  private isAudible({ startMs, endMs }: ScriptedWord): boolean {
    return this.options.hearsSilence === true || this.audio.loudnessDb(startMs, endMs) > INAUDIBLE_DB;
  }
}
