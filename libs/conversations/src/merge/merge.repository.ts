import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { ACTIVE_STATES, mergeCollection, type MergeRecord, type MergeState } from './merge-record.js';

/** How long what became of a merge can be asked for. */
const REMEMBERED_MS = 24 * 60 * 60_000;

/** A merge that somebody has to be at work on. */
export interface WaitingMerge {
  readonly ownerId: string;
  readonly mergeId: string;
}

/** Merges, `users/{uid}/merges`. What belongs to another owner is absent. */
@Injectable()
export class MergeRepository {
  private readonly merges: Collection<MergeRecord>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.merges = new Collection(store, mergeCollection);
  }

  async find(ownerId: string, id: string): Promise<MergeRecord | null> {
    return (await this.merges.get(ownerId, id))?.data ?? null;
  }

  async read(transaction: DocumentTransaction, ownerId: string, id: string): Promise<MergeRecord | null> {
    return (await this.merges.within(transaction).get(ownerId, id))?.data ?? null;
  }

  createIn(transaction: DocumentTransaction, ownerId: string, record: MergeRecord): void {
    this.merges.within(transaction).create(ownerId, record.id, record);
  }

  update(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
    fields: Partial<Pick<MergeRecord, 'state' | 'expires_at' | 'failure_code'>>,
  ): void {
    this.merges.within(transaction).update(ownerId, id, fields);
  }

  /** Goes on from one of these states; null when it is in another one, or there is none. */
  async move(
    ownerId: string,
    id: string,
    from: readonly MergeState[],
    to: Pick<MergeRecord, 'state'> & Partial<Pick<MergeRecord, 'expires_at' | 'failure_code'>>,
  ): Promise<MergeRecord | null> {
    return this.store.transaction(async (transaction) => {
      const record = await this.read(transaction, ownerId, id);
      if (!record || !from.includes(record.state)) return null;
      this.update(transaction, ownerId, id, to);
      return { ...record, ...to };
    });
  }

  /** Takes it back by itself, for this reason; false when it is too late for that. */
  async giveUp(ownerId: string, id: string, failureCode: string): Promise<boolean> {
    const to = { state: 'undoing', failure_code: failureCode } as const;
    return (await this.move(ownerId, id, ['building', 'processing'], to)) !== null;
  }

  /** What became of it can be asked for a while longer. */
  async end(ownerId: string, { id, state }: MergeRecord, to: MergeState): Promise<void> {
    const expires_at = new Date(this.clock.nowMs() + REMEMBERED_MS);
    await this.move(ownerId, id, [state], { state: to, expires_at });
  }

  isDue({ expires_at }: MergeRecord): boolean {
    return expires_at !== null && expires_at <= this.clock.now();
  }

  /** With what lies below it. */
  async forget(ownerId: string, id: string): Promise<void> {
    await this.store.deleteTree(`users/${ownerId}/merges/${id}`);
  }

  /** Everybody's that go on, and those whose time has come. */
  async *waiting(): AsyncIterable<WaitingMerge> {
    const active = { where: [{ field: 'state', op: 'in', value: [...ACTIVE_STATES] } as const] };
    for await (const { ownerId, id } of this.merges.ofAllOwners(active)) yield { ownerId, mergeId: id };
    const due = { where: [{ field: 'expires_at', op: '<=', value: this.clock.now() } as const] };
    for await (const { ownerId, id } of this.merges.ofAllOwners(due)) yield { ownerId, mergeId: id };
  }
}
