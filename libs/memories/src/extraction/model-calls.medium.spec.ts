import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  AccountsModule,
  accountCollections,
  ModelUsage,
  OwnerBootstrap,
  OwnerUsage,
  type PeriodUsage,
  type UseByFeature,
} from '#libs/accounts';
import { AiModule } from '#libs/ai';
import { ConfigModule, loadConfig } from '#libs/config';
import { AppEventBus, processConversation, type Conversation } from '#libs/contracts';
import {
  conversationCollections,
  conversationJobs,
  ConversationsService,
  DailySummaries,
  GoalsService,
} from '#libs/conversations';
import { Clock, SystemClock } from '#libs/kernel';
import { ObservabilityModule } from '#libs/observability';
import { JobQueue, QueueModule } from '#libs/queue';
import { DocumentStore, StorageModule } from '#libs/storage';
import {
  OpenAiServer,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { MemoryConsolidation } from '../consolidation/memory-consolidation.js';
import { memoryCollections, memoryJobs, MemoriesModule, MemoriesService } from '../index.js';

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: AppEventBus, useFactory: () => new AppEventBus() },
  ],
  exports: [Clock, AppEventBus],
})
class SurroundingsModule {}

const MOST_CALLS = 6;
/** Too short for the rules to keep it, too long for them to throw it away. */
const TALK = ['We could paint the kitchen.', 'Peter lives in Chicago now.'];

const taskOf = (request: ChatCompletionRequest) =>
  (request.response_format?.json_schema as { name?: string } | undefined)?.name ?? '';

/** A model that answers everything well. */
function helpful(request: ChatCompletionRequest) {
  switch (taskOf(request)) {
    case 'conversation_relevance':
      return saysJson({ keep: true, reason: 'fact' });
    case 'conversation_action_items':
      return saysJson({ items: [{ description: 'Paint the kitchen', due: null, segment_ids: ['1'] }] });
    case 'memory_extract':
      return saysJson({
        memories: [
          {
            content: 'Peter lives in Chicago', topic: 'relationships', category: 'system', subject: 'Peter',
            predicate: 'residence', segment_ids: ['2'], quote: 'Peter lives in Chicago now',
          },
        ],
      }); // prettier-ignore
    case 'goal_progress':
      return saysJson({ updates: [] });
    case 'knowledge_extract':
      return saysJson({ memories: [] });
    default:
      return saysJson({
        title: 'Painting the Kitchen',
        overview: 'The kitchen may be painted.',
        emoji: '🎨',
        category: 'real',
        retrieval: { people: ['Peter'], topics: ['kitchen'], entities: ['Chicago'], dates: [] },
      });
  }
}

function conversationOf(id: string, texts: readonly string[]): Conversation {
  const now = new Date();
  const segment = (text: string, index: number) => ({
    id: `${id}-s${index}`, text, speaker: 'SPEAKER_0', speaker_id: 0, is_user: true, person_id: null, start: index * 5, end: index * 5 + 4,
    translations: [], speech_profile_processed: true, stt_provider: null,
  }); // prettier-ignore
  return {
    id, created_at: now, updated_at: now, started_at: now, finished_at: now, source: 'omi', language: 'en',
    structured: { title: '', overview: '', emoji: '🧠', category: 'other', action_items: [], events: [] },
    transcript_segments: texts.map(segment), geolocation: null, photos: [], audio_files: [], apps_results: [], plugins_results: [],
    external_data: null, app_id: null, discarded: false, visibility: 'private', starred: false, status: 'processing', is_locked: false,
    folder_id: null, client_device_id: null, client_platform: null, timeout_seconds: 120, revision: 1, relevance_decision: null,
    failure_code: null,
  }; // prettier-ignore
}

interface Counted {
  readonly cost: Readonly<Record<string, unknown>> | undefined;
  readonly days: UseByFeature;
  readonly usage: PeriodUsage;
}

describe('what a conversation asks of the chat model', () => {
  let server: OpenAiServer;
  let dataDir: string;
  let app: TestingModule;
  let owner: string;
  /** Processed once before all else. */
  let short: Conversation;
  let askedForShort: readonly string[];
  let countedForShort: Counted;

  async function start(): Promise<void> {
    const config = loadConfig({
      DATA_DIR: dataDir,
      OWNER_NAME: 'Sam',
      LLM_BASE_URL: server.baseUrl,
      LLM_MODEL: 'scripted-1.5',
      LLM_CALLS_PER_CONVERSATION: String(MOST_CALLS),
    });
    const collections = [...accountCollections, ...conversationCollections, ...memoryCollections];
    app = await Test.createTestingModule({
      imports: [
        SurroundingsModule,
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog({ level: 'silent', format: 'json' }),
        StorageModule.forRoot({ collections }),
        QueueModule.forRoot({ config, definitions: [...conversationJobs, ...memoryJobs] }),
        AiModule,
        AccountsModule,
        MemoriesModule,
      ],
    }).compile();
    await app.init();
    owner = (await app.get(OwnerBootstrap).ensureOwner()).uid;
  }

  beforeAll(async () => {
    server = await OpenAiServer.start();
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-calls-'));
    await start();
    server.otherwise = helpful;
    short = await processed('short', TALK);
    askedForShort = tasks();
    countedForShort = await counted('short');
  });
  beforeEach(() => {
    server.requests.length = 0;
    server.otherwise = helpful;
  });
  afterAll(async () => {
    await app.close();
    await server.close();
    await rm(dataDir, { recursive: true });
  });

  async function process(id: string, revision = 1): Promise<void> {
    await app.get(JobQueue).enqueue(processConversation, { ownerId: owner, conversationId: id, revision });
    await idle();
  }
  async function processed(id: string, texts: readonly string[]): Promise<Conversation> {
    const data = conversationOf(id, texts);
    await app.get(DocumentStore).write([{ kind: 'set', path: `users/${owner}/conversations/${id}`, data }]);
    await process(id);
    return app.get(ConversationsService).get(owner, id);
  }
  const idle = () =>
    vi.waitFor(
      async () => {
        const counts = Object.entries(await app.get(JobQueue).countsByName());
        const busy = counts.filter(([, { waiting, active }]) => waiting + active > 0).map(([name]) => name);
        expect(busy).toEqual([]);
      },
      { timeout: 60_000, interval: 50 },
    );
  const tasks = () => server.requests.map(({ body }) => taskOf(body)).sort();
  async function counted(id: string): Promise<Counted> {
    const path = `users/${owner}/conversations/${id}/model_costs/1`;
    return {
      cost: (await app.get(DocumentStore).get<Record<string, unknown>>(path))?.data,
      days: await app.get(ModelUsage).summary(owner, 0),
      usage: await app.get(OwnerUsage).of(owner, 'all_time'),
    };
  }

  it('are at most four questions, answered in one conversation', async () => {
    expect(askedForShort).toEqual([
      'conversation_action_items',
      'conversation_notes',
      'conversation_relevance',
      'memory_extract',
    ]);
    expect(short).toMatchObject({ status: 'completed', structured: { title: 'Painting the Kitchen' } });
    const tasksOfShort = short.structured.action_items.map(({ description }) => description);
    expect(tasksOfShort).toEqual(['Paint the kitchen']);
    const memories = await app.get(MemoriesService).list(owner, { limit: 10, offset: 0 });
    expect(memories.map(({ content }) => content)).toContain('Peter lives in Chicago');
  });

  it('is counted by conversation, task, model and day, in numbers only', () => {
    const { cost, days, usage } = countedForShort;
    expect(cost).toMatchObject({ revision: 1, calls: 4, refused: {}, left_out: {} });
    expect(cost!['spent']).toHaveLength(4);
    expect(cost!['spent']).toContainEqual({
      task: 'conversation.notes', model: 'scripted-1.5', calls: 1, input_tokens: expect.any(Number) as number,
      output_tokens: expect.any(Number) as number, cached_tokens: 0,
    }); // prettier-ignore
    expect(JSON.stringify(cost)).not.toMatch(/kitchen|Peter/i);
    expect(days).toMatchObject({ conversation_notes: { call_count: 1 }, memory_extract: { call_count: 1 } });
    expect(days['conversation_notes']!.input_tokens).toBeGreaterThan(500);
    expect(usage.total).toMatchObject({
      memories_created: 1,
      words_transcribed: 10,
      transcription_seconds: 9,
      speech_seconds: 8,
    });
  });

  it('is asked and counted once when the job comes again, even after a restart', async () => {
    const before = await counted('short');
    await app.close();
    await start();
    await process('short');
    expect(tasks()).toEqual([]);
    expect(await counted('short')).toEqual(before);
  });

  it('ends when there were too many: rules answer, and the refusals are noted', async () => {
    // Every answer wants a repair that never comes: two calls a question.
    server.otherwise = () => saysJson({ nothing: 'useful' });
    const conversation = await processed('stubborn', [
      'I live in Madison, on Willow Street.',
      'Remind me to call the plumber tomorrow.',
    ]);
    expect(server.requests.length).toBeLessThanOrEqual(MOST_CALLS);
    expect(conversation.status).toBe('completed');
    expect(conversation.structured.action_items[0]!.description).toMatch(/plumber/i);
    await app.get(DocumentStore).write([
      {
        kind: 'set',
        path: `users/${owner}/conversations/poor/model_costs/1`,
        data: { revision: 1, calls: MOST_CALLS, refused: {}, left_out: {}, spent: [] },
      },
    ]);
    server.requests.length = 0;
    server.otherwise = helpful;
    expect((await processed('poor', TALK)).structured.title).not.toBe('Painting the Kitchen');
    expect(tasks()).toEqual([]);
    expect((await counted('poor')).cost).toMatchObject({
      calls: MOST_CALLS,
      refused: { 'conversation.notes': 1 },
    });
  });

  it('is four questions also of who has a goal: where relevance was one, rules look for progress', async () => {
    const goals = app.get(GoalsService);
    const goal = await goals.create(owner, {
      title: 'Run 100 km',
      goal_type: 'numeric',
      target_value: 100,
      unit: 'km',
    });
    await processed('doubtful', ['We could paint the kitchen.', 'I ran 5 km.']);
    expect(tasks()).not.toContain('goal_progress');
    expect(tasks().length).toBeLessThanOrEqual(4);
    expect((await goals.active(owner))[0]).toMatchObject({ id: goal.id, current_value: 5 });
    server.requests.length = 0;
    const talk = Array.from(
      { length: 12 },
      (_, at) => `I have to tell you about stage ${at} of our long walk to Hamburg.`,
    );
    await processed('certain', talk);
    expect(tasks()).toContain('goal_progress');
    expect(tasks().length).toBeLessThanOrEqual(4);
    expect((await counted('certain')).cost).toMatchObject({ calls: tasks().length });
    await goals.delete(owner, goal.id);
  });

  it('is counted for what belongs to no conversation too', async () => {
    await app.get(MemoryConsolidation).run(owner);
    await app.get(DailySummaries).makeNow(owner, null);
    const { days } = await counted('short');
    expect(days['knowledge_extract']!.call_count).toBeGreaterThan(0);
    expect(days['day_summary']!.call_count).toBeGreaterThan(0);
  });
});
