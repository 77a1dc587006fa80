import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore } from '#libs/storage';
import { goalCollection, goalEntryCollection, type Goal, type GoalEntry } from './goal.js';
import { valueAfter, valueOf } from './goal-journal.rules.js';

/** More goals than these cannot be in the focus. Source: specification of the data shapes, §7. */
export const MAX_ACTIVE = 4;

/** Goals and their journals. What belongs to another owner is absent. */
@Injectable()
export class GoalsRepository {
  private readonly goals: Collection<Goal>;
  private readonly entries: Collection<GoalEntry>;

  constructor(private readonly store: DocumentStore) {
    this.goals = new Collection(store, goalCollection);
    this.entries = new Collection(store, goalEntryCollection);
  }

  async find(ownerId: string, id: string): Promise<Goal | null> {
    return (await this.goals.get(ownerId, id))?.data ?? null;
  }

  /** Oldest first. */
  async active(ownerId: string): Promise<Goal[]> {
    const { documents } = await this.goals.query(ownerId, {
      where: [{ field: 'is_active', op: '==', value: true }],
      orderBy: [{ field: 'created_at', direction: 'asc' }],
    });
    return documents.map(({ data }) => data);
  }

  async *all(ownerId: string): AsyncIterable<Goal> {
    for await (const { data } of this.goals.each(ownerId)) yield data;
  }

  /** With the first line of its journal. Goals that are one too many end, the oldest first. */
  async create(ownerId: string, goal: Goal, first: GoalEntry): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const goals = this.goals.within(transaction);
      const active = await goals.query(ownerId, {
        where: [{ field: 'is_active', op: '==', value: true }],
        orderBy: [{ field: 'created_at', direction: 'asc' }],
      });
      const ended = active.slice(0, Math.max(0, active.length - MAX_ACTIVE + 1));
      for (const { id } of ended) goals.update(ownerId, id, { is_active: false, ended_at: goal.created_at });
      goals.create(ownerId, goal.id, goal);
      this.entries.in({ goalId: goal.id }).within(transaction).create(ownerId, first.id, first);
    });
  }

  /** Null when there is none. */
  async change(ownerId: string, id: string, fields: Partial<Goal>): Promise<Goal | null> {
    return this.store.transaction(async (transaction) => {
      const goals = this.goals.within(transaction);
      const goal = (await goals.get(ownerId, id))?.data;
      if (!goal) return null;
      goals.update(ownerId, id, fields);
      return { ...goal, ...fields };
    });
  }

  /**
   * Adds a line to a goal's journal, once for each id, and brings the goal in line. What the same conversation said in an earlier revision
   * counts no more. Null when there is no such goal, or nothing changed.
   */
  async record(ownerId: string, goalId: string, entry: GoalEntry): Promise<Goal | null> {
    return this.store.transaction(async (transaction) => {
      const goals = this.goals.within(transaction);
      const entries = this.entries.in({ goalId }).within(transaction);
      const goal = (await goals.get(ownerId, goalId))?.data;
      if (!goal || (await entries.get(ownerId, entry.id))) return null;
      const { conversation_id: source } = entry;
      const said = source === null ? [] : await entries.query(ownerId, { where: [saidBy(source)] });
      const replaces = said.length > 0;
      if (!replaces && entry.mode === 'add' && entry.amount === 0) return null;
      const before = replaces ? (await entries.query(ownerId)).map(({ data }) => data) : [];
      const value = replaces
        ? valueOf(goal, [...before, entry])
        : valueAfter(goal, goal.current_value, entry);
      const fields = { current_value: value, updated_at: entry.recorded_at };
      entries.create(ownerId, entry.id, { ...entry, value });
      goals.update(ownerId, goalId, fields);
      return { ...goal, ...fields };
    });
  }

  /** From a day on, oldest first. */
  async history(ownerId: string, goalId: string, fromDate: string): Promise<GoalEntry[]> {
    const { documents } = await this.entries.in({ goalId }).query(ownerId, {
      where: [{ field: 'date', op: '>=', value: fromDate }],
      orderBy: [{ field: 'date', direction: 'asc' }],
    });
    return documents.map(({ data }) => data);
  }

  /** With its journal; false when there is none. */
  async delete(ownerId: string, id: string): Promise<boolean> {
    if (!(await this.find(ownerId, id))) return false;
    return (await this.store.deleteTree(`users/${ownerId}/goals/${id}`)) > 0;
  }

  /** Takes back what a conversation said that is gone; answers how many lines went. */
  async deleteOfConversation(ownerId: string, conversationId: string): Promise<number> {
    let count = 0;
    for await (const goal of this.all(ownerId)) count += await this.forget(ownerId, goal, conversationId);
    return count;
  }

  async countOfConversation(ownerId: string, conversationId: string): Promise<number> {
    let count = 0;
    for await (const { id } of this.all(ownerId)) {
      count += await this.entries.in({ goalId: id }).count(ownerId, [saidBy(conversationId)]);
    }
    return count;
  }

  private async forget(ownerId: string, { id }: Goal, conversationId: string): Promise<number> {
    return this.store.transaction(async (transaction) => {
      const goals = this.goals.within(transaction);
      const entries = this.entries.in({ goalId: id }).within(transaction);
      const goal = (await goals.get(ownerId, id))?.data;
      const said = await entries.query(ownerId, { where: [saidBy(conversationId)] });
      if (!goal || said.length === 0) return 0;
      const left = (await entries.query(ownerId)).map(({ data }) => data);
      for (const entry of said) entries.delete(ownerId, entry.id);
      const rest = left.filter((entry) => entry.conversation_id !== conversationId);
      goals.update(ownerId, id, { current_value: valueOf(goal, rest) });
      return said.length;
    });
  }
}

function saidBy(conversationId: string) {
  return { field: 'conversation_id', op: '==', value: conversationId } as const;
}
