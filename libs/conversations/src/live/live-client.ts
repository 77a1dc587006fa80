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
  /** A conversation id that the client proposes, a UUID; the same one again goes on with or reports that conversation. */
  readonly clientConversationId: string | null;
  /**
   * Separate voices of one call, each a stream of frames with a decoder and a recognizer of its own; empty for the usual single stream. A call
   * is always a new conversation, ends with its connection, and its longest silence is four hours.
   */
  readonly channels: readonly LiveChannel[];
  readonly callId: string | null;
  /** The client recognizes speech itself and sends its transcript (`LiveHandle.suggest`); sound is kept, not recognized. */
  readonly customStt: boolean;
  /** Whether suggested speakers carry the ids of people. */
  readonly speakerAutoAssign: boolean;
  /** Whether "my name is ..." may add a person. */
  readonly createSpeakers: boolean;
  /** What the client wants of the voice gate; null: as the server is configured. */
  readonly voiceGate: 'enabled' | 'disabled' | null;
}

/** One voice of a call. */
export interface LiveChannel {
  /** As frames name it. */
  readonly id: number;
  /** Whose voice it is, whatever a recognizer thinks: the number in `SPEAKER_n`. */
  readonly speaker: number;
  readonly isUser: boolean;
}

/** A segment that the client recognized. Seconds since the first sound of its connection. */
export interface SuggestedSegment {
  readonly text: string;
  readonly speaker: number;
  readonly isUser: boolean;
  readonly personId: string | null;
  readonly start: number;
  readonly end: number;
  /** The client's recognizer. */
  readonly provider: string | null;
}

/** A client's word on whose voice this is. */
export interface SpeakerAssignment {
  readonly speakerId: number;
  /** `user` for the owner. */
  readonly personId: string;
  readonly personName: string;
  readonly segmentIds: readonly string[];
}

/** A picture taken now. */
export interface LivePhoto {
  /** What the client calls it until it hears our id. */
  readonly temporaryId: string;
  readonly jpeg: Uint8Array;
}

/** One connection's grip on a live session. After a takeover or `detach` every method fails with `conflict` SESSION_TAKEN_OVER. */
export interface LiveHandle {
  readonly sessionId: string;
  /** Highest sequence number of which it and all before it lie on disk; 0 in a new session. */
  readonly durableSeq: number;
  /** Null in a long silence between two conversations. */
  readonly conversationId: string | null;
  /** Answers when the frames are durable. `firstSeq` counts from 1, for each channel of a call; frames that are durable already are ignored. */
  push(firstSeq: number, frames: readonly Uint8Array[], channelId?: number): Promise<AudioAck>;
  /** Stores what the client recognized. Without `customStt` it is ignored. */
  suggest(segments: readonly SuggestedSegment[]): Promise<void>;
  /** From here on the voice is this person's, in this conversation. */
  assignSpeaker(assignment: SpeakerAssignment): Promise<void>;
  /** Keeps a picture with the conversation; the client hears of it twice: kept, and described. */
  addPhoto(photo: LivePhoto): Promise<void>;
  /** Recognizes what was pushed so far. `unavailable` SPEECH_UNAVAILABLE when that cannot be done now. */
  flush(): Promise<void>;
  /** No more audio will come: answers when what is buffered has been recognized and stored, at once while that cannot be done. */
  end(): Promise<{ durable: number }>;
  /**
   * Ends the conversation now, last words included. `not_found` CONVERSATION_NOT_IN_PROGRESS when nothing was said; `unavailable`
   * SPEECH_UNAVAILABLE while words of it cannot be recognized.
   */
  finalize(): Promise<{ conversation_id: string }>;
  /**
   * The connection is gone; the session goes on in the background and can be resumed. `ended`: the client closed it because it is done, not by
   * accident. Calls and desktop conversations end with that. Never fails.
   */
  detach(options?: { readonly ended: boolean }): void;
}
