import type { HeardAudio } from './heard-audio.js';
import type { KnownRecording } from './known-recording.js';
import type { ScriptedWord } from './scripted-words.js';

/** Quieter than this is a pause, as between sentences; speech is 50 dB and more. */
const PAUSE_DB = 35;
/** A pause this long ends a run of sound. Shorter ones belong to words. */
const PAUSE_MS = 300;
/** What is taken along before the first loud step, so that a soft beginning helps to find the place. */
const LEAD_MS = 100;

interface Run {
  readonly startMs: number;
  /** Where it begins in the recording; undefined for sound from elsewhere, null when that was not looked up. */
  readonly placeMs: number | undefined | null;
}

/**
 * Finds the words of a known recording in audio that comes bit by bit: from anywhere in it, with silence left out, sent again, through a
 * codec. Each run of sound is looked up by itself; one that is asked for before it is over goes on from where it was.
 */
export class RecordingEar {
  private run: Run | null = null;
  private loudMs = 0;

  constructor(
    private readonly recording: KnownRecording,
    private readonly audio: HeardAudio,
  ) {}

  /** Where the sound began whose words are not known yet. */
  get openFromMs(): number | null {
    return this.run?.startMs ?? null;
  }

  /** Listens up to `atMs`, `stepMs` more than before; the words of a run that is over. */
  listen(atMs: number, stepMs: number): ScriptedWord[] {
    if (this.audio.loudnessDb(atMs - stepMs, atMs) > PAUSE_DB) {
      this.loudMs = atMs;
      this.run ??= { startMs: Math.max(0, atMs - stepMs - LEAD_MS), placeMs: null };
    }
    if (!this.run || atMs - this.loudMs < PAUSE_MS) return [];
    const words = this.wordsUntil(this.run, atMs);
    this.run = null;
    return words;
  }

  /** The words so far of a run that is not over. */
  finish(atMs: number): ScriptedWord[] {
    const { run } = this;
    if (!run) return [];
    const words = this.wordsUntil(run, atMs);
    const { placeMs, startMs } = this.placed(run, atMs);
    this.run = { startMs: atMs, placeMs: placeMs == null ? placeMs : placeMs + atMs - startMs };
    return words;
  }

  private wordsUntil(run: Run, atMs: number): ScriptedWord[] {
    const { placeMs, startMs } = this.placed(run, atMs);
    if (placeMs == null) return [];
    return this.recording.wordsBetween(placeMs, placeMs + atMs - startMs).map((word) => ({
      ...word,
      startMs: Math.max(0, Math.round(word.startMs + startMs)),
      endMs: Math.min(atMs, Math.round(word.endMs + startMs)),
    }));
  }

  private placed(run: Run, atMs: number): Run {
    if (run.placeMs !== null) return run;
    return { startMs: run.startMs, placeMs: this.recording.placeOf(this.audio.samples(run.startMs, atMs)) };
  }
}
