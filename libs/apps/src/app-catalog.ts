import { Injectable } from '@nestjs/common';
import { builtInApp, builtInApps } from './built-in/built-in-apps.js';
import { AppRepository } from './store/app.repository.js';
import type { AppRow, SummaryApp } from './store/app-row.js';

/** The apps that an owner can use: those that come with the server, and the owner's own. */
@Injectable()
export class AppCatalog {
  constructor(private readonly apps: AppRepository) {}

  async find(ownerId: string, id: string): Promise<SummaryApp | AppRow | null> {
    return builtInApp(id) ?? (await this.apps.find(ownerId, id));
  }

  /** Those that come with the server first. */
  async list(ownerId: string): Promise<(SummaryApp | AppRow)[]> {
    return [...builtInApps(), ...(await this.apps.list(ownerId))];
  }
}
