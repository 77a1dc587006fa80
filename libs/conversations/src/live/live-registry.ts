import { Injectable } from '@nestjs/common';

/** What the rest of this lib may ask of a recording that goes on in this process. */
export interface OngoingRecording {
  readonly ownerId: string;
  readonly sessionId: string;
  /** Null between two conversations. */
  readonly conversationId: string | null;
  /** Whether speech was heard whose words are not stored yet. */
  readonly hasUnstoredSpeech: boolean;
  /** Whether what it records cannot be recognized at the moment. */
  readonly isRecognizerAway: boolean;
  /** Audio of the recording before this position was recognized. */
  readonly handledMs: number;
  /** Whether audio before this position of the recording still waits to be recognized. */
  hasUnheardAudio(beforeMs: number): boolean;
  /** Recognizes what was recorded so far and stores it. `unavailable` SPEECH_UNAVAILABLE when that cannot be done now. */
  flush(): Promise<void>;
  /** Its conversation is gone by its owner's will: what was said in it is dropped, the next word begins a new one. */
  abandonConversation(conversationId: string): Promise<void>;
  /** Its conversation was let go because nothing was said in it. */
  conversationDropped(conversationId: string): void;
}

/** The recordings that go on in this process. */
@Injectable()
export class LiveRegistry {
  private readonly recordings = new Map<string, OngoingRecording>();

  add(recording: OngoingRecording): void {
    this.recordings.set(recording.sessionId, recording);
  }

  remove(recording: OngoingRecording): void {
    if (this.recordings.get(recording.sessionId) === recording) this.recordings.delete(recording.sessionId);
  }

  find(sessionId: string): OngoingRecording | null {
    return this.recordings.get(sessionId) ?? null;
  }

  ofOwner(ownerId: string): OngoingRecording[] {
    return [...this.recordings.values()].filter((recording) => recording.ownerId === ownerId);
  }

  ofConversation(ownerId: string, conversationId: string): OngoingRecording[] {
    return this.ofOwner(ownerId).filter((recording) => recording.conversationId === conversationId);
  }
}
