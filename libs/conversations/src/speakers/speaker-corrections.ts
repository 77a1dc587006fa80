import { Injectable } from '@nestjs/common';
import { AppEventBus, settleVoices } from '#libs/contracts';
import { AppError, Clock, newId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { demandUnlocked } from '../store/conversation-access.rules.js';
import { LabelledTranscripts, type Relabelled } from './labelled-transcripts.js';
import { speakerCorrectionCollection, type SpeakerCorrection } from './speaker-correction.js';
import type { LabelTarget, SpeakerLabel, SpeakerLabelBook } from './speaker-label.js';

/** What a decision sets off waits until the decision itself is surely stored. */
export const SETTLE_AFTER_MS = 1_000;

/** The decisions that people made on voices, newest first, each of which can be taken back. */
@Injectable()
export class SpeakerCorrections {
  private readonly corrections: Collection<SpeakerCorrection>;

  constructor(
    store: DocumentStore,
    private readonly transcripts: LabelledTranscripts,
    private readonly queue: JobQueue,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
  ) {
    this.corrections = new Collection(store, speakerCorrectionCollection);
  }

  async list(ownerId: string, page: { limit: number; offset: number }): Promise<SpeakerCorrection[]> {
    const { documents } = await this.corrections.query(ownerId, {
      ...page,
      orderBy: [{ field: 'created_at', direction: 'desc' }],
    });
    return documents.map(({ data }) => data);
  }

  /** Notes a decision, in the transaction that makes it. */
  noteIn(
    transaction: DocumentTransaction,
    ownerId: string,
    { conversation, before, book }: Relabelled,
    { target, personId }: { readonly target: LabelTarget; readonly personId: string | null },
  ): void {
    const speakers = target.speakerId === undefined ? [] : [String(target.speakerId)];
    const correction: SpeakerCorrection = {
      id: newId(),
      created_at: this.clock.now(),
      conversation_id: conversation.id,
      generation: book.generation,
      person_id: personId,
      before_by_speaker: pick(before.book.by_speaker, speakers),
      before_by_segment: pick(before.book.by_segment, target.segmentIds ?? []),
      undone_at: null,
    };
    this.corrections.within(transaction).create(ownerId, correction.id, correction);
  }

  /**
   * Makes everything as it was before the decision, but for what was decided anew since; what was learned from it is forgotten, what was
   * withdrawn because of it counts again. Twice is the same as once. `not_found` CORRECTION_MISSING; `locked` CONVERSATION_LOCKED.
   */
  async undo(ownerId: string, id: string): Promise<void> {
    const correction = (await this.corrections.get(ownerId, id))?.data;
    if (!correction) throw correctionMissing(id);
    const conversationId = correction.conversation_id;
    await this.queue.enqueue(settleVoices, { ownerId, conversationId }, { delayMs: SETTLE_AFTER_MS });
    const undoneAt = this.clock.now();
    const relabelled = await this.transcripts.relabel(
      ownerId,
      conversationId,
      ({ book }, head) => {
        demandUnlocked(head);
        return restored(book, correction);
      },
      (transaction) => this.corrections.within(transaction).update(ownerId, id, { undone_at: undoneAt }),
    );
    const segmentIds = [...(relabelled?.changedIds ?? [])];
    if (segmentIds.length > 0) this.events.emit('segments.changed', { ownerId, conversationId, segmentIds });
  }

  /** Answers how many went. */
  async deleteOfConversation(ownerId: string, conversationId: string): Promise<number> {
    const found = await this.ofConversation(ownerId, conversationId);
    for (const id of found) await this.corrections.delete(ownerId, id);
    return found.length;
  }

  async countOfConversation(ownerId: string, conversationId: string): Promise<number> {
    return (await this.ofConversation(ownerId, conversationId)).length;
  }

  private async ofConversation(ownerId: string, conversationId: string): Promise<string[]> {
    const where = [{ field: 'conversation_id', op: '==', value: conversationId }] as const;
    return (await Array.fromAsync(this.corrections.each(ownerId, { where }))).map(({ id }) => id);
  }
}

function pick(
  labels: Readonly<Record<string, SpeakerLabel>>,
  keys: readonly string[],
): Record<string, SpeakerLabel | null> {
  return Object.fromEntries(keys.map((key) => [key, labels[key] ?? null]));
}

/** Null when nothing of the decision holds any more. */
function restored(book: SpeakerLabelBook, correction: SpeakerCorrection): SpeakerLabelBook | null {
  const next = {
    generation: book.generation + 1,
    by_speaker: putBack(book.by_speaker, correction.before_by_speaker, correction.generation),
    by_segment: putBack(book.by_segment, correction.before_by_segment, correction.generation),
  };
  const isSame = next.by_speaker === book.by_speaker && next.by_segment === book.by_segment;
  return isSame ? null : next;
}

function putBack(
  labels: Record<string, SpeakerLabel>,
  before: Readonly<Record<string, SpeakerLabel | null>>,
  generation: number,
): Record<string, SpeakerLabel> {
  const mine = Object.keys(before).filter((key) => labels[key]?.generation === generation);
  if (mine.length === 0) return labels;
  const next = { ...labels };
  for (const key of mine) {
    const label = before[key];
    if (label) next[key] = label;
    else delete next[key];
  }
  return next;
}

function correctionMissing(id: string): AppError {
  return new AppError('not_found', 'CORRECTION_MISSING', 'There is no such decision to take back.', { id });
}
