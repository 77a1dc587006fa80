import type { App, AppCard, AppCategory } from '#libs/contracts';

/** What an owner writes about an app. */
export interface AppText {
  readonly name: string;
  readonly description: string;
  readonly category: AppCategory;
  /** What it asks of a conversation. */
  readonly memory_prompt: string;
  /** Left out: the owner's name. */
  readonly author?: string;
}

/** An app of an owner's own, as it lies in `users/{uid}/apps/{id}`: only its owner sees it. */
export interface AppRow extends Required<AppText> {
  readonly id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** What an owner has said about apps, `users/{uid}/app_choices/summaries`. */
export interface AppChoices {
  readonly enabled_app_ids: readonly string[];
  /** Those that are not to run unless they are named. */
  readonly disabled_app_ids: readonly string[];
  readonly preferred_app_id: string | null;
}

export const NO_CHOICES: AppChoices = {
  enabled_app_ids: [],
  disabled_app_ids: [],
  preferred_app_id: null,
};

/** An app as it is run, whoever wrote it. */
export interface SummaryApp extends Required<AppText> {
  readonly id: string;
  /** Whether it comes with the server. */
  readonly official: boolean;
}

/** As clients see it. */
export function shownApp(ownerId: string, app: SummaryApp | AppRow, { enabled_app_ids }: AppChoices): App {
  const { id, name, description, category, author, memory_prompt } = app;
  const official = 'official' in app && app.official;
  const dates = 'created_at' in app ? app : { created_at: null, updated_at: null };
  return {
    id,
    name,
    uid: official ? null : ownerId,
    private: !official,
    approved: official,
    status: official ? 'approved' : 'under-review',
    category,
    author,
    description,
    image: '',
    capabilities: ['memories'],
    official,
    enabled: enabled_app_ids.includes(id),
    memory_prompt,
    created_at: dates.created_at,
    updated_at: dates.updated_at,
  };
}

/** As lists show it. */
export function cardOf(app: App): AppCard {
  const card: AppCard & Partial<App> = { ...app };
  delete card.memory_prompt;
  delete card.updated_at;
  return card;
}
