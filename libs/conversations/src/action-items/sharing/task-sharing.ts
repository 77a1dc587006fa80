import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { AppError, Clock } from '#libs/kernel';
import { Collection, DocumentStore } from '#libs/storage';
import { ActionItemConsequences } from '../action-item-consequences.js';
import { actionItemLocked, actionItemNotFound } from '../action-items.service.js';
import { ActionItemsRepository } from '../action-items.repository.js';
import { normalized } from '../action-item.rules.js';
import type { ActionItemRow } from '../action-item-record.js';
import { WrittenTasks } from '../written-tasks.js';
import {
  acceptedShareCollection,
  taskShareCollection,
  type AcceptedShare,
  type TaskShare,
} from './task-share.js';

/** Source: specification of the routes, "Action items". */
const LIFE_MS = 30 * 86_400_000;
const TOKEN_BYTES = 24;
/** Of somebody who has told no name. */
const NAMELESS = 'Someone';

export interface SharedTask {
  readonly description: string;
  readonly due_at: Date | null;
}

/** What somebody with the token sees. */
export interface SharedTasks {
  /** First name. */
  readonly senderName: string;
  readonly tasks: SharedTask[];
}

/** A share that has not ended, and what of its tasks there is still. */
interface OpenShare {
  readonly ownerId: string;
  readonly share: TaskShare;
  readonly rows: ActionItemRow[];
}

/**
 * Tasks that owners hand to others: shown as they are when somebody looks, copied once into the list of each who accepts them. Whoever holds
 * the token may look; it is stored nowhere, only its digest is.
 */
@Injectable()
export class TaskSharing {
  private readonly shares: Collection<TaskShare>;
  private readonly accepted: Collection<AcceptedShare>;

  constructor(
    private readonly store: DocumentStore,
    private readonly items: ActionItemsRepository,
    private readonly written: WrittenTasks,
    private readonly consequences: ActionItemConsequences,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {
    this.shares = new Collection(store, taskShareCollection);
    this.accepted = new Collection(store, acceptedShareCollection);
  }

  /** Answers the token, which is good for 30 days. `not_found` ACTION_ITEM_NOT_FOUND, `locked` ACTION_ITEM_LOCKED when one of them is that. */
  async share(ownerId: string, ids: readonly string[]): Promise<string> {
    const wanted = [...new Set(ids)];
    const found = new Map((await this.items.findMany(ownerId, wanted)).map((row) => [row.id, row]));
    const missing = wanted.find((id) => !found.has(id));
    if (missing !== undefined) throw actionItemNotFound(missing);
    const locked = wanted.find((id) => found.get(id)!.is_locked);
    if (locked !== undefined) throw actionItemLocked(locked);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const now = this.clock.now();
    const expires = new Date(now.getTime() + LIFE_MS);
    await this.forgetEnded(this.shares, ownerId);
    const share = { id: digestOf(token), task_ids: wanted, created_at: now, expires_at: expires };
    await this.shares.create(ownerId, share.id, share);
    return token;
  }

  /** For anybody with the token. `not_found` TASK_SHARE_NOT_FOUND, also when none of the tasks is there any more. */
  async get(token: string): Promise<SharedTasks> {
    const { ownerId, rows } = await this.find(token);
    const tasks = rows.map(({ description, due_at }) => ({ description, due_at }));
    return { senderName: (await this.profile.nameOf(ownerId)) ?? NAMELESS, tasks };
  }

  /**
   * Copies them into the recipient's list, open, without anything else of the sender's; words of which the recipient has an open task already
   * are left out. Answers the ids of the new ones. Errors: as `get`; `invalid` TASK_SHARE_OWN; `conflict` TASK_SHARE_ACCEPTED.
   */
  async accept(recipientId: string, token: string): Promise<string[]> {
    const { ownerId, share, rows } = await this.find(token);
    if (ownerId === recipientId) throw ownShare();
    await this.forgetEnded(this.accepted, recipientId);
    const byWords = new Map(rows.map((row) => [normalized(row.description), row]));
    const created = await this.copyOnce(recipientId, share, [...byWords.values()]);
    await this.consequences.follow(recipientId, created);
    return created;
  }

  private async copyOnce(
    ownerId: string,
    share: TaskShare,
    rows: readonly ActionItemRow[],
  ): Promise<string[]> {
    const now = this.clock.now();
    return this.store.transaction(async (transaction) => {
      const accepted = this.accepted.within(transaction);
      if (await accepted.get(ownerId, share.id)) throw alreadyAccepted();
      const made = await Promise.all(
        rows.map(({ description, due_at }) =>
          this.written.createIn(transaction, ownerId, { description, due_at }),
        ),
      );
      for (const { write } of made) write();
      const { id, expires_at } = share;
      accepted.create(ownerId, id, { id, accepted_at: now, expires_at });
      return made.filter(({ isNew }) => isNew).map(({ row }) => row.id);
    });
  }

  private async find(token: string): Promise<OpenShare> {
    const where = [{ field: 'id', op: '==', value: digestOf(token) }] as const;
    for await (const { ownerId, data: share } of this.shares.ofAllOwners({ where })) {
      if (share.expires_at <= this.clock.now()) break;
      const rows = (await this.items.findMany(ownerId, share.task_ids)).filter((row) => !row.is_locked);
      if (rows.length > 0) return { ownerId, share, rows };
    }
    throw new AppError(
      'not_found',
      'TASK_SHARE_NOT_FOUND',
      'Nothing is shared under this link any more. Ask for a new one.',
    );
  }

  /** Those that have ended are of no use to anybody. */
  private async forgetEnded<T extends { id: string }>(of: Collection<T>, ownerId: string): Promise<void> {
    const where = [{ field: 'expires_at', op: '<=', value: this.clock.now() }] as const;
    const { documents } = await of.query(ownerId, { where });
    for (const { id } of documents) await of.delete(ownerId, id);
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function ownShare(): AppError {
  return new AppError('invalid', 'TASK_SHARE_OWN', 'These are tasks of your own: they are in your list.');
}

function alreadyAccepted(): AppError {
  return new AppError('conflict', 'TASK_SHARE_ACCEPTED', 'You have taken these tasks over already.');
}
