import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { RATE_LIMITS } from '../../apps/api/src/rate-limit/rate-limits.js';
import { callRoutes } from '../support/call-routes.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { withStorageOf } from '../support/opened-storage.js';
import { addAccounts } from '../support/second-account.js';

const LOCKED_ID = 'behind-a-plan';
const DELETED_ID = 'behind-a-plan-and-not-wanted';
/** As the reference stores one; `shared`, so that only the lock keeps others out. */
const LOCKED = {
  created_at: new Date('2026-01-05T10:00:00Z'),
  status: 'completed',
  visibility: 'shared',
  discarded: false,
  is_locked: true,
  structured: { title: 'A boat', overview: 'The boat is paid for.' },
  transcript_segments: [{ text: 'The boat is paid for.', speaker: 'SPEAKER_00', start: 0, end: 2 }],
};

/** Whatever is not refused because of the lock: a merge has none to tell of, and a page says that there is nothing to see. */
const OTHER_ANSWERS: Readonly<Record<string, number>> = {
  'get /v1/conversations/{conversation_id}/merge': 404,
  'post /v1/conversations/{conversation_id}/merge/undo': 404,
  'post /v1/conversations/{conversation_id}/merge/confirm': 404,
  'get /share/{conversation_id}': 404,
};

/** An owner's own data is theirs to delete. */
const DELETIONS = [
  'delete /v1/conversations/{conversation_id}',
  'delete /v1/dev/user/conversations/{conversation_id}',
];

describe('what the server refuses its owners', () => {
  let server: MnemeProcess;
  let ada: string;
  let eve: string;
  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-e2e-'));
    const folder = { env: { DATA_DIR: dataDir } };
    [ada, eve] = (await addAccounts(folder, 2)) as [string, string];
    const conversations = `users/${decodeJwt(ada).sub}/conversations`;
    const stored = [LOCKED_ID, DELETED_ID].map((id) => ({
      kind: 'create' as const,
      path: `${conversations}/${id}`,
      data: { ...LOCKED, id },
    }));
    await withStorageOf(folder, ({ documents }) => documents.write(stored));
    server = await MnemeProcess.start({ dataDir, env: { RATE_LIMIT_BOOST: '1' } });
  });
  afterAll(() => server?.dispose());

  const send = (path: string, init: RequestInit = {}, token = ada) =>
    fetch(server.url + path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${token}` } });

  it('answers 402 on every route that opens or changes a locked conversation', async () => {
    const ids = {
      conversation_id: LOCKED_ID,
      segment_idx: '0',
      speaker_id: '0',
      action_item_idx: '0',
      audio_file_id: 'file',
      piece_id: 'piece',
    };
    const statuses = await callRoutes(
      { url: server.url, ids, send },
      (route) => route.includes('{conversation_id}') && !DELETIONS.includes(route),
    );
    expect(statuses.size).toBeGreaterThan(20);
    for (const [route, status] of statuses)
      expect([route, status]).toEqual([route, OTHER_ANSWERS[route] ?? 402]);
  });

  it('lists and exports them all the same, and deletes what their owner does not want', async () => {
    const isLocked = ({ id }: Conversation) => id === LOCKED_ID;
    const row = ((await (await send('/v1/conversations')).json()) as Conversation[]).find(isLocked);
    expect(row).toMatchObject({ is_locked: true, structured: { title: 'A boat', overview: '' } });
    expect(row!.transcript_segments).toEqual([]);
    const { conversations } = (await (await send('/v1/users/export')).json()) as {
      conversations: Conversation[];
    };
    const exported = conversations.find(isLocked)!;
    expect(exported.transcript_segments).toMatchObject([{ text: 'The boat is paid for.' }]);
    expect((await send(`/v1/conversations/${DELETED_ID}`, { method: 'DELETE' })).status).toBe(204);
  });

  it('answers 429 when an owner does something costly too often, and nobody else', async () => {
    const rebuild = (token: string) => send('/v1/knowledge-graph/rebuild', { method: 'POST' }, token);
    const { requests } = RATE_LIMITS['knowledge_graph:rebuild'];
    for (let time = 0; time < requests; time += 1) expect((await rebuild(ada)).status).toBe(200);
    const refused = await rebuild(ada);
    expect(refused.status).toBe(429);
    const { detail, code } = (await refused.json()) as { detail: string; code: string };
    const seconds = refused.headers.get('Retry-After')!;
    expect([detail, code]).toEqual([`That was too often. Try again in ${seconds} seconds.`, 'RATE_LIMITED']);
    expect((await rebuild(eve)).status).toBe(200);
  });

  it('says in its documentation which routes have limits, and has none without a route', async () => {
    const document = await (await fetch(`${server.url}/openapi.json`)).text();
    const named = [...document.matchAll(/Too many requests of this kind \(`([^`]+)`\)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(RATE_LIMITS).sort());
  });
});
