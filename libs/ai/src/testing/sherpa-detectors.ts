import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { FRAME_SAMPLES, toFloatSamples } from '../speech/audio-frames.js';
import { loadSherpa } from '../speech/sherpa.js';
import type { VoiceDetector, VoiceDetectors } from '../speech/voice-detector.js';

interface NativeVad {
  acceptWaveform(samples: Float32Array): void;
  isDetected(): boolean;
  isEmpty(): boolean;
  pop(): void;
  flush(): void;
}

/** The part of sherpa-onnx-node that finds voices, with its durations in seconds. */
interface SherpaVad {
  readonly Vad: new (
    config: {
      readonly sileroVad: {
        readonly model: string;
        readonly threshold: number;
        readonly minSpeechDuration: number;
        readonly minSilenceDuration: number;
        readonly maxSpeechDuration: number;
        readonly windowSize: number;
      };
      readonly sampleRate: number;
      readonly numThreads: number;
    },
    bufferSeconds: number,
  ) => NativeVad;
}

/** Just under one frame: sherpa then decides frame by frame. */
const ONE_FRAME_S = 0.03;
/** Never reached; above it sherpa would change its threshold. */
const MAX_SPEECH_S = 1_000;
/** Sherpa keeps the sound of what it takes for speech; it is told to let go this often, in frames (3.2 s). */
const RELEASE_EVERY_FRAMES = 100;
const BUFFER_S = 5;

class SherpaDetector implements VoiceDetector {
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
}

/** The yardstick: sherpa-onnx' detector on the same model, an ONNX Runtime session for each stream. */
export class SherpaDetectors implements VoiceDetectors {
  private readonly sherpa = loadSherpa() as unknown as SherpaVad;

  /** @param model path of `silero_vad_v6.onnx` */
  constructor(private readonly model: string) {}

  create(): VoiceDetector {
    const sileroVad = {
      model: this.model,
      threshold: 0.4,
      minSpeechDuration: ONE_FRAME_S,
      minSilenceDuration: ONE_FRAME_S,
      maxSpeechDuration: MAX_SPEECH_S,
      windowSize: FRAME_SAMPLES,
    };
    const config = { sileroVad, sampleRate: SPEECH_SAMPLE_RATE, numThreads: 1 };
    return new SherpaDetector(new this.sherpa.Vad(config, BUFFER_S));
  }
}
