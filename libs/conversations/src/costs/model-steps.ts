import { Injectable } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import type { PipelineRun } from '../pipeline/receipt.js';
import { ReceiptsRepository } from '../pipeline/receipts.repository.js';
import { uncounted, type StepRunner, type StepWork } from '../understanding/steps.js';
import { ConversationCosts } from './conversation-costs.js';

/**
 * What a conversation's processing asks of the language model: each step once for a revision, however often its job is repeated, so that it
 * is paid and counted once; every call counted and bounded.
 */
@Injectable()
export class ModelSteps {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly costs: ConversationCosts,
    private readonly model: LanguageModel,
  ) {}

  /** Answers what the step gave, now or when it was first done. `conflict` CONVERSATION_CHANGED as of `ReceiptsRepository.once`. */
  once<Output>(run: PipelineRun, step: string, work: StepWork<Output>): Promise<Output> {
    return this.receipts.once(run, step, () => work(this.costs.meterOf(run)));
  }

  /** The same for parts of a stage that has a receipt of its own. Without a chat model nothing is paid, so that no part needs one. */
  runnerOf(run: PipelineRun): StepRunner {
    return this.model.available ? (step, work) => this.once(run, step, work) : uncounted;
  }
}
