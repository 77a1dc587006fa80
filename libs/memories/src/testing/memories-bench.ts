import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { accountCollections, AccountsModule, OwnerBootstrap } from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { ConfigModule, loadConfig } from '#libs/config';
import { AppEventBus, type Conversation, type Memory } from '#libs/contracts';
import { conversationCollections, conversationJobs } from '#libs/conversations';
import { Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { JobQueue, QueueModule } from '#libs/queue';
import { DocumentStore, SealedStorage, StorageModule } from '#libs/storage';
import { MemoryConsolidation } from '../consolidation/memory-consolidation.js';
import { MemoryExtraction } from '../extraction/memory-extraction.js';
import { MemoriesModule, memoryJobs } from '../memories.module.js';
import { MemoriesService } from '../memories.service.js';
import { memoryCollections } from '../store/collections.js';
import { countDocuments, type DocumentCost } from './counted-documents.js';

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: AppEventBus, useFactory: () => new AppEventBus() },
  ],
  exports: [Clock, AppEventBus],
})
class SurroundingsModule {}

const ALL = { limit: 5_000, offset: 0 };

/** Memories on embedded storage in a folder of their own, with jobs, search and the rules that answer without a model. */
export class MemoriesBench {
  private readonly revisions = new Map<string, number>();

  private constructor(
    private readonly app: TestingModule,
    private readonly dataDir: string,
    /** The owner of the server, Sam. */
    readonly owner: string,
    private readonly cost: DocumentCost,
  ) {}

  static async start(): Promise<MemoriesBench> {
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-memories-'));
    const config = loadConfig({ DATA_DIR: dataDir, OWNER_NAME: 'Sam' });
    const app = await Test.createTestingModule({
      imports: [
        SurroundingsModule,
        ConfigModule.forConfig({ ...config, owner: { name: 'Sam', timeZone: 'America/Chicago' } }),
        ObservabilityModule.forLog({ level: 'silent', format: 'json' }),
        StorageModule.forRoot({
          collections: [...accountCollections, ...conversationCollections, ...memoryCollections],
        }),
        QueueModule.forRoot({ config, definitions: [...conversationJobs, ...memoryJobs] }),
        AiModule,
        AccountsModule,
        MemoriesModule,
      ],
    }).compile();
    await app.init();
    const owner = (await app.get(OwnerBootstrap).ensureOwner()).uid;
    const cost = countDocuments(app.get(SealedStorage).raw.documents);
    return new MemoriesBench(app, dataDir, owner, cost);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await rm(this.dataDir, { recursive: true });
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T {
    return this.app.get(token as Type<T>, { strict: false });
  }

  /** Processes a conversation, for the first time or once more. Answers what it brought. */
  async hear(conversation: Conversation, ownerId = this.owner): Promise<readonly Memory[]> {
    const stored = await this.store(conversation, ownerId);
    return this.get(MemoryExtraction).extract(ownerId, stored);
  }

  /** Keeps the conversation, ready for its next processing. */
  async store(conversation: Conversation, ownerId = this.owner): Promise<Conversation> {
    const path = `users/${ownerId}/conversations/${conversation.id}`;
    const revision = (this.revisions.get(path) ?? 0) + 1;
    this.revisions.set(path, revision);
    const data = { ...conversation, revision };
    await this.get(DocumentStore).write([{ kind: 'set', path, data }]);
    return data;
  }

  consolidate(): Promise<number> {
    return this.get(MemoryConsolidation).run(this.owner);
  }

  /** What the lists show. */
  async shown(ownerId = this.owner): Promise<string[]> {
    const memories = await this.get(MemoriesService).list(ownerId, ALL);
    return memories.map(({ content }) => content).sort();
  }

  /** Waits until no job is left that could run now. */
  async idle(): Promise<void> {
    for (;;) {
      const { waiting, active } = await this.get(JobQueue).counts();
      const { 'memory.index': indexing } = await this.get(JobQueue).countsByName();
      if (waiting + active + (indexing?.delayed ?? 0) === 0) return;
      await this.get(Clock).sleep(20);
    }
  }

  /** What some work costs in documents; nothing else may run meanwhile. */
  async costOf(work: () => Promise<unknown>): Promise<DocumentCost> {
    const { reads, writes } = this.cost;
    await work();
    return { reads: this.cost.reads - reads, writes: this.cost.writes - writes };
  }
}
