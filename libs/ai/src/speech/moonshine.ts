import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { toFloatSamples } from './audio-frames.js';
import type { loadSherpa, NativeRecognizer } from './sherpa.js';

/** Writes down one utterance. May run several at once. */
export interface UtteranceRecognizer {
  recognize(samples: Int16Array): Promise<string>;
}

export interface MoonshineFiles {
  readonly encoder: string;
  readonly decoder: string;
  /** `base64(token) id` lines. */
  readonly tokens: string;
}

/** Shorter sounds come out empty or invented; they are filled up with silence to this (1 s). */
const MIN_SAMPLES = SPEECH_SAMPLE_RATE;

/** Moonshine through sherpa: one pass over a whole utterance, no word times. */
export class Moonshine implements UtteranceRecognizer {
  private constructor(private readonly native: NativeRecognizer) {}

  static async load(sherpa: ReturnType<typeof loadSherpa>, files: MoonshineFiles): Promise<Moonshine> {
    const native = await sherpa.OfflineRecognizer.createAsync({
      featConfig: { sampleRate: SPEECH_SAMPLE_RATE, featureDim: 80 },
      modelConfig: {
        moonshine: { encoder: files.encoder, mergedDecoder: files.decoder },
        tokens: files.tokens,
        // One core for each utterance: two utterances at once are faster than two cores on one.
        numThreads: 1,
        provider: 'cpu',
      },
    });
    return new Moonshine(native);
  }

  async recognize(samples: Int16Array): Promise<string> {
    const padded = new Int16Array(Math.max(samples.length, MIN_SAMPLES));
    padded.set(samples);
    const stream = this.native.createStream();
    stream.acceptWaveform({ sampleRate: SPEECH_SAMPLE_RATE, samples: toFloatSamples(padded) });
    return (await this.native.decodeAsync(stream)).text;
  }
}
