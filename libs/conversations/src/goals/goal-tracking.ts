import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { localTimeOf } from '#libs/ai';
import { Clock, deterministicId } from '#libs/kernel';
import type { PipelineRun } from '../pipeline/receipt.js';
import { ownerSpeaks, isOwnerKnown } from '../pipeline/transcript-input.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { Goal, GoalEntry } from './goal.js';
import { GoalReader, type ReadUpdate } from './goal-reader.js';
import { GoalsRepository } from './goals.repository.js';

/** Of one long talk. What is said about a goal is said in few words. */
const MAX_LINES = 2_000;

export interface GoalProgress {
  readonly goal: Goal;
  readonly before: number;
}

/** Reads progress out of what was said. */
@Injectable()
export class GoalTracking {
  constructor(
    private readonly goals: GoalsRepository,
    private readonly conversations: ConversationRepository,
    private readonly reader: GoalReader,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {}

  /** Of a conversation's revision, once. What an earlier revision said counts no more. Asks nobody when there is no active goal. */
  async track(run: PipelineRun, signal?: AbortSignal): Promise<void> {
    const { ownerId, conversationId, revision } = run;
    const goals = await this.goals.active(ownerId);
    if (goals.length === 0) return;
    const conversation = await this.conversations.find(ownerId, conversationId);
    if (conversation?.revision !== revision) return;
    const segments = conversation.transcript_segments.slice(0, MAX_LINES);
    const isKnown = isOwnerKnown(segments);
    const lines = segments.map((segment) => ({
      id: segment.id,
      text: segment.text,
      byOwner: ownerSpeaks(segment, isKnown),
    }));
    const updates = await this.reader.readConversation(run, { goals, lines }, signal);
    for (const goal of goals) {
      const update = updates.find(({ goal_id: id }) => id === goal.id);
      const id = deterministicId('goal-entry', goal.id, conversationId, String(revision));
      const source = { conversation_id: conversationId, revision };
      await this.goals.record(ownerId, goal.id, await this.entry(ownerId, { id, ...source }, update));
    }
  }

  /** Of a text that a client sends; answers the goals that moved. */
  async trackText(ownerId: string, text: string, signal?: AbortSignal): Promise<GoalProgress[]> {
    const goals = await this.goals.active(ownerId);
    if (goals.length === 0) return [];
    const lines = [{ id: 'text', text, byOwner: true }];
    const moved: GoalProgress[] = [];
    for (const update of await this.reader.readText(ownerId, { goals, lines }, signal)) {
      const id = deterministicId('goal-entry', update.goal_id, String(this.clock.nowMs()));
      const entry = await this.entry(ownerId, { id, conversation_id: null, revision: null }, update);
      const goal = await this.goals.record(ownerId, update.goal_id, { ...entry, segment_ids: [] });
      const before = goals.find((known) => known.id === update.goal_id)!.current_value;
      if (goal) moved.push({ goal, before });
    }
    return moved;
  }

  private async entry(
    ownerId: string,
    source: Pick<GoalEntry, 'id' | 'conversation_id' | 'revision'>,
    update: ReadUpdate | undefined,
  ): Promise<GoalEntry> {
    const now = this.clock.nowMs();
    return {
      ...source,
      date: localTimeOf(now, await this.profile.timeZoneOf(ownerId)).day,
      recorded_at: new Date(now),
      value: 0,
      mode: update?.mode ?? 'add',
      amount: update?.amount ?? 0,
      segment_ids: update?.line_ids ?? [],
    };
  }
}
