import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { accountCollections, AccountsModule, OwnerBootstrap } from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { ConfigModule, loadConfig } from '#libs/config';
import { AppEventBus, extractMemories, indexMemory, type Conversation, type Memory } from '#libs/contracts';
import { conversationCollections, conversationJobs } from '#libs/conversations';
import { Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { JobQueue, QueueModule } from '#libs/queue';
import { DataLifecycle, DocumentStore, KeywordIndex, StorageModule, VectorStore } from '#libs/storage';
import { MemoriesModule, memoryJobs } from './memories.module.js';
import { MemoriesService } from './memories.service.js';
import { MemoryExtraction } from './extraction/memory-extraction.js';
import { MemorySearch } from './search/memory-search.js';
import { memoryCollections } from './store/collections.js';

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: AppEventBus, useFactory: () => new AppEventBus() },
  ],
  exports: [Clock, AppEventBus],
})
class SurroundingsModule {}

/** A finished conversation in which the owner says these sentences. */
function conversationOf(id: string, day: number, ...texts: string[]): Conversation {
  const startedAt = new Date(Date.UTC(2026, 2, day, 12));
  const segment = (text: string, index: number) => ({
    id: `${id}-s${index}`, text, speaker: 'SPEAKER_0', speaker_id: 0, is_user: true, person_id: null, start: index * 10, end: index * 10 + 8,
    translations: [], speech_profile_processed: true, stt_provider: null,
  }); // prettier-ignore
  return {
    id, created_at: startedAt, updated_at: startedAt, started_at: startedAt, finished_at: startedAt, source: 'omi', language: 'en',
    structured: { title: 'Talk', overview: '', emoji: '🧠', category: 'other', action_items: [], events: [] },
    transcript_segments: texts.map(segment), geolocation: null, photos: [], audio_files: [], apps_results: [], plugins_results: [],
    external_data: null, app_id: null, discarded: false, visibility: 'private', starred: false, status: 'completed', is_locked: false,
    folder_id: null, client_device_id: null, client_platform: null, timeout_seconds: 120, revision: 1, relevance_decision: null,
    failure_code: null,
  }; // prettier-ignore
}

const HOME = conversationOf('c1', 5, 'I live in Madison, on Willow Street.', 'I am allergic to penicillin.');
const MOVED = conversationOf('c2', 20, 'We moved last weekend.', 'Now we live in Milwaukee, near the lake.');
const PAGE = { limit: 100, offset: 0 };

describe('MemoriesModule on embedded storage', () => {
  let dataDir: string;
  let app: TestingModule;
  let owner: string;
  let memories: MemoriesService;
  let extraction: MemoryExtraction;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-memories-'));
    const config = loadConfig({ DATA_DIR: dataDir, OWNER_NAME: 'Sam' });
    app = await Test.createTestingModule({
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
    owner = (await app.get(OwnerBootstrap).ensureOwner()).uid;
    memories = app.get(MemoriesService);
    extraction = app.get(MemoryExtraction, { strict: false });
  });
  afterEach(async () => {
    await app.close();
    await rm(dataDir, { recursive: true });
  });

  /** A conversation is processed: for the first time, or once more. */
  const revisions = new Map<string, number>();
  async function processed(conversation: Conversation, ownerId = owner): Promise<void> {
    const path = `users/${ownerId}/conversations/${conversation.id}`;
    const revision = (revisions.get(path) ?? 0) + 1;
    revisions.set(path, revision);
    const data = { ...conversation, revision };
    await app.get(DocumentStore).write([{ kind: 'set', path, data }]);
    await extraction.extract(ownerId, data);
  }

  const contents = async (ownerId = owner) =>
    (await memories.list(ownerId, PAGE)).map((memory) => memory.content).sort();
  const found = async (text: string, ownerId = owner) =>
    (await app.get(MemorySearch).search(ownerId, { text, limit: 10 })).map((hit) => hit.memory.content);
  const indexed = () =>
    vi.waitFor(async () => {
      const { [indexMemory.name]: indexing } = await app.get(JobQueue).countsByName();
      expect(indexing ?? {}).toMatchObject(indexing ? { waiting: 0, active: 0, delayed: 0 } : {});
    }, 10_000);

  it('keeps the facts of a conversation with their evidence, and finds them by words and by meaning', async () => {
    await processed(HOME);
    await indexed();
    expect(await contents()).toEqual([
      'Sam is allergic to penicillin',
      'Sam lives in Madison, on Willow Street',
    ]);
    const [allergy] = (await memories.list(owner, PAGE)).filter((memory) => memory.topic === 'health');
    expect(allergy!.evidence).toMatchObject([
      { source_id: 'c1', segment_ids: ['c1-s1'], start: 10, end: 18, quote: 'I am allergic to penicillin.' },
    ]);
    expect((await found('Which medicine is Sam allergic to?'))[0]).toBe('Sam is allergic to penicillin');
  });

  it('changes nothing when the same conversation is processed again', async () => {
    await processed(HOME);
    const before = await memories.list(owner, PAGE);
    await processed(HOME);
    await indexed();
    expect(await memories.list(owner, PAGE)).toEqual(before);
    expect(await app.get(VectorStore).count('memories', owner)).toBe(2);
  });

  it('hides a fact that was replaced, from lists and from search', async () => {
    await processed(HOME);
    await processed(MOVED);
    await indexed();
    expect(await contents()).toEqual([
      'Sam is allergic to penicillin',
      'Sam lives in Milwaukee, near the lake',
    ]);
    expect(await found('Madison Willow Street')).not.toContain('Sam lives in Madison, on Willow Street');
    expect(await app.get(KeywordIndex).countByPrefix('memories', owner, '')).toBe(2);
  });

  it('never mixes two owners', async () => {
    await processed(HOME);
    await processed(conversationOf('c1', 5, 'I am allergic to penicillin and eggs.'), 'eve');
    await indexed();
    expect(await contents('eve')).toEqual(['The owner is allergic to penicillin and eggs']);
    expect(await found('Madison', 'eve')).toEqual([]);
    const [mine] = await memories.list(owner, PAGE);
    await expect(memories.get('eve', mine!.id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
    await expect(memories.delete('eve', mine!.id)).rejects.toMatchObject({ code: 'MEMORY_NOT_FOUND' });
  });

  it('keeps what the owner wrote, edited and threw out when a conversation is processed again', async () => {
    await processed(HOME);
    const manual = await memories.create(owner, { content: 'I keep the spare key under the pot' });
    const [home, allergy] = sorted(await memories.list(owner, PAGE));
    await memories.update(owner, home!.id, 'Sam lives in Madison near the park');
    await memories.review(owner, allergy!.id, false);
    await processed(HOME);
    await indexed();
    expect(await contents()).toEqual([manual.content, 'Sam lives in Madison near the park']);
    expect(await found('penicillin')).toEqual([]);
  });

  it('lets nothing of a deleted conversation stay, but for what another one bears out', async () => {
    await processed(HOME);
    await processed(conversationOf('c3', 8, 'Yes, I am allergic to penicillin.'));
    await indexed();
    const lifecycle = app.get(DataLifecycle);
    await lifecycle.deleteConversation(owner, 'c1');
    expect(await lifecycle.findConversation(owner, 'c1')).toEqual([]);
    const [left, ...others] = await memories.list(owner, PAGE);
    expect(others).toEqual([]);
    expect(left).toMatchObject({
      content: 'Sam is allergic to penicillin',
      conversation_id: 'c3',
      evidence: [{ source_id: 'c3' }],
    });
    expect(await found('Madison')).toEqual([]);
  });

  it('takes a deleted memory out of search for good', async () => {
    const memory = await memories.create(owner, { content: 'The boiler was serviced by Anders' });
    await indexed();
    expect(await found('boiler')).toHaveLength(1);
    await memories.delete(owner, memory.id);
    await indexed();
    expect(await app.get(KeywordIndex).countByPrefix('memories', owner, '')).toBe(0);
    await expect(memories.delete(owner, memory.id)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('runs as a job on a stored conversation and says when it is done', async () => {
    await app
      .get(DocumentStore)
      .write([{ kind: 'create', path: `users/${owner}/conversations/c1`, data: HOME }]);
    const heard = new Promise<string[]>((resolve) => {
      app.get(AppEventBus).on('memories.extracted', (event) => resolve(event.memoryIds));
    });
    await app.get(JobQueue).enqueue(extractMemories, { ownerId: owner, conversationId: 'c1', revision: 1 });
    expect(await heard).toHaveLength(2);
    expect(await contents()).toHaveLength(2);
  });
});

function sorted(memories: readonly Memory[]): Memory[] {
  return [...memories].sort((a, b) => b.content.localeCompare(a.content));
}
