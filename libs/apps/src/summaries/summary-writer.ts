import { Injectable } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import type { TranscriptInput, TranscriptTurn } from '#libs/contracts';
import {
  groundOf,
  isEnglish,
  PartReader,
  reportOf,
  type PartAnswer,
  type StepMeter,
  type SummarySubject,
} from '#libs/conversations';
import { appSummaryTask, type AppSummaryAnswer, type AppSummaryInput } from './app-summary.task.js';
import { foundMatters, NOTHING_FOUND } from './found-matters.js';

/** Of what an app wrote about one part of a long conversation, in the report on all parts. */
const MAX_PART_CHARACTERS = 2_000;

/** What an app asks for, and of which conversation. */
export type SummaryOrder = Pick<AppSummaryInput, 'app' | 'prompt' | 'isAsked'> & {
  readonly subject: SummarySubject;
};

/** Has the language model write what an app asks for, or the rules. */
@Injectable()
export class SummaryWriter {
  constructor(private readonly model: LanguageModel) {}

  /** Empty where there is nothing to write, or nobody who could. A conversation that is too long is read part by part. */
  async write(
    { subject: { input, structured }, ...order }: SummaryOrder,
    meter?: StepMeter,
    signal?: AbortSignal,
  ): Promise<string> {
    const found = foundMatters(structured);
    const answers = await new PartReader(this.model, meter, signal).read(appSummaryTask, input, (part) => ({
      ...order,
      transcript: part,
      found: part === input ? found : NOTHING_FOUND,
      quotable: quotableOf(part),
    }));
    if (answers.length === 1) return answers[0]!.output.content;
    const transcript = reportOnParts(input, order.app.name, answers);
    if (transcript.turns.length === 0) return '';
    const { output } = await this.model.run(
      appSummaryTask,
      { ...order, transcript, found, quotable: quotableOf(input) && [], isReport: true },
      signal,
      meter,
    );
    return output.content;
  }
}

/** What rules may repeat: nothing of those who tell a model what to do. Null: they read English only. */
function quotableOf(input: TranscriptInput): TranscriptTurn[] | null {
  const { language, outputLanguage = language, turns } = input;
  if (!isEnglish(language) || !isEnglish(outputLanguage)) return null;
  const ground = groundOf(input);
  return turns.filter(({ segmentIds }) => ground.borneBy(segmentIds).length > 0);
}

/** What was written about the parts in which there was something to write. */
function reportOnParts(
  input: TranscriptInput,
  title: string,
  answers: readonly PartAnswer<AppSummaryAnswer>[],
): TranscriptInput {
  const told = answers.filter(({ output }) => output.content !== '');
  return reportOf(
    input,
    told.map(({ part, output }) => ({
      part,
      output: { title, overview: output.content.slice(0, MAX_PART_CHARACTERS) },
    })),
  );
}
