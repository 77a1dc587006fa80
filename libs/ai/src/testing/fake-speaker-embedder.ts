import { SpeakerEmbedder, type SpeakerModelFacts } from '../ports/speaker-embedder.js';

const DIMENSION = 8;

const FACTS: SpeakerModelFacts = {
  name: 'fake-voices',
  dimension: DIMENSION,
  thresholds: { maxDistance: 0.4, margin: 0.1, minEvidenceMs: 5_000, minClipMs: 2_000 },
  isExperimental: false,
};

/**
 * Voices that are told apart by how loud they are: sound whose samples are all `100 * n` is the voice of number n, 1 to 8, and nothing like any
 * other. The mean of two voices lies between them. With null no model is installed.
 */
export class FakeSpeakerEmbedder extends SpeakerEmbedder {
  /** How often sound was embedded. */
  embedded = 0;

  constructor(private readonly facts: SpeakerModelFacts | null = FACTS) {
    super();
  }

  override model(): Promise<SpeakerModelFacts | null> {
    return Promise.resolve(this.facts);
  }

  override embed(samples: Int16Array): Promise<Float32Array | null> {
    this.embedded += 1;
    const vector = new Float32Array(DIMENSION);
    for (const sample of samples) {
      const voice = Math.round(Math.abs(sample) / 100);
      if (voice >= 1 && voice <= DIMENSION) vector[voice - 1]! += 1;
    }
    const length = Math.hypot(...vector);
    return Promise.resolve(length === 0 ? null : vector.map((value) => value / length));
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Sound of the voice of that number, as the fake hears it; alternating so that it is no silence to anybody else. */
export function soundOf(voice: number, samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) => (index % 2 === 0 ? 100 : -100) * voice);
}
