/** Where somebody speaks in a recording, in milliseconds from its start. */
export interface VoicedStretch {
  readonly startMs: number;
  readonly endMs: number;
}

/** Finds voices in whole recordings. */
export abstract class VoiceActivity {
  /**
   * Listens to a recording, piece by piece (mono, 16 kHz), and tells every stretch in which a voice is heard: in order, apart from each
   * other. Takes the next piece when the one before was heard. Errors: what `pieces` throws; `unavailable` SPEECH_MODEL_MISSING, SPEECH_UNAVAILABLE.
   */
  abstract listen(pieces: AsyncIterable<Int16Array>): AsyncIterable<VoicedStretch>;
}
