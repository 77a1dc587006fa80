import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import type { App, AppCard } from '#libs/contracts';
import { appNotFound } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { disabling, enabling, forgetting, preferring } from './app-choices.rules.js';
import { AppCatalog } from './app-catalog.js';
import { builtInApp } from './built-in/built-in-apps.js';
import { AppChoicesRepository } from './store/app-choices.repository.js';
import { AppRepository, MAX_OWN_APPS } from './store/app.repository.js';
import { cardOf, shownApp, type AppText } from './store/app-row.js';

/** Who an app is by whose owner has told nobody a name. */
const NAMELESS_AUTHOR = 'Me';

/**
 * What owners do with apps. Methods on one app: `not_found` APP_NOT_FOUND, also for another owner's; on writing one that comes with the server
 * `forbidden` APP_IS_BUILT_IN.
 */
@Injectable()
export class AppsService {
  constructor(
    private readonly catalog: AppCatalog,
    private readonly apps: AppRepository,
    private readonly choices: AppChoicesRepository,
    private readonly profile: OwnerProfile,
  ) {}

  /** Those that come with the server first, then the owner's own, oldest first. */
  async list(ownerId: string): Promise<AppCard[]> {
    const [apps, choices] = await Promise.all([this.catalog.list(ownerId), this.choices.of(ownerId)]);
    return apps.map((app) => cardOf(shownApp(ownerId, app, choices)));
  }

  async get(ownerId: string, id: string): Promise<App> {
    const [app, choices] = await Promise.all([this.catalog.find(ownerId, id), this.choices.of(ownerId)]);
    if (!app) throw appNotFound(id);
    return shownApp(ownerId, app, choices);
  }

  /** Those that the owner wrote, whole: for the owner's export. */
  async *own(ownerId: string): AsyncIterable<App> {
    const choices = await this.choices.of(ownerId);
    for (const app of await this.apps.list(ownerId)) yield shownApp(ownerId, app, choices);
  }

  /** Ids of those that the owner has enabled. */
  async enabled(ownerId: string): Promise<readonly string[]> {
    return (await this.choices.of(ownerId)).enabled_app_ids;
  }

  /** A private app of the owner's own, not enabled yet. Answers its id. `invalid` APPS_FULL. */
  async create(ownerId: string, text: AppText): Promise<string> {
    const author = text.author ?? (await this.profile.nameOf(ownerId)) ?? NAMELESS_AUTHOR;
    const app = await this.apps.add(ownerId, { ...text, author });
    if (app) return app.id;
    throw new AppError(
      'invalid',
      'APPS_FULL',
      `There are ${MAX_OWN_APPS} apps of yours already. Delete one, then try again.`,
      { limit: MAX_OWN_APPS },
    );
  }

  async update(ownerId: string, id: string, text: Partial<AppText>): Promise<void> {
    demandOwn(id);
    if (!(await this.apps.change(ownerId, id, text))) throw appNotFound(id);
  }

  /** What it has written stays where it is. */
  async delete(ownerId: string, id: string): Promise<void> {
    demandOwn(id);
    if (!(await this.apps.find(ownerId, id))) throw appNotFound(id);
    await this.choices.change(ownerId, forgetting(id));
    await this.apps.delete(ownerId, id);
  }

  async enable(ownerId: string, id: string): Promise<void> {
    await this.get(ownerId, id);
    await this.choices.change(ownerId, enabling(id));
  }

  async disable(ownerId: string, id: string): Promise<void> {
    await this.get(ownerId, id);
    await this.choices.change(ownerId, disabling(id));
  }

  /** Null: none. */
  async prefer(ownerId: string, id: string | null): Promise<void> {
    if (id !== null) await this.get(ownerId, id);
    await this.choices.change(ownerId, preferring(id));
  }
}

function demandOwn(id: string): void {
  if (!builtInApp(id)) return;
  throw new AppError(
    'forbidden',
    'APP_IS_BUILT_IN',
    'This app comes with the server. Write one of your own with its prompt, and change that.',
    { appId: id },
  );
}
