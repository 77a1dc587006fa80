import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore } from '#libs/storage';
import { NO_CHOICES, type AppChoices } from './app-row.js';
import { appChoiceCollection } from './collections.js';

const DOCUMENT = 'summaries';

/** Which apps an owner wants, `users/{uid}/app_choices/summaries`. */
@Injectable()
export class AppChoicesRepository {
  private readonly choices: Collection<AppChoices>;

  constructor(private readonly store: DocumentStore) {
    this.choices = new Collection(store, appChoiceCollection);
  }

  async of(ownerId: string): Promise<AppChoices> {
    return (await this.choices.get(ownerId, DOCUMENT))?.data ?? NO_CHOICES;
  }

  async change(ownerId: string, change: (current: AppChoices) => AppChoices): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const choices = this.choices.within(transaction);
      const current = (await choices.get(ownerId, DOCUMENT))?.data ?? NO_CHOICES;
      choices.set(ownerId, DOCUMENT, change(current));
    });
  }
}
