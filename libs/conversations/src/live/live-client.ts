import type { AudioAck, Codec, ConversationSource, ListenServerEvents } from '#libs/contracts';

/** The device's side of a live session, whatever wire it speaks. Both methods return at once and keep their order. */
export interface LiveClient {
  send<Event extends keyof ListenServerEvents>(
    event: Event,
    ...payload: Parameters<ListenServerEvents[Event]>
  ): void;
  /** The session has no more use for this client. */
  close(reason: 'taken_over' | 'shutting_down'): void;
}

/** What a device announces when it connects; already validated by the door it came through. */
export interface LiveParams {
  readonly codec: Codec;
  /** Hz. */
  readonly sampleRate: number;
  /** ISO 639-1, or `multi`. */
  readonly language: string;
  readonly source: ConversationSource;
  /** How long silence may last before the conversation ends, in seconds. */
  readonly timeoutSeconds: number;
  /** `session_id` of an earlier `session.ready`, to go on after a drop; one that cannot be resumed is passed over. */
  readonly sessionId: string | null;
  readonly deviceId: string | null;
  readonly platform: string | null;
}

/** One connection's grip on a live session. After a takeover or `detach` every method fails with `conflict` SESSION_TAKEN_OVER. */
export interface LiveHandle {
  readonly sessionId: string;
  /** Highest sequence number of which it and all before it lie on disk; 0 in a new session. */
  readonly durableSeq: number;
  /** Null in a long silence between two conversations. */
  readonly conversationId: string | null;
  /** Answers when the frames are durable. `firstSeq` counts from 1; frames that are durable already are ignored. */
  push(firstSeq: number, frames: readonly Uint8Array[]): Promise<AudioAck>;
  /** No more audio will come: answers when what is buffered has been recognized and stored, at once while that cannot be done. */
  end(): Promise<{ durable: number }>;
  /**
   * Ends the conversation now, last words included. `not_found` CONVERSATION_NOT_IN_PROGRESS when nothing was said; `unavailable`
   * SPEECH_UNAVAILABLE while words of it cannot be recognized.
   */
  finalize(): Promise<{ conversation_id: string }>;
  /** The connection is gone; the session goes on in the background and can be resumed. Never fails. */
  detach(): void;
}
