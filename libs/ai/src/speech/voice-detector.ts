import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { FRAME_SAMPLES, toFloatSamples } from './audio-frames.js';
import type { loadSherpa, NativeVad } from './sherpa.js';

/** Hears whether a frame holds a voice. Remembers what came before. */
export interface VoiceDetector {
  hears(frame: Int16Array): boolean;
}

/** Hands out detectors to the streams that have something to listen to; a silent stream needs none. */
export interface VoiceDetectors {
  lease(): VoiceDetector;
  giveBack(detector: VoiceDetector): void;
}

/** Tried from 0.3 to 0.5 on meeting audio: below 0.4 breath and keyboards come through, above it soft word endings go. */
const THRESHOLD = 0.4;
/** Just under one frame: sherpa then decides frame by frame, one frame late, and the segmenter does the rest. */
const ONE_FRAME_S = 0.03;
/** Sherpa keeps the sound of what it takes for speech; it is told to let go this often, in frames (3.2 s). */
const RELEASE_EVERY_FRAMES = 100;
const BUFFER_S = 5;
/** Never reached; above it sherpa would change its threshold. */
const MAX_SPEECH_S = 1_000;

class SileroDetector implements VoiceDetector {
  private frames = 0;

  constructor(private readonly native: NativeVad) {}

  hears(frame: Int16Array): boolean {
    this.native.acceptWaveform(toFloatSamples(frame));
    const heard = this.native.isDetected();
    this.frames += 1;
    if (this.frames % RELEASE_EVERY_FRAMES === 0) this.native.flush();
    while (!this.native.isEmpty()) this.native.pop();
    return heard;
  }

  reset(): void {
    this.frames = 0;
    this.native.reset();
  }
}

/** Silero detectors, reused: loading one takes 40 ms and 7 MB. */
export class SileroDetectors implements VoiceDetectors {
  private readonly idle: SileroDetector[] = [];

  constructor(
    private readonly sherpa: ReturnType<typeof loadSherpa>,
    private readonly model: string,
  ) {}

  lease(): VoiceDetector {
    return this.idle.pop() ?? new SileroDetector(this.load());
  }

  giveBack(detector: VoiceDetector): void {
    if (!(detector instanceof SileroDetector)) return;
    detector.reset();
    this.idle.push(detector);
  }

  private load(): NativeVad {
    const sileroVad = {
      model: this.model,
      threshold: THRESHOLD,
      minSpeechDuration: ONE_FRAME_S,
      minSilenceDuration: ONE_FRAME_S,
      maxSpeechDuration: MAX_SPEECH_S,
      windowSize: FRAME_SAMPLES,
    };
    return new this.sherpa.Vad({ sileroVad, sampleRate: SPEECH_SAMPLE_RATE, numThreads: 1 }, BUFFER_S);
  }
}
