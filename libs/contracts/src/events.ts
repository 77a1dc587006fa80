import type { TranscriptSegment } from './conversation.entity.js';

/**
 * What happens and may go unheard; whatever must not be lost is a job. One entry per event: who tells it, who listens, what happens if
 * nobody hears it. Those in `RELAYED_EVENTS` reach the other processes too, so they hold ids and nothing that was said.
 */
export interface AppEvents {
  /** Conversations tells it when a new conversation goes to processing. Live sessions move on from it; unheard, the next write does it. */
  'conversation.processing-started': { ownerId: string; conversationId: string };
  /**
   * Conversations tells it when processing has ended, discarded or not. `isNew`: for the first time in the conversation's life; then sockets of
   * the owner send `memory_created`. Unheard, the client polls.
   */
  'conversation.processed': { ownerId: string; conversationId: string; isNew: boolean };
  /** Conversations tells it when processing gave up. Sockets of the owner say so; unheard, the list does. */
  'conversation.failed': { ownerId: string; conversationId: string };
  /** Memories tells it when an extraction has ended. The demo waits for it through the list route; unheard, nothing is lost. */
  'memories.extracted': { ownerId: string; conversationId: string; memoryIds: string[] };
  /** Live sessions tell it for stored speech. Translation and self-introductions listen; unheard, the stored conversation has it. */
  'segments.stored': {
    ownerId: string;
    conversationId: string;
    /** As the device asked for it: ISO 639-1, or `multi`. */
    language: string | null;
    segments: TranscriptSegment[];
  };
  /**
   * Live sessions tell it for each utterance that was stored. Speaker identification listens to its sound; unheard, the voice stays unknown.
   * Positions are milliseconds of the recording.
   */
  'speech.stored': {
    ownerId: string;
    conversationId: string;
    recordingId: string;
    segmentId: string;
    positionStartMs: number;
    positionEndMs: number;
    speaker: number;
  };
  /** Told by whoever labels stored segments. Live sessions show them again; unheard, the client reads them later. */
  'segments.changed': { ownerId: string; conversationId: string; segmentIds: string[] };
  /** Translation tells it for segments whose translations are stored. Live sessions show them; unheard, the client reads them later. */
  'segments.translated': { ownerId: string; conversationId: string; segmentIds: string[] };
  /** Photos tells it when a picture has its description, or will get none. Live sessions tell their client; unheard, the client reads it later. */
  'photo.described': { ownerId: string; conversationId: string; photoId: string };
  /** Notifications tell it when one is stored for the owner. Live sessions pass it on to their clients; unheard, lists show what changed. */
  'notification.stored': { ownerId: string; notificationId: string };
  /** Speaker identification tells it when it knows a voice. Live sessions suggest the name; unheard, the label is stored all the same. */
  'speaker.suggested': {
    ownerId: string;
    conversationId: string;
    speakerId: number;
    /** `user` for the owner. */
    personId: string;
    segmentId: string;
  };
}

export type AppEventName = keyof AppEvents;

/** Events that matter beyond the process in which they happen: jobs run in workers, devices and requests wait at a server. */
export const RELAYED_EVENTS = [
  'conversation.processing-started',
  'conversation.processed',
  'conversation.failed',
  'memories.extracted',
  'segments.translated',
  'photo.described',
  'notification.stored',
] as const satisfies readonly AppEventName[];
