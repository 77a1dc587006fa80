import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { vi } from 'vitest';
import { accountCollections, AccountsModule, OwnerBootstrap } from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { ConfigModule, loadConfig } from '#libs/config';
import { AppEventBus, processConversation, type Conversation } from '#libs/contracts';
import {
  ConversationCreation,
  conversationCollections,
  conversationJobs,
  ConversationProcessing,
  ConversationsService,
  type NewText,
} from '#libs/conversations';
import { Clock, SystemClock } from '#libs/kernel';
import { memoryCollections, memoryJobs, MemoriesModule } from '#libs/memories';
import { ObservabilityModule } from '#libs/observability';
import { JobQueue, QueueModule } from '#libs/queue';
import { StorageModule } from '#libs/storage';
import { AppsModule } from '../apps.module.js';
import type { AppText } from '../store/app-row.js';
import { appCollections } from '../store/collections.js';

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: AppEventBus, useFactory: () => new AppEventBus() },
  ],
  exports: [Clock, AppEventBus],
})
class SurroundingsModule {}

/** An app of an owner's own. */
export const HAIKU: AppText = {
  name: 'Haiku',
  description: 'The talk in three lines.',
  category: 'entertainment-and-fun',
  memory_prompt: 'Write a haiku about the conversation.',
};

/** Apps, conversations and memories on embedded storage, with the chat model at an address, or with rules alone. */
export class AppsBench {
  private constructor(
    private readonly app: TestingModule,
    private readonly dataDir: string,
    private readonly modelUrl: string | null,
    /** The owner of the server, Sam. */
    readonly owner: string,
  ) {}

  /** @param modelUrl of a chat model; null: there is none */
  static async start(modelUrl: string | null = null, dataDir?: string): Promise<AppsBench> {
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'mneme-apps-')));
    const config = loadConfig({
      DATA_DIR: folder,
      OWNER_NAME: 'Sam',
      ...(modelUrl === null ? {} : { LLM_BASE_URL: modelUrl, LLM_MODEL: 'scripted-1' }),
    });
    const app = await Test.createTestingModule({
      imports: [
        SurroundingsModule,
        ConfigModule.forConfig({ ...config, owner: { name: 'Sam', timeZone: 'America/Chicago' } }),
        ObservabilityModule.forLog({ level: 'silent', format: 'json' }),
        StorageModule.forRoot({
          collections: [
            ...accountCollections,
            ...conversationCollections,
            ...memoryCollections,
            ...appCollections,
          ],
        }),
        QueueModule.forRoot({ config, definitions: [...conversationJobs, ...memoryJobs] }),
        AiModule,
        AccountsModule,
        MemoriesModule,
        AppsModule,
      ],
    }).compile();
    await app.init();
    const owner = (await app.get(OwnerBootstrap).ensureOwner()).uid;
    return new AppsBench(app, folder, modelUrl, owner);
  }

  /** The same data in a new process. */
  async restarted(): Promise<AppsBench> {
    await this.app.close();
    return AppsBench.start(this.modelUrl, this.dataDir);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.app.get(token as Type<T>, { strict: false });
  }

  /** What was said, a line each: `You: words` or `Name: words`. Answered when everything that follows from it is done. */
  async hear(text: string, about: Partial<NewText> = {}, ownerId = this.owner): Promise<Conversation> {
    const creation = this.get(ConversationCreation);
    const created = await creation.fromText(ownerId, { text, textSource: 'audio_transcript', ...about });
    await creation.whenProcessed(ownerId, created);
    return this.current(created.id, ownerId);
  }

  async reprocess(id: string, appId?: string): Promise<Conversation> {
    const request = appId === undefined ? {} : { appId };
    await this.get(ConversationProcessing).reprocess(this.owner, id, request);
    return this.current(id);
  }

  /** Has the job of processing come once more. */
  async repeatJob({ id, revision }: Conversation): Promise<Conversation> {
    const run = { ownerId: this.owner, conversationId: id, revision };
    await this.get(JobQueue).enqueue(processConversation, run);
    return this.current(id);
  }

  async current(id: string, ownerId = this.owner): Promise<Conversation> {
    await this.idle();
    return this.get(ConversationsService).get(ownerId, id);
  }

  private async idle(): Promise<void> {
    await vi.waitFor(
      async () => {
        const counts = Object.values(await this.get(JobQueue).countsByName());
        if (counts.some(({ waiting, active }) => waiting + active > 0)) throw new Error('Jobs go on.');
      },
      { timeout: 60_000, interval: 20 },
    );
  }
}
