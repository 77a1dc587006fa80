import type { ConversationSource, Geolocation } from '#libs/contracts';

/** What a text is. Source: specification of the pipeline, §2.7. */
export const TEXT_SOURCES = ['audio_transcript', 'message', 'other_text'] as const;
export type TextSource = (typeof TEXT_SOURCES)[number];

/** What every conversation that comes as a whole may say of itself. */
export interface NewContent {
  /** The sender's own name for it: sent again under the same name it is the same conversation. Absent: each sending is another one. */
  readonly clientKey?: string;
  /** Now, if it is not said. */
  readonly startedAt?: Date;
  /** Later than the start. */
  readonly finishedAt?: Date;
  /** ISO 639-1. */
  readonly language?: string;
  readonly geolocation?: Geolocation | null;
}

/** Something that was written, or written down elsewhere. */
export interface NewText extends NewContent {
  readonly text: string;
  readonly textSource: TextSource;
  /** Where it is from, in words, e.g. the name of a messenger. */
  readonly textSourceSpec?: string | null;
  /** The app that sent it. */
  readonly appId?: string | null;
}

/** A stretch of speech that another recognizer heard. Times are seconds since the start. */
export interface NewSegment {
  readonly text: string;
  /** Counts from 0. */
  readonly speaker: number;
  readonly isUser: boolean;
  readonly personId: string | null;
  readonly start: number;
  readonly end: number;
}

export interface NewTranscript extends NewContent {
  /** 1 to 500. */
  readonly segments: readonly NewSegment[];
  /** What heard it; a phone, if it is not said. */
  readonly source?: ConversationSource;
}

export interface NewImage {
  readonly jpeg: Uint8Array;
  /** The start, if it is not said. */
  readonly takenAt?: Date;
}

export interface NewAlbum extends NewContent {
  /** 1 to 20, five megabytes together. */
  readonly images: readonly NewImage[];
}
