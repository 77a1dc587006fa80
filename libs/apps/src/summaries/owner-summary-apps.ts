import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import {
  appNotFound,
  InstalledApps,
  SummaryApps,
  uncounted,
  type AppSummary,
  type Asking,
  type ChosenApp,
  type SummarySubject,
} from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { AppCatalog } from '../app-catalog.js';
import { builtInApp, RUN_UNASKED } from '../built-in/built-in-apps.js';
import { AppChoicesRepository } from '../store/app-choices.repository.js';
import { AppRepository } from '../store/app.repository.js';
import { suggestedApps } from './suggestions.rules.js';
import { SummaryWriter } from './summary-writer.js';

/** The apps that an owner has: which one writes about a conversation, and what. */
@Injectable()
export class OwnerSummaryApps extends SummaryApps implements OnModuleInit {
  constructor(
    private readonly catalog: AppCatalog,
    private readonly apps: AppRepository,
    private readonly choices: AppChoicesRepository,
    private readonly writer: SummaryWriter,
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
    const content = await runStep(`app_summary.${id}`, (meter) => this.writer.write(order, meter, signal));
    return content === '' ? { content: null, failure: 'APP_WROTE_NOTHING' } : { content, failure: null };
  }

  /** Rules know what the apps that come with the server are for; the prompt of any other only a model understands. */
  private canWriteFor(appId: string): boolean {
    return this.model.available || builtInApp(appId) !== null;
  }
}

export function modelNeeded(): AppError {
  return new AppError(
    'conflict',
    'APP_NEEDS_MODEL',
    'This prompt can only be read by a language model, and none is configured (LLM_BASE_URL, LLM_MODEL).',
  );
}
