import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { addDays, localTimeOf } from '#libs/ai';
import { AppError, Clock, newId } from '#libs/kernel';
import { OpenTasks } from '../action-items/open-tasks.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { Goal, GoalChange, GoalDay, GoalEntry, NewGoal } from './goal.js';
import { daysOf } from './goal-journal.rules.js';
import { adviceFor, ideaFor, type GoalIdea } from './goal-ideas.rules.js';
import { GoalsRepository } from './goals.repository.js';

/** What the owner spoke about lately. */
const LOOKED_AT = 30;

/** Before every day. */
const EVER = '';

export interface GoalWithHistory extends Goal {
  readonly history: readonly GoalDay[];
}

export interface GoalSuggestion extends GoalIdea {
  readonly reasoning: string;
}

/** The owner's goals. All methods on one goal: `not_found` GOAL_NOT_FOUND. */
@Injectable()
export class GoalsService {
  constructor(
    private readonly goals: GoalsRepository,
    private readonly profile: OwnerProfile,
    private readonly conversations: ConversationRepository,
    private readonly open: OpenTasks,
    private readonly clock: Clock,
  ) {}

  /** Those in the focus, the newest first; at most four. */
  async active(ownerId: string): Promise<Goal[]> {
    return (await this.goals.active(ownerId)).reverse();
  }

  /** All of them with their whole history, newest day first: for the owner's export. */
  async *all(ownerId: string): AsyncIterable<GoalWithHistory> {
    for await (const goal of this.goals.all(ownerId))
      yield { ...goal, history: daysOf(await this.goals.history(ownerId, goal.id, EVER)) };
  }

  /** A fifth active goal ends the oldest one. */
  async create(ownerId: string, given: NewGoal): Promise<Goal> {
    const now = this.clock.now();
    const goal: Goal = {
      id: `goal_${randomBytes(6).toString('hex')}`,
      title: given.title,
      goal_type: given.goal_type ?? 'scale',
      target_value: given.target_value,
      current_value: given.current_value ?? 0,
      min_value: given.min_value ?? 0,
      max_value: given.max_value ?? 10,
      unit: given.unit ?? null,
      is_active: true,
      created_at: now,
      updated_at: now,
      ended_at: null,
    };
    await this.goals.create(ownerId, goal, await this.entry(ownerId, goal.current_value));
    return goal;
  }

  async update(ownerId: string, id: string, change: GoalChange): Promise<Goal> {
    const { current_value: value, ...fields } = change;
    const changed = await this.goals.change(ownerId, id, { ...fields, updated_at: this.clock.now() });
    if (!changed) throw goalNotFound(id);
    return value === undefined ? changed : this.setProgress(ownerId, id, value);
  }

  /** Where the goal stands, as its owner says. */
  async setProgress(ownerId: string, id: string, value: number): Promise<Goal> {
    const changed = await this.goals.record(ownerId, id, await this.entry(ownerId, value));
    if (!changed) throw goalNotFound(id);
    return changed;
  }

  /** One line a day, newest first. */
  async history(ownerId: string, id: string, days: number): Promise<GoalDay[]> {
    await this.get(ownerId, id);
    const from = addDays(await this.today(ownerId), -(days - 1));
    return daysOf(await this.goals.history(ownerId, id, from));
  }

  async delete(ownerId: string, id: string): Promise<void> {
    if (!(await this.goals.delete(ownerId, id))) throw goalNotFound(id);
  }

  async suggest(ownerId: string): Promise<GoalSuggestion> {
    const query = { limit: LOOKED_AT, offset: 0, includeDiscarded: false, statuses: ['completed'] as const };
    const recent = await this.conversations.listHeads(ownerId, query);
    const taken = (await this.goals.active(ownerId)).map(({ title }) => title);
    const { idea, category } = ideaFor(
      recent
        .filter(({ is_locked: isLocked }) => !isLocked)
        .map(({ structured }) => structured.category)
        .filter((name) => name !== 'other'),
      taken,
    );
    const reasoning =
      category === null ? 'A good one to begin with.' : `You have talked about ${category} a lot lately.`;
    return { ...idea, reasoning };
  }

  /** For one goal, or for the newest without an id. */
  async advice(ownerId: string, id: string | null): Promise<string> {
    const goal = id === null ? (await this.active(ownerId))[0] : await this.get(ownerId, id);
    if (!goal) return 'You have no goal yet. Set one to get advice on it.';
    const tasks = await this.open.forPrompt(ownerId, goal.title);
    return adviceFor(
      goal,
      tasks.map(({ description }) => description),
    );
  }

  private async get(ownerId: string, id: string): Promise<Goal> {
    const goal = await this.goals.find(ownerId, id);
    if (!goal) throw goalNotFound(id);
    return goal;
  }

  private async entry(ownerId: string, amount: number): Promise<GoalEntry> {
    return {
      id: newId(),
      date: await this.today(ownerId),
      recorded_at: this.clock.now(),
      value: amount,
      mode: 'set',
      amount,
      conversation_id: null,
      revision: null,
      segment_ids: [],
    };
  }

  private async today(ownerId: string): Promise<string> {
    return localTimeOf(this.clock.nowMs(), await this.profile.timeZoneOf(ownerId)).day;
  }
}

function goalNotFound(id: string): AppError {
  return new AppError('not_found', 'GOAL_NOT_FOUND', 'There is no such goal.', { id });
}
