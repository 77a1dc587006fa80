import { Injectable } from '@nestjs/common';
import type { PipelineRun } from '../pipeline/receipt.js';
import { ReceiptsRepository } from '../pipeline/receipts.repository.js';
import type { StepRunner, StepWork } from '../understanding/steps.js';
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
  ) {}

  /** Answers what the step gave, now or when it was first done. `conflict` CONVERSATION_CHANGED as of `ReceiptsRepository.once`. */
  once<Output>(run: PipelineRun, step: string, work: StepWork<Output>): Promise<Output> {
    return this.receipts.once(run, step, () => work(this.costs.meterOf(run)));
  }

  /** The same for whoever knows nothing of the run. */
  runnerOf(run: PipelineRun): StepRunner {
    return (step, work) => this.once(run, step, work);
  }
}
