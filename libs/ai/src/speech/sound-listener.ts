import { FRAME_SAMPLES, loudnessDb } from './audio-frames.js';
import { EnergyGate } from './energy-gate.js';
import { RecentFrames } from './recent-frames.js';
import { UtteranceSegmenter, type Utterance } from './utterance-segmenter.js';
import type { VoiceDetector, VoiceDetectors } from './voice-detector.js';

export interface ListenerEvents {
  onStart(startFrame: number): void;
  onEnd(utterance: Utterance, samples: Int16Array): void;
}

/** The detector hears this much of the past (320 ms) when it is woken, to find its feet. */
const WARM_UP_FRAMES = 10;

/** Listens to one stream of samples of any chunking and finds the utterances in it, each with its sound. */
export class SoundListener {
  private readonly gate = new EnergyGate();
  private readonly recent = new RecentFrames();
  private readonly segmenter: UtteranceSegmenter;
  private detector: VoiceDetector | undefined;
  private incomplete = new Int16Array(FRAME_SAMPLES);
  private filled = 0;

  constructor(
    private readonly detectors: VoiceDetectors,
    events: ListenerEvents,
  ) {
    this.segmenter = new UtteranceSegmenter({
      onStart: (frame) => events.onStart(frame),
      onEnd: (utterance) => events.onEnd(utterance, this.recent.samples(utterance.audio)),
    });
  }

  /** The utterance that is being spoken. */
  get open(): Utterance | undefined {
    return this.segmenter.open;
  }

  /** How long the open utterance has been silent. */
  get silentFrames(): number {
    return this.segmenter.silentFrames;
  }

  /** Frames heard so far. */
  get frame(): number {
    return this.recent.next;
  }

  /** No coming utterance reaches back before this frame. */
  get settledFrame(): number {
    return this.segmenter.settledFrame;
  }

  soundOf(utterance: Utterance): Int16Array {
    return this.recent.samples(utterance.audio);
  }

  push(samples: Int16Array): void {
    for (let read = 0; read < samples.length;) {
      const taken = samples.subarray(read, read + FRAME_SAMPLES - this.filled);
      this.incomplete.set(taken, this.filled);
      this.filled += taken.length;
      read += taken.length;
      if (this.filled === FRAME_SAMPLES) this.hearFrame();
    }
  }

  /** Ends the open utterance. The samples of an incomplete frame (under 32 ms) stay for what follows. */
  flush(): void {
    this.segmenter.flush();
  }

  /** Hears the incomplete frame as well and ends the open utterance. Nothing may be pushed afterwards. */
  finish(): void {
    if (this.filled > 0) this.push(new Int16Array(FRAME_SAMPLES - this.filled));
    this.segmenter.flush();
  }

  private hearFrame(): void {
    const frame = this.incomplete;
    this.incomplete = new Int16Array(FRAME_SAMPLES);
    this.filled = 0;
    const levelDb = loudnessDb(frame);
    const voiced = this.hearsVoice(frame, levelDb);
    this.recent.append(frame);
    this.segmenter.next(levelDb, voiced);
    this.recent.dropBefore(Math.min(this.segmenter.settledFrame, this.recent.next - WARM_UP_FRAMES));
  }

  private hearsVoice(frame: Int16Array, levelDb: number): boolean {
    const admitted = this.gate.admits(levelDb);
    if (!admitted && !this.segmenter.following) {
      this.detector = undefined;
      return false;
    }
    this.detector ??= this.wake();
    return this.detector.hears(frame);
  }

  private wake(): VoiceDetector {
    const detector = this.detectors.create();
    for (const frame of this.recent.latest(WARM_UP_FRAMES)) detector.hears(frame);
    return detector;
  }
}
