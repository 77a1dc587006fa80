import { ClosedMeter, type LanguageModel, type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { readingPlanOf } from './reading-plan.rules.js';
import { type StepMeter } from './steps.js';
import { type Summary } from './summary.js';

/** What a task found in one part of a conversation. */
export interface PartAnswer<Output> {
  readonly part: TranscriptInput;
  readonly output: Output;
}

const CLOSED = new ClosedMeter();

/** Has a conversation read part by part, as much of it by the model as its window and the number of calls allow, the rest by the rules. */
export class PartReader {
  constructor(
    private readonly model: LanguageModel,
    private readonly meter: StepMeter | undefined,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** One part after the other: a model's rate limit is shared by everything else that runs. */
  async read<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: TranscriptInput,
    toInput: (part: TranscriptInput) => Input,
  ): Promise<PartAnswer<Output>[]> {
    const { parts, leftOut } = readingPlanOf(input, this.model.contextTokens);
    if (leftOut.size > 0) await this.meter?.leftOut?.(task.key, leftOut.size);
    const answers: PartAnswer<Output>[] = [];
    for (const [at, part] of parts.entries()) {
      const meter = leftOut.has(at) ? CLOSED : this.meter;
      const { output } = await this.model.run(task, toInput(part), this.signal, meter);
      answers.push({ part, output });
    }
    return answers;
  }
}

/** The summaries of the parts, as a transcript that can be summed up again: one turn each. */
export function reportOf(
  input: TranscriptInput,
  answers: readonly PartAnswer<Pick<Summary, 'title' | 'overview'>>[],
): TranscriptInput {
  const turns = answers.map(({ part: { turns: said }, output }, at) => ({
    segmentIds: said[0]!.segmentIds.slice(0, 1),
    speaker: `Part ${at + 1}`,
    isUser: null,
    text: `${output.title}. ${output.overview}`,
    start: said[0]!.start,
    end: said.at(-1)!.end,
  }));
  // What pictures showed is in the first part's summary.
  return { ...input, language: input.outputLanguage ?? input.language, turns, photos: [] };
}
