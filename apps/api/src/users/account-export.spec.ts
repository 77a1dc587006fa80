import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { AppsService } from '#libs/apps';
import type { ChatService } from '#libs/chat';
import type { User } from '#libs/contracts';
import type {
  ActionItemsService,
  ConversationsService,
  DailySummaries,
  FoldersService,
  GoalsService,
  PhotosService,
  SyncProgress,
  TaskConnections,
} from '#libs/conversations';
import type { MemoriesService, MemoryImports } from '#libs/memories';
import type { PeopleView } from '../people/people-view.js';
import { AccountExport } from './account-export.js';
import { ConversationExport } from './conversation-export.js';
import type { AccountData } from './account-export.dto.js';
import { PlansExport } from './plans-export.js';

const ADA = { id: 'ada', name: 'Ada "the first"', created_at: new Date(0) } as User;

/** What one owner has, answered without ever waiting, as a store on the same machine does. */
class Entries {
  constructor(private readonly entries: readonly object[]) {}

  async *all(ownerId: string): AsyncGenerator<object> {
    if (ownerId === ADA.id) yield* this.entries;
  }
}

const PHOTO = { id: 'p', base64: '/9j/', description: '' };
/** One conversation has a picture. */
const PHOTOS = {
  async *all(ownerId: string, conversationId: string): AsyncGenerator<object> {
    if (ownerId === ADA.id && conversationId === 'a/b') yield await Promise.resolve(PHOTO);
  },
} as unknown as PhotosService;

/** One file was taken in, without words in it. */
const RECORDING = {
  id: 'r',
  name: 'walk.mp3',
  state: 'done',
  size_bytes: 9,
  recorded_at: new Date(0),
  duration_ms: 1_500,
  conversation_ids: [],
  failures: 0,
  failure_code: null,
};
const UPLOADS = {
  async *recordingsOf(ownerId: string): AsyncGenerator<object> {
    if (ownerId === ADA.id) yield await Promise.resolve(RECORDING);
  },
} as unknown as SyncProgress;

/** One task service is connected. */
const CONNECTIONS = {
  view: (ownerId: string) =>
    Promise.resolve(
      ownerId === ADA.id
        ? {
            service: 'caldav',
            url: 'https://dav.test/',
            username: 'ada',
            listUrl: 'https://dav.test/home/',
            listName: 'Home',
            connectedAt: new Date(0),
            failureCode: null,
          }
        : null,
    ),
} as unknown as TaskConnections;
const FOLDERS = {
  list: (ownerId: string) => Promise.resolve(ownerId === ADA.id ? [{ id: 'f' }] : []),
} as unknown as FoldersService;
const APPS = {
  own: (ownerId: string) => new Entries([{ id: 'app' }]).all(ownerId),
} as unknown as AppsService;

function exportOf(conversations: readonly object[], rest: readonly object[] = []): AsyncGenerator<string> {
  const account = new AccountExport(
    new ConversationExport(new Entries(conversations) as unknown as ConversationsService, PHOTOS, UPLOADS),
    new PlansExport(
      new Entries([]) as unknown as ActionItemsService,
      new Entries([{ id: 'g', history: [] }]) as unknown as GoalsService,
      new Entries([{ id: 's' }]) as unknown as DailySummaries,
      FOLDERS,
      CONNECTIONS,
      APPS,
    ),
    new Entries(rest) as unknown as MemoriesService,
    new Entries(rest) as unknown as MemoryImports,
    new Entries(rest) as unknown as ChatService,
    new Entries(rest) as unknown as PeopleView,
  );
  return account.textOf(ADA);
}

it('is one JSON document with every list and picture, and says where the sound is fetched', async () => {
  const talk = { id: 'a/b', audio_files: [{ id: 'f1', size: 7 }] };
  const text = (await Array.fromAsync(exportOf([talk, { id: 'c', audio_files: [] }], [{ id: 'm' }]))).join(
    '',
  );
  expect(JSON.parse(text) as AccountData).toEqual({
    profile: { ...ADA, created_at: '1970-01-01T00:00:00.000Z' },
    conversations: [
      {
        ...talk,
        photos: [PHOTO],
        audio_files: [{ id: 'f1', size: 7, url: '/v1/sync/audio/a%2Fb/f1?format=original' }],
      },
      { id: 'c', photos: [], audio_files: [] },
    ],
    recordings: [
      {
        id: 'r',
        name: 'walk.mp3',
        state: 'done',
        size_bytes: 9,
        recorded_at: '1970-01-01T00:00:00.000Z',
        duration: 1.5,
        conversation_ids: [],
        failures: 0,
        reason_code: null,
      },
    ],
    memories: [{ id: 'm' }],
    people: [{ id: 'm' }],
    memory_imports: [{ id: 'm' }],
    action_items: [],
    goals: [{ id: 'g', history: [] }],
    daily_summaries: [{ id: 's' }],
    folders: [{ id: 'f' }],
    task_integrations: [
      {
        app_key: 'caldav',
        connected: true,
        url: 'https://dav.test/',
        username: 'ada',
        list_id: 'https://dav.test/home/',
        list_name: 'Home',
        connected_at: '1970-01-01T00:00:00.000Z',
        failure_code: null,
      },
    ],
    apps: [{ id: 'app' }],
    chat_messages: [{ id: 'm' }],
  });
});

it('lets others have their turn between two entries', async () => {
  const conversations = Array.from({ length: 50 }, (_, index) => ({ id: String(index), audio_files: [] }));
  let turns = 0;
  let isDone = false;
  const others = (async () => {
    for (; !isDone; turns += 1) await setImmediate();
  })();
  await Array.fromAsync(exportOf(conversations));
  isDone = true;
  await others;
  expect(turns).toBeGreaterThanOrEqual(50);
});
