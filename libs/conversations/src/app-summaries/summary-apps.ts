import { Injectable } from '@nestjs/common';
import type { Structured, TranscriptInput } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import type { Asking } from '../understanding/steps.js';

/** What an app sees of a conversation. */
export interface SummarySubject {
  readonly input: TranscriptInput;
  /** What was understood of it before. */
  readonly structured: Structured;
}

/** The text of an app, or a stable code that says why there is none. */
export type AppSummary =
  { readonly content: string; readonly failure: null } | { readonly content: null; readonly failure: string };

/** The app that is to write. */
export interface ChosenApp {
  readonly appId: string;
  /** Whether its owner asked for it, and so is told why when it writes nothing. Unasked it writes only what is not shown already. */
  readonly isAsked: boolean;
}

/** Apps that write a summary of their own about a conversation. They live on a higher floor. */
export abstract class SummaryApps {
  /** `not_found` APP_NOT_FOUND when this owner has no such app; `conflict` APP_NEEDS_MODEL when nobody is there who could write for it. */
  abstract demand(ownerId: string, appId: string): Promise<void>;
  /** Ids of apps that suit the conversation, the best first, at most three. Costs no call of a model. */
  abstract suggest(ownerId: string, subject: SummarySubject): Promise<readonly string[]>;
  /** The app that writes where nobody named one for this conversation; null: none. */
  abstract choose(ownerId: string, suggested: readonly string[]): Promise<ChosenApp | null>;
  abstract write(
    ownerId: string,
    app: ChosenApp,
    subject: SummarySubject,
    asking: Asking,
  ): Promise<AppSummary>;
}

/** The apps of this process. Whoever has them registers at start; before that, and where nobody does, there are none. */
@Injectable()
export class InstalledApps {
  private apps: SummaryApps = new NoApps();

  register(apps: SummaryApps): void {
    this.apps = apps;
  }

  get summaries(): SummaryApps {
    return this.apps;
  }
}

export function appNotFound(appId: string): AppError {
  return new AppError(
    'not_found',
    'APP_NOT_FOUND',
    'There is no such app here. GET /v1/apps lists those that there are.',
    { appId: appId.slice(0, 100) },
  );
}

class NoApps extends SummaryApps {
  override demand(_ownerId: string, appId: string): Promise<void> {
    return Promise.reject(appNotFound(appId));
  }

  override suggest(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  override choose(): Promise<null> {
    return Promise.resolve(null);
  }

  override write(_ownerId: string, { appId }: ChosenApp): Promise<AppSummary> {
    return Promise.reject(appNotFound(appId));
  }
}
