import type { AudioFate, LiveUtterance, WallTimeline } from '#libs/transcription';
import type { TranscriptSegment } from '#libs/contracts';
import type { ConversationRow } from '../store/conversation-row.js';
import type { SpanOrigin } from '../store/recording-session.js';
import type { SuggestedSegment } from './live-client.js';

/** An utterance, what became of the audio since the one before, and the recording's clock as it is known now. */
export interface HeardSpeech {
  readonly utterance: LiveUtterance;
  readonly fate: AudioFate;
  readonly timeline: WallTimeline;
}

/** What a client recognized itself. */
export interface SuggestedSpeech {
  readonly segments: readonly SuggestedSegment[];
  /** When second 0 of the segments was, epoch milliseconds. */
  readonly zeroMs: number;
  /** Where the recording is now. */
  readonly positionMs: number;
}

/** What storing speech did. */
export interface StoredSpeech {
  readonly row: ConversationRow;
  /** Where the recording's time and the conversation's meet; null where no recognized word says so. */
  readonly origin: SpanOrigin | null;
  /** Whether the recording has gone on to this conversation with it, because the one before had ended. */
  readonly isNewConversation: boolean;
  /** New and changed segments. */
  readonly changed: readonly TranscriptSegment[];
  /** Segments that were joined into others. */
  readonly removedIds: readonly string[];
}
