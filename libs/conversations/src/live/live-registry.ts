import { Injectable } from '@nestjs/common';

/** What the rest of this lib may ask of a recording that goes on in this process. */
export interface OngoingRecording {
  readonly ownerId: string;
  readonly sessionId: string;
  /** Null between two conversations. */
  readonly conversationId: string | null;
  /** Whether a device is connected to it. */
  readonly hasClient: boolean;
  /** Whether speech was heard whose words are not stored yet. */
  readonly hasUnstoredSpeech: boolean;
  /** Whether what it records cannot be recognized at the moment. */
  readonly isRecognizerAway: boolean;
  /** Audio of the recording before this position was recognized. */
  readonly handledMs: number;
  /** How much of it is durable. */
  readonly positionMs: number;
  /** Whether audio before this position of the recording still waits to be recognized. */
  hasUnheardAudio(beforeMs: number): boolean;
  /** Recognizes what was recorded so far and stores it. `unavailable` SPEECH_UNAVAILABLE when that cannot be done now. */
  flush(): Promise<void>;
  /** Its conversation is gone by its owner's will: what was said in it is dropped, the next word begins a new one. */
  abandonConversation(conversationId: string): Promise<void>;
  /** Its conversation was let go because nothing was said in it. */
  conversationDropped(conversationId: string): void;
}

/** The recordings that go on in this process. What is asked about one owner costs as much as that owner records, however many others there are. */
@Injectable()
export class LiveRegistry {
  private readonly recordings = new Map<string, OngoingRecording>();
  private readonly idsOfOwner = new Map<string, Set<string>>();

  add(recording: OngoingRecording): void {
    const { ownerId, sessionId } = recording;
    this.recordings.set(sessionId, recording);
    const ids = this.idsOfOwner.get(ownerId) ?? new Set();
    this.idsOfOwner.set(ownerId, ids.add(sessionId));
  }

  remove(recording: OngoingRecording): void {
    const { ownerId, sessionId } = recording;
    if (this.recordings.get(sessionId) !== recording) return;
    this.recordings.delete(sessionId);
    const ids = this.idsOfOwner.get(ownerId);
    ids?.delete(sessionId);
    if (ids?.size === 0) this.idsOfOwner.delete(ownerId);
  }

  find(sessionId: string): OngoingRecording | null {
    return this.recordings.get(sessionId) ?? null;
  }

  ofOwner(ownerId: string): OngoingRecording[] {
    const ids = this.idsOfOwner.get(ownerId) ?? [];
    return [...ids].map((id) => this.recordings.get(id)!);
  }

  ofConversation(ownerId: string, conversationId: string): OngoingRecording[] {
    return this.ofOwner(ownerId).filter((recording) => recording.conversationId === conversationId);
  }

  /** Owners that record in this process now. */
  owners(): Set<string> {
    return new Set(this.idsOfOwner.keys());
  }
}
