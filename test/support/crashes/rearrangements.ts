import type { Conversation } from '#libs/contracts';
import type { MnemeProcess } from '../mneme-process.js';
import { until } from './recorded-owner.js';

/** Somebody with conversations that are rearranged. */
export interface Rearranging {
  readonly id: string;
  readonly token: string;
  /** The one to split, or those to merge. */
  readonly conversationIds: readonly string[];
  /** The segment before which to split. */
  readonly cutId: string;
  /** What they were merged into, of who is to take that back. */
  readonly mergedId: string | null;
}

/** Something that owners do with conversations, and whose end shows. */
export interface Rearrangement {
  readonly name: string;
  readonly needsMerged: boolean;
  /** How far it has come when a server dies, each as a part of its durable steps. A start costs two seconds of a core: few of them. */
  readonly deaths: readonly number[];
  readonly conversations: readonly (readonly string[])[];
  /** Asked for again when nobody answered, as a client does; what is done already may be refused then. */
  ask(owner: Caller): Promise<Response>;
  isDone(owner: Caller): Promise<boolean>;
}

const MOVING = [
  'Hello Peter, it is so good to see you again after all these months.',
  'I moved house, you know. I live in Leeds now, near the old market.',
  'I have to call the plumber tomorrow, because the kitchen is under water.',
];
const LUNCH = [
  'And what are you doing for the rest of this week?',
  'I have an appointment with the dentist on Friday at three in the afternoon.',
  'I am allergic to peanuts, so please let us go to the Italian place.',
];
const APART = [MOVING, LUNCH];

/** Requests of one owner. */
export class Caller {
  constructor(
    private readonly server: MnemeProcess,
    readonly owner: Rearranging,
  ) {}

  post(path: string, body: object = {}): Promise<Response> {
    return send(this.server, this.owner.token, path, body);
  }

  /** Completed ones. */
  async shown(): Promise<Conversation[]> {
    return get<Conversation[]>(this.server, this.owner.token, '/v1/conversations?statuses=completed');
  }

  async mergeStateOf(id: string): Promise<string> {
    return (await get<{ state: string }>(this.server, this.owner.token, `/v1/conversations/${id}/merge`))
      .state;
  }

  /** What the sources were merged into, as far as it shows. */
  async merged(): Promise<string | null> {
    const { conversationIds } = this.owner;
    return (await this.shown()).find(({ id }) => !conversationIds.includes(id))?.id ?? null;
  }
}

export const REARRANGEMENTS: readonly Rearrangement[] = [
  {
    name: 'merging',
    needsMerged: false,
    deaths: [0.7],
    conversations: APART,
    ask: (caller) =>
      caller.post('/v1/conversations/merge', { conversation_ids: caller.owner.conversationIds }),
    isDone: isMerged,
  },
  {
    name: 'taking a merge back',
    needsMerged: true,
    deaths: [0.3],
    conversations: APART,
    ask: (caller) => caller.post(`/v1/conversations/${caller.owner.mergedId!}/merge/undo`),
    isDone: async (caller) => (await caller.mergeStateOf(caller.owner.mergedId!)) === 'undone',
  },
  {
    name: 'splitting',
    needsMerged: false,
    deaths: [0.6],
    conversations: [[...MOVING, ...LUNCH]],
    ask: (caller) =>
      caller.post(`/v1/conversations/${caller.owner.conversationIds[0]!}/split`, {
        segment_id: caller.owner.cutId,
      }),
    isDone: async (caller) => (await caller.shown()).length === 2,
  },
];

async function isMerged(caller: Caller): Promise<boolean> {
  const id = await caller.merged();
  return id !== null && (await caller.mergeStateOf(id)) === 'done';
}

/** Has an owner say what a rearrangement needs, and merged where it is about that. */
export async function prepareFor(
  rearrangement: Rearrangement,
  server: MnemeProcess,
  token: string,
): Promise<Rearranging> {
  const { id } = await get<{ id: string }>(server, token, '/v1/users/profile');
  const made: { id: string }[] = [];
  for (const [index, texts] of rearrangement.conversations.entries()) {
    const started = Date.now() - (rearrangement.conversations.length - index) * 600_000;
    const response = await send(server, token, '/v1/dev/user/conversations/from-segments', {
      started_at: new Date(started).toISOString(),
      transcript_segments: texts.map((text, at) => ({
        ...{ text, speaker: 'SPEAKER_00', is_user: true },
        ...{ start: at * 10, end: at * 10 + 8 },
      })),
    });
    made.push((await response.json()) as { id: string });
  }
  const conversationIds = made.map((one) => one.id);
  const owner: Rearranging = { id, token, conversationIds, cutId: '', mergedId: null };
  const caller = new Caller(server, owner);
  await until(async () => (await caller.shown()).length === made.length, 'the conversations are processed');
  const first = (await caller.shown()).find((one) => one.id === conversationIds[0])!;
  const cutId = first.transcript_segments[MOVING.length]?.id ?? '';
  if (!rearrangement.needsMerged) return { ...owner, cutId };
  await quiet(server);
  await caller.post('/v1/conversations/merge', { conversation_ids: conversationIds });
  await until(() => isMerged(caller), 'the conversations are merged');
  return { ...owner, cutId, mergedId: await caller.merged() };
}

/** No job is left but timers that wait for hours. */
export async function quiet(server: MnemeProcess): Promise<void> {
  await until(async () => {
    const { jobs } = await server.json<{
      jobs: { name: string; waiting: number; active: number; delayed: number }[];
    }>('/v1/admin/jobs');
    const isBusy = ({ name, waiting, active, delayed }: (typeof jobs)[number]) =>
      waiting + active + (name === 'memory.index' ? delayed : 0) > 0;
    return !jobs.some(isBusy);
  }, 'no job waits');
}

function send(server: MnemeProcess, token: string, path: string, body: object): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function get<T>(server: MnemeProcess, token: string, path: string): Promise<T> {
  const response = await fetch(server.url + path, { headers: { Authorization: `Bearer ${token}` } });
  return (await response.json()) as T;
}
