import { Injectable } from '@nestjs/common';
import { mergeConversations } from '#libs/contracts';
import { AppError, Clock, newId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { existing } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import type { MergeRecord, MergeState } from './merge-record.js';
import { MergeRepository } from './merge.repository.js';
import { gapWarning, inOrderOfTime, obstacleTo } from './merge.rules.js';

/** A merge that was begun. */
export interface BegunMerge {
  readonly record: MergeRecord;
  /** For a person: that long silences are kept. Null: there are none. */
  readonly warning: string | null;
}

/** Conversations that become one, until they are confirmed to be or put back. */
@Injectable()
export class MergesService {
  constructor(
    private readonly store: DocumentStore,
    private readonly merges: MergeRepository,
    private readonly conversations: ConversationRepository,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins to merge; the rest is a job's, and if this process dies before that is in, the sweep's. Errors: `not_found` CONVERSATION_NOT_FOUND;
   * `invalid` MERGE_TOO_FEW, MERGE_NOT_POSSIBLE for what is locked, not completed, or part of a merge that is not confirmed.
   */
  async begin(ownerId: string, ids: readonly string[]): Promise<BegunMerge> {
    const wanted = [...new Set(ids)];
    if (wanted.length < 2) throw tooFew();
    const id = newId();
    const begun = await this.store.transaction(async (transaction) => {
      const heads: ConversationHead[] = [];
      for (const sourceId of wanted) {
        const head = await this.conversations.readRow(transaction, ownerId, sourceId);
        const open = await this.merges.read(transaction, ownerId, sourceId);
        heads.push(mergeable(head, sourceId, open));
      }
      const source_ids = inOrderOfTime(heads).map((head) => head.id);
      const record: MergeRecord = {
        id,
        state: 'building',
        source_ids,
        created_at: this.clock.now(),
        expires_at: null,
        failure_code: null,
      };
      this.merges.createIn(transaction, ownerId, record);
      const locked = { status: 'merging', merged_into: id, updated_at: this.clock.now() } as const;
      for (const head of heads) this.conversations.updateIn(transaction, ownerId, head.id, locked);
      return { record, warning: gapWarning(heads) };
    });
    await this.goOn(ownerId, id);
    return begun;
  }

  /** `not_found` MERGE_NOT_FOUND, also when it was over more than a day ago. */
  async get(ownerId: string, id: string): Promise<MergeRecord> {
    const record = await this.merges.find(ownerId, id);
    if (!record) throw mergeNotFound(id);
    return record;
  }

  /** Takes it back: the sources will be as they were, the merged conversation gone. `conflict` MERGE_CONFIRMED. */
  async undo(ownerId: string, id: string): Promise<MergeRecord> {
    return this.decide(ownerId, id, ['building', 'processing', 'settling', 'done'], 'undoing');
  }

  /** The sources will go for good. `conflict` MERGE_NOT_DONE, MERGE_UNDONE. */
  async confirm(ownerId: string, id: string): Promise<MergeRecord> {
    return this.decide(ownerId, id, ['done'], 'confirming');
  }

  /** What is decided already is answered as it is. */
  private async decide(
    ownerId: string,
    id: string,
    from: readonly MergeState[],
    to: 'undoing' | 'confirming',
  ): Promise<MergeRecord> {
    const moved = await this.merges.move(ownerId, id, from, { state: to, expires_at: null });
    const record = moved ?? (await this.get(ownerId, id));
    if (!moved && !OUTCOMES[to].includes(record.state)) throw tooLate(record);
    await this.goOn(ownerId, id);
    return record;
  }

  private async goOn(ownerId: string, mergeId: string): Promise<void> {
    await this.queue.enqueue(mergeConversations, { ownerId, mergeId });
  }
}

const OUTCOMES: Readonly<Record<'undoing' | 'confirming', readonly MergeState[]>> = {
  undoing: ['undoing', 'undone', 'failed'],
  confirming: ['confirming', 'following', 'confirmed'],
};

function mergeable(row: ConversationHead | null, id: string, open: MergeRecord | null): ConversationHead {
  const head = existing(row, id);
  const obstacle = open && open.state !== 'confirmed' ? 'unconfirmed' : obstacleTo(head);
  if (obstacle === null) return head;
  throw new AppError('invalid', 'MERGE_NOT_POSSIBLE', WHAT_TO_DO[obstacle], { id, reason: obstacle });
}

const WHAT_TO_DO = {
  locked: 'One of these conversations is locked. Leave it out.',
  busy: 'One of these conversations is still going on, being processed or being merged. Try again when it is completed.',
  unconfirmed:
    'One of these conversations was merged itself and can still be taken back. Confirm that merge first.',
} as const;

function tooFew(): AppError {
  return new AppError('invalid', 'MERGE_TOO_FEW', 'Name at least two conversations to merge.');
}

function mergeNotFound(id: string): AppError {
  return new AppError(
    'not_found',
    'MERGE_NOT_FOUND',
    'This conversation was not merged from others lately.',
    {
      id,
    },
  );
}

function tooLate({ id, state }: MergeRecord): AppError {
  const code = state === 'undone' || state === 'failed' || state === 'undoing' ? 'MERGE_UNDONE' : null;
  const isConfirmed = state === 'confirmed' || state === 'confirming' || state === 'following';
  return new AppError(
    'conflict',
    code ?? (isConfirmed ? 'MERGE_CONFIRMED' : 'MERGE_NOT_DONE'),
    isConfirmed
      ? 'The merge is confirmed; what it was made of is gone.'
      : 'The merge is not done, or was taken back. Look at its state.',
    { id, state },
  );
}
