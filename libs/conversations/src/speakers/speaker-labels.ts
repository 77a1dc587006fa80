import { Injectable } from '@nestjs/common';
import { People } from '#libs/accounts';
import { AppEventBus, indexConversation, settleVoices, type Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import type { SpeakerAssignment } from '../live/live-client.js';
import { conversationNotFound, opened } from '../store/conversation-access.rules.js';
import { LabelledTranscripts, type LabelledTranscript } from './labelled-transcripts.js';
import { SETTLE_AFTER_MS, SpeakerCorrections } from './speaker-corrections.js';
import { OWNER_VOICE, type LabelTarget } from './speaker-label.js';
import { decide } from './speaker-labels.rules.js';

/** A person's word on whose voice something is. */
export interface ManualLabel {
  /** `user` for the owner; null: nobody known, whatever it sounds like. */
  readonly personId: string | null;
  /** Whether the voice may be learned from what was said. */
  readonly learn: boolean;
}

/** `#index:N` in the place of a segment's id names the N-th one of the conversation. */
const BY_INDEX = /^#index:(\d+)$/;

/**
 * Who speaks, as people say it: holds from that moment on for everything that was or will be said, and nothing but another word of a person
 * changes it. Errors: `not_found` CONVERSATION_NOT_FOUND, PERSON_MISSING, SEGMENT_NOT_FOUND, SPEAKER_NOT_FOUND; `locked` CONVERSATION_LOCKED;
 * `conflict` SEGMENTS_CHANGED (ids that are not there, because segments were joined meanwhile).
 */
@Injectable()
export class SpeakerLabels {
  constructor(
    private readonly transcripts: LabelledTranscripts,
    private readonly corrections: SpeakerCorrections,
    private readonly people: People,
    private readonly queue: JobQueue,
    private readonly events: AppEventBus,
  ) {}

  /**
   * A live client's word: the voice is this person's, in this conversation. Named segments of other voices are labelled alone; and all that are
   * named where every voice has the number 0, which is what recognizers say that do not tell voices apart.
   */
  async assignVoice(ownerId: string, conversationId: string, assignment: SpeakerAssignment): Promise<void> {
    const { speakerId, personId, segmentIds } = assignment;
    await this.label(ownerId, conversationId, { personId, learn: true }, ({ segments }) => {
      const named = segments.filter(({ id }) => segmentIds.includes(id));
      const isNumbered = speakerId > 0 || segments.some(({ speaker_id }) => speaker_id > 0);
      if (!isNumbered && named.length > 0) return { segmentIds: named.map(({ id }) => id) };
      const others = named.filter(({ speaker_id }) => speaker_id !== speakerId);
      return { speakerId, segmentIds: others.map(({ id }) => id) };
    });
  }

  /** Everything that the voice says in the conversation. */
  assignSpeaker(
    ownerId: string,
    conversationId: string,
    speakerId: number,
    label: ManualLabel,
  ): Promise<Conversation> {
    return this.label(ownerId, conversationId, label, ({ segments }) => {
      if (segments.some((segment) => segment.speaker_id === speakerId)) return { speakerId };
      throw new AppError('not_found', 'SPEAKER_NOT_FOUND', 'Nobody speaks under this number.', { speakerId });
    });
  }

  /** One segment, by its place in the conversation. */
  assignSegmentAt(
    ownerId: string,
    conversationId: string,
    index: number,
    label: ManualLabel,
  ): Promise<Conversation> {
    return this.label(ownerId, conversationId, label, ({ segments }) => {
      const segment = segments[index];
      if (segment) return { segmentIds: [segment.id] };
      throw new AppError('not_found', 'SEGMENT_NOT_FOUND', 'There is no such segment.', { index });
    });
  }

  /** Several segments, by their ids or as `#index:N`. */
  assignSegments(
    ownerId: string,
    conversationId: string,
    references: readonly string[],
    label: ManualLabel,
  ): Promise<Conversation> {
    return this.label(ownerId, conversationId, label, (transcript) => ({
      segmentIds: segmentsOf(transcript, references),
    }));
  }

  private async label(
    ownerId: string,
    conversationId: string,
    { personId, learn }: ManualLabel,
    choose: (transcript: LabelledTranscript) => LabelTarget,
  ): Promise<Conversation> {
    if (personId !== null && personId !== OWNER_VOICE) await this.people.get(ownerId, personId);
    // First, so that no crash leaves wrong lessons behind; it finds out itself what has to be done.
    await this.queue.enqueue(settleVoices, { ownerId, conversationId }, { delayMs: SETTLE_AFTER_MS });
    let target: LabelTarget = {};
    const relabelled = await this.transcripts.relabel(
      ownerId,
      conversationId,
      (transcript, head) => {
        opened(head, conversationId);
        target = choose(transcript);
        return decide(transcript.book, target, { person_id: personId, source: 'manual', learn });
      },
      (transaction, done) => this.corrections.noteIn(transaction, ownerId, done, { target, personId }),
    );
    if (!relabelled) throw conversationNotFound(conversationId);
    const segmentIds = [...relabelled.changedIds];
    if (segmentIds.length > 0) this.events.emit('segments.changed', { ownerId, conversationId, segmentIds });
    const { status, revision } = relabelled.conversation;
    // Search finds conversations by who speaks in them.
    if (status === 'completed')
      await this.queue.enqueue(indexConversation, { ownerId, conversationId, revision });
    return relabelled.conversation;
  }
}

function segmentsOf({ segments }: LabelledTranscript, references: readonly string[]): string[] {
  const known = new Set(segments.map(({ id }) => id));
  const ids = references.map((reference) => {
    const index = BY_INDEX.exec(reference)?.[1];
    return index === undefined ? reference : segments[Number(index)]?.id;
  });
  if (ids.every((id): id is string => id !== undefined && known.has(id))) return ids;
  throw new AppError(
    'conflict',
    'SEGMENTS_CHANGED',
    'Some of these segments are not there any more, because they were joined with others. Load the conversation and try again.',
  );
}
