import { Injectable } from '@nestjs/common';
import type { PipelineRun } from '../pipeline/receipt.js';
import { opened } from '../store/conversation-access.rules.js';
import { ActionItemConsequences } from './action-item-consequences.js';
import { toRecord, type ActionItemRecord } from './action-item-record.js';
import { changedByOwner, normalized } from './action-item.rules.js';
import { ActionItemsRepository } from './action-items.repository.js';
import { ConversationTasksRepository } from './conversation-tasks.repository.js';
import { OpenTasks } from './open-tasks.js';
import { Clock } from '#libs/kernel';

/** The tasks that a conversation shows, by their place in it. What owners call: `not_found` CONVERSATION_NOT_FOUND, `locked` CONVERSATION_LOCKED. */
@Injectable()
export class ConversationTasks {
  constructor(
    private readonly tasks: ConversationTasksRepository,
    private readonly items: ActionItemsRepository,
    private readonly open: OpenTasks,
    private readonly consequences: ActionItemConsequences,
    private readonly clock: Clock,
  ) {}

  /** Saves what was extracted from a conversation's revision; once, however often it is called. */
  async save(run: PipelineRun, signal?: AbortSignal): Promise<void> {
    const { ownerId, conversationId, revision } = run;
    const head = await this.tasks.findConversation(ownerId, conversationId);
    if (head?.revision !== revision) return;
    const extracted = head.discarded ? [] : head.structured.action_items;
    const duplicates = await this.open.duplicatesOf(ownerId, conversationId, extracted, signal);
    await this.consequences.follow(ownerId, await this.tasks.saveOnce(run, extracted, duplicates));
  }

  /** In the order in which the conversation shows them. */
  async list(ownerId: string, conversationId: string): Promise<ActionItemRecord[]> {
    return (await this.items.findMany(ownerId, await this.idsOf(ownerId, conversationId))).map(toRecord);
  }

  /** Completes those at these places, or opens them again; places that there are not are passed over. */
  async setCompleted(
    ownerId: string,
    conversationId: string,
    states: readonly { readonly index: number; readonly completed: boolean }[],
  ): Promise<void> {
    const ids = await this.idsOf(ownerId, conversationId);
    const wanted = new Map(
      states.flatMap(({ index, completed }) =>
        ids[index] === undefined ? [] : [[ids[index], completed] as const],
      ),
    );
    const now = this.clock.now();
    await this.items.changeMany(ownerId, [...wanted.keys()], (row) =>
      changedByOwner(row, { completed: wanted.get(row.id)! }, now),
    );
    await this.consequences.follow(ownerId, wanted.keys());
  }

  /** Renames the task that is worded like this. False when none is. */
  async rename(
    ownerId: string,
    conversationId: string,
    words: { readonly from: string; readonly to: string },
  ): Promise<boolean> {
    const id = await this.idOf(ownerId, conversationId, words.from);
    if (id === null) return false;
    const now = this.clock.now();
    await this.items.change(ownerId, id, (row) => changedByOwner(row, { description: words.to }, now));
    await this.consequences.follow(ownerId, [id]);
    return true;
  }

  /** Deletes the task that is worded like this. False when none is. */
  async delete(ownerId: string, conversationId: string, description: string): Promise<boolean> {
    const id = await this.idOf(ownerId, conversationId, description);
    if (id === null) return false;
    await this.items.delete(ownerId, id);
    await this.consequences.follow(ownerId, [id]);
    return true;
  }

  async deleteAll(ownerId: string, conversationId: string): Promise<void> {
    const ids = await this.idsOf(ownerId, conversationId);
    for (const id of ids) await this.items.delete(ownerId, id);
    await this.consequences.follow(ownerId, ids);
  }

  /** Of a deleted conversation; answers how many were touched. */
  async purge(ownerId: string, conversationId: string): Promise<number> {
    const ids = await this.tasks.deleteOfConversation(ownerId, conversationId);
    await this.consequences.follow(ownerId, ids);
    return ids.length;
  }

  private async idOf(ownerId: string, conversationId: string, description: string): Promise<string | null> {
    const rows = await this.items.findMany(ownerId, await this.idsOf(ownerId, conversationId));
    return rows.find((row) => normalized(row.description) === normalized(description))?.id ?? null;
  }

  /** The stored order. What was extracted and is not saved yet is saved first, so that a place always means the same task. */
  private async idsOf(ownerId: string, conversationId: string): Promise<string[]> {
    const head = opened(await this.tasks.findConversation(ownerId, conversationId), conversationId);
    if (head.tasks) return head.tasks.ids;
    await this.save({ ownerId, conversationId, revision: head.revision });
    return (await this.tasks.findConversation(ownerId, conversationId))?.tasks?.ids ?? [];
  }
}
