import { Injectable } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import type { Memory } from '#libs/contracts';
import { pairKey, unclearPairs, type Verdicts } from './consolidation.rules.js';
import { judgePairsTask } from './judge-pairs.task.js';

/** Of one call. */
const MAX_PAIRS = 20;

/** Has the chat model tell of memories that rules cannot tell apart whether they say the same or contradict each other. */
@Injectable()
export class PairJudge {
  constructor(
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
  ) {}

  /** One call at most; nothing without a chat model, or when every pair is clear. */
  async verdictsOn(
    ownerId: string,
    batch: readonly Memory[],
    near: readonly Memory[],
    signal?: AbortSignal,
  ): Promise<Verdicts> {
    const pairs = this.model.available ? unclearPairs(batch, near, MAX_PAIRS) : [];
    if (pairs.length === 0) return new Map();
    const input = {
      pairs: pairs.map(({ fresh, known }) => ({ fresh: fresh.content, known: known.content })),
    };
    const meter = this.usage.meterOf(ownerId);
    const { output } = await this.model.run(judgePairsTask, input, signal, meter);
    return new Map(pairs.map(({ fresh, known }, index) => [pairKey(fresh, known), output.verdicts[index]!]));
  }
}
