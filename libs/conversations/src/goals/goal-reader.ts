import { Injectable } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { ClosedMeter, LanguageModel } from '#libs/ai';
import { ConversationCosts } from '../costs/conversation-costs.js';
import { ModelSteps } from '../costs/model-steps.js';
import type { PipelineRun } from '../pipeline/receipt.js';
import { relevanceTask } from '../understanding/relevance.task.js';
import type { Goal } from './goal.js';
import { linesAbout } from './goal-lines.rules.js';
import {
  goalProgressTask,
  type ProgressAnswer,
  type ProgressInput,
  type SoughtGoal,
} from './goal-progress.task.js';

export type ReadUpdate = ProgressAnswer['updates'][number];

/** Goals, and words in which progress towards them may be told. */
export interface GoalTalk {
  readonly goals: readonly Goal[];
  readonly lines: ProgressInput['lines'];
}

const CLOSED = new ClosedMeter();

/** Finds in words how far the owner has come with goals. */
@Injectable()
export class GoalReader {
  constructor(
    private readonly model: LanguageModel,
    private readonly steps: ModelSteps,
    private readonly costs: ConversationCosts,
    private readonly usage: ModelUsage,
  ) {}

  /**
   * In a conversation: one call at most, on the conversation's account, and none where nothing in it comes near a goal. It is the fourth
   * question about a conversation; where relevance was one already, rules answer it, so that four are the most.
   */
  async readConversation(run: PipelineRun, talk: GoalTalk, signal?: AbortSignal): Promise<ReadUpdate[]> {
    const { goals } = talk;
    const lines = this.model.available ? linesAbout(goals, talk.lines) : talk.lines;
    if (lines.length === 0) return [];
    return this.steps.runnerOf(run)('goals', async (meter) => {
      const isOneTooMany = (await this.costs.find(run))?.spent.some(({ task }) => task === relevanceTask.key);
      const input = { goals: goals.map(soughtOf), lines };
      const asked = this.model.run(goalProgressTask, input, signal, isOneTooMany ? CLOSED : meter);
      return (await asked).output.updates;
    });
  }

  /** In words that stand in no conversation, on their owner's account. */
  async readText(ownerId: string, { goals, lines }: GoalTalk, signal?: AbortSignal): Promise<ReadUpdate[]> {
    const input = { goals: goals.map(soughtOf), lines };
    const meter = this.usage.meterOf(ownerId);
    return (await this.model.run(goalProgressTask, input, signal, meter)).output.updates;
  }
}

function soughtOf(goal: Goal): SoughtGoal {
  const { id, title, unit } = goal;
  return { id, title, unit, type: goal.goal_type, target: goal.target_value, current: goal.current_value };
}
