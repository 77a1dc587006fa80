/** Hears whether a frame holds a voice. Remembers what came before. */
export interface VoiceDetector {
  hears(frame: Int16Array): boolean;
}

/** Makes detectors: one for each stream that has something to listen to, dropped when it falls silent. */
export interface VoiceDetectors {
  create(): VoiceDetector;
}
