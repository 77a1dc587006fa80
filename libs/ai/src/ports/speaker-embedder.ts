/** From when on a voice counts as recognized. Distances are cosine distances: 0 the same, 1 unrelated, 2 opposite. */
export interface SpeakerThresholds {
  /** A voice is at most this far from a known one to be it. */
  readonly maxDistance: number;
  /** And this much nearer to it than to anybody else known. */
  readonly margin: number;
  /** Speech that has to be heard of a voice before it is decided on. */
  readonly minEvidenceMs: number;
  /** Shorter sounds say too little. */
  readonly minClipMs: number;
}

/** What is known of the model that tells voices apart. */
export interface SpeakerModelFacts {
  /** Changes whenever the vectors would: vectors of two models cannot be compared. */
  readonly name: string;
  readonly dimension: number;
  readonly thresholds: SpeakerThresholds;
  /** Good enough for a hint only: it hears the room as much as the voice. */
  readonly isExperimental: boolean;
}

/**
 * Turns the sound of one voice into a vector that is near to other vectors of that voice.
 * Errors: `unavailable` SPEAKER_MODEL_MISSING, SPEAKER_EMBEDDER_UNAVAILABLE.
 */
export abstract class SpeakerEmbedder {
  /** Null when no model is installed: then nobody is recognized. */
  abstract model(): Promise<SpeakerModelFacts | null>;
  /** A vector of unit length of 16 kHz mono PCM; null when it holds too little sound. */
  abstract embed(samples: Int16Array): Promise<Float32Array | null>;
  abstract close(): Promise<void>;
}
