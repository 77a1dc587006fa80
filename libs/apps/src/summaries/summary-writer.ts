import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import type { TranscriptInput, TranscriptTurn } from '#libs/contracts';
import {
  appNotFound,
  groundOf,
  InstalledApps,
  isEnglish,
  PartReader,
  reportOf,
  SummaryApps,
  uncounted,
  type AppSummary,
  type Asking,
  type ChosenApp,
  type PartAnswer,
  type StepMeter,
  type SummarySubject,
} from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { AppCatalog } from '../app-catalog.js';
import { builtInApp, RUN_UNASKED } from '../built-in/built-in-apps.js';
import { AppChoicesRepository } from '../store/app-choices.repository.js';
import { AppRepository } from '../store/app.repository.js';
import { appSummaryTask, type AppSummaryAnswer, type AppSummaryInput } from './app-summary.task.js';
import { foundMatters, NOTHING_FOUND } from './found-matters.js';
import { suggestedApps } from './suggestions.rules.js';

/** Of what an app wrote about one part of a long conversation, in the report on all parts. */
const MAX_PART_CHARACTERS = 2_000;

/** What an app asks for, and of which conversation. */
export type SummaryOrder = Pick<AppSummaryInput, 'app' | 'prompt' | 'isAsked'> & {
  readonly subject: SummarySubject;
};

/** The summaries of apps: which one writes, and what. */
@Injectable()
export class SummaryWriter extends SummaryApps implements OnModuleInit {
  constructor(
    private readonly catalog: AppCatalog,
    private readonly apps: AppRepository,
    private readonly choices: AppChoicesRepository,
    private readonly model: LanguageModel,
    private readonly installed: InstalledApps,
  ) {
    super();
  }

  onModuleInit(): void {
    this.installed.register(this);
  }

  override async demand(ownerId: string, appId: string): Promise<void> {
    if (!(await this.catalog.find(ownerId, appId))) throw appNotFound(appId);
    if (!this.canWriteFor(appId)) throw modelNeeded();
  }

  override async suggest(ownerId: string, subject: SummarySubject): Promise<readonly string[]> {
    const { enabled_app_ids: enabled, disabled_app_ids: disabled } = await this.choices.of(ownerId);
    const ownIds = enabled.filter((id) => !builtInApp(id));
    const own = ownIds.length === 0 ? [] : await this.apps.list(ownerId);
    const candidates = own.filter(({ id }) => ownIds.includes(id));
    return suggestedApps(subject, candidates, (id) => !disabled.includes(id));
  }

  /**
   * The preferred one, else the first suggested one that its owner has enabled. Nobody who chose nothing is made to pay for a model; rules
   * cost nothing, so without one an app that comes with the server writes, if it may say more than is shown already.
   */
  override async choose(ownerId: string, suggested: readonly string[]): Promise<ChosenApp | null> {
    const choices = await this.choices.of(ownerId);
    const preferred = choices.preferred_app_id;
    if (preferred !== null && (await this.catalog.find(ownerId, preferred))) {
      return { appId: preferred, isAsked: true };
    }
    const wanted = suggested.filter((id) => !choices.disabled_app_ids.includes(id));
    const enabled = wanted.find((id) => choices.enabled_app_ids.includes(id));
    if (enabled !== undefined) return { appId: enabled, isAsked: true };
    const unasked = this.model.available ? undefined : wanted.find((id) => RUN_UNASKED.has(id));
    return unasked === undefined ? null : { appId: unasked, isAsked: false };
  }

  override async write(
    ownerId: string,
    { appId, isAsked }: ChosenApp,
    subject: SummarySubject,
    { signal, runStep = uncounted }: Asking,
  ): Promise<AppSummary> {
    const app = await this.catalog.find(ownerId, appId);
    if (!app) throw appNotFound(appId);
    if (!this.canWriteFor(appId)) throw modelNeeded();
    const { id, name, description, memory_prompt: prompt } = app;
    const order = { app: { id, name, description }, prompt, subject, isAsked };
    const content = await runStep(`app_summary.${id}`, (meter) => this.textOf(order, meter, signal));
    return content === '' ? { content: null, failure: 'APP_WROTE_NOTHING' } : { content, failure: null };
  }

  /** Empty where there is nothing to write, or nobody who could. A conversation that is too long is read part by part. */
  async textOf(
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

  /** Rules know what the apps that come with the server are for; the prompt of any other only a model understands. */
  private canWriteFor(appId: string): boolean {
    return this.model.available || builtInApp(appId) !== null;
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

export function modelNeeded(): AppError {
  return new AppError(
    'conflict',
    'APP_NEEDS_MODEL',
    'This prompt can only be read by a language model, and none is configured (LLM_BASE_URL, LLM_MODEL).',
  );
}
