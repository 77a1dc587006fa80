import { Injectable } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { CallMeter, type ModelCall } from '#libs/ai';
import { AppConfig } from '#libs/config';
import { Log } from '#libs/observability';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import type { PipelineRun } from '../pipeline/receipt.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { StepMeter } from '../understanding/steps.js';
import { conversationCostCollection, type ConversationCost } from './cost-collections.js';
import { noCost, plusCall } from './cost.rules.js';

/** What the processing of a conversation asked of the chat model, `users/{uid}/conversations/{id}/model_costs/{revision}`, and may still ask. */
@Injectable()
export class ConversationCosts {
  private readonly costs: Collection<ConversationCost>;
  private readonly mostCalls: number;

  constructor(
    private readonly store: DocumentStore,
    private readonly usage: ModelUsage,
    private readonly conversations: ConversationRepository,
    private readonly log: Log,
    config: AppConfig,
  ) {
    this.costs = new Collection(store, conversationCostCollection);
    this.mostCalls = config.language.chatModel?.callsPerConversation ?? 0;
  }

  meterOf(run: PipelineRun): StepMeter {
    return new ConversationMeter(this, run);
  }

  /** Null when nothing was asked. */
  async find({ ownerId, conversationId, revision }: PipelineRun): Promise<ConversationCost | null> {
    return (await this.costs.in({ conversationId }).get(ownerId, String(revision)))?.data ?? null;
  }

  /** Counts a call before it is made, so that one whose process dies is counted too. */
  async admit(run: PipelineRun, taskKey: string): Promise<boolean> {
    return this.change(run, (cost) => {
      if (cost.calls < this.mostCalls) return [{ ...cost, calls: cost.calls + 1 }, true];
      return [{ ...cost, refused: increased(cost.refused, taskKey, 1) }, false];
    });
  }

  async spend(run: PipelineRun, taskKey: string, call: ModelCall): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const standing = await this.read(transaction, run);
      const writeDay = await this.usage.addIn(transaction, run.ownerId, taskKey, call);
      this.write(transaction, run, { ...standing, cost: plusCall(standing.cost, taskKey, call) });
      writeDay();
    });
  }

  /** Sets how many parts a task left out: a step that runs again leaves out the same. */
  async leaveOut(run: PipelineRun, taskKey: string, parts: number): Promise<void> {
    await this.change(run, (cost) => [{ ...cost, left_out: { ...cost.left_out, [taskKey]: parts } }, null]);
    this.log.warn('Parts of a conversation were too many for the chat model; rules read them', {
      'conversation.id': run.conversationId,
      'task.key': taskKey,
      count: parts,
    });
  }

  private async change<T>(
    run: PipelineRun,
    change: (cost: ConversationCost) => readonly [ConversationCost, T],
  ): Promise<T> {
    return this.store.transaction(async (transaction) => {
      const standing = await this.read(transaction, run);
      const [cost, answer] = change(standing.cost);
      this.write(transaction, run, { ...standing, cost });
      return answer;
    });
  }

  private async read(transaction: DocumentTransaction, run: PipelineRun): Promise<Standing> {
    const { ownerId, conversationId, revision } = run;
    const costs = this.costs.in({ conversationId }).within(transaction);
    const cost = (await costs.get(ownerId, String(revision)))?.data ?? noCost(revision);
    const isThere = (await this.conversations.readHead(transaction, ownerId, conversationId)) !== null;
    return { cost, isThere };
  }

  /** A conversation that was deleted meanwhile leaves nothing behind. */
  private write(transaction: DocumentTransaction, run: PipelineRun, { cost, isThere }: Standing): void {
    if (!isThere) return;
    const costs = this.costs.in({ conversationId: run.conversationId }).within(transaction);
    costs.set(run.ownerId, String(run.revision), cost);
  }
}

/** What a conversation has cost, and whether it is still there. */
interface Standing {
  readonly cost: ConversationCost;
  readonly isThere: boolean;
}

function increased(
  counts: Readonly<Record<string, number>>,
  key: string,
  by: number,
): Record<string, number> {
  return { ...counts, [key]: (counts[key] ?? 0) + by };
}

class ConversationMeter extends CallMeter implements StepMeter {
  constructor(
    private readonly costs: ConversationCosts,
    private readonly run: PipelineRun,
  ) {
    super();
  }

  override admit(taskKey: string): Promise<boolean> {
    return this.costs.admit(this.run, taskKey);
  }

  override spent(taskKey: string, call: ModelCall): Promise<void> {
    return this.costs.spend(this.run, taskKey, call);
  }

  leftOut(taskKey: string, parts: number): Promise<void> {
    return this.costs.leaveOut(this.run, taskKey, parts);
  }
}
