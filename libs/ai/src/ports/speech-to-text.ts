/** What a recognizer can do; wrappers fill the gaps, callers never ask for a vendor's name. */
export interface SpeechCapabilities {
  readonly partialResults: boolean;
  readonly diarization: boolean;
  readonly wordTimes: boolean;
  /** ISO 639-1 codes, or `*` for any. */
  readonly languages: readonly string[];
  /** Whether one stream may hold several languages: it understands `multi`. */
  readonly multilingual: boolean;
  /** Whether it listens for words that it is told. */
  readonly keyterms: boolean;
  /** Whether sound leaves this machine, and may cost money: silence is kept from it. */
  readonly remote: boolean;
}

/** What a stream will hold, as far as that is known before. */
export interface SpeechOptions {
  /** ISO 639-1, with or without a region; `multi` or `auto` to find out. */
  readonly language: string;
  /** Languages that the owner speaks, ISO 639-1; with `multi` no others are expected. Empty or absent: any. */
  readonly languages?: readonly string[];
  /** Names and words to listen for, most important first; at most 100 are used. */
  readonly keyterms?: readonly string[];
  /** What the speaker's client wants of the gate that keeps silence from remote recognizers; absent or null: as it is configured. */
  readonly voiceGate?: 'enabled' | 'disabled' | null;
}

/** One word with its place; what `RecognizedUtterance.text` is made of, punctuation included. */
export interface RecognizedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From 0 to 1, where the recognizer tells it. */
  readonly confidence?: number;
}

/** Recognized speech of one speaker. Times are milliseconds of audio since the stream's first sample. */
export interface RecognizedUtterance {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Number of the voice within this stream, from 0; always 0 without diarization. */
  readonly speaker: number;
  /** In order, within the utterance; absent where the recognizer has no word times. */
  readonly words?: readonly RecognizedWord[];
  /** What was spoken, ISO 639-1, where the recognizer found it out. */
  readonly language?: string;
}

export interface SpeechStreamEvents {
  /** Speech has begun. */
  onSpeechStart(startMs: number): void;
  /** What the open utterance sounds like so far. Replaces the one before. */
  onPartial(utterance: RecognizedUtterance): void;
  /** Will not change any more. In order of `startMs`, never overlapping. Empty utterances are not told. */
  onFinal(utterance: RecognizedUtterance): void;
  /**
   * Audio up to `handledMs` has been dealt with: recognized, judged silent or given up; `speechMs` of it was speech. Both count from the
   * stream's start and never go back. Tells the ledger and what may be dropped for a replay. Told after the finals it covers.
   */
  onProgress(handledMs: number, speechMs: number): void;
  /** Somebody spoke here, and no words came of it. In order, before the progress that covers it; told by those who know where speech is. */
  onWordless?(startMs: number, endMs: number): void;
  /** The stream is dead; audio after the last progress must be sent to a new one. */
  onError(error: Error): void;
}

/** One live stream. Audio is PCM, mono, 16 kHz, signed 16 bit. */
export interface SpeechStream {
  /** Copies what it keeps. Returns at once; look at `backlogMs` for back-pressure. */
  push(samples: Int16Array): void;
  /** Audio that was pushed and not yet dealt with. */
  readonly backlogMs: number;
  /** Ends the open utterance now; resolves when its final text was told. The stream goes on. Rejects when it dies before. */
  flush(): Promise<void>;
  /** Flushes and ends: nothing is told afterwards, and a push does nothing. Resolves for a dead stream as well. */
  close(): Promise<void>;
}

export const SPEECH_SAMPLE_RATE = 16_000;

/** Turns speech into text. Errors: `unavailable` SPEECH_MODEL_MISSING, SPEECH_UNAVAILABLE; `invalid` LANGUAGE_UNSUPPORTED. */
export abstract class SpeechToText {
  abstract readonly name: string;
  abstract readonly capabilities: SpeechCapabilities;
  /** Loads what is needed so that the first words are not late. Safe to call often. */
  abstract warmUp(): Promise<void>;
  abstract open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream>;
  /** A whole recording at once, for replay and evaluation. */
  abstract transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]>;
  abstract close(): Promise<void>;
}
