import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { callRoutes } from '../support/call-routes.js';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';
import { addAccount } from '../support/second-account.js';
import { oneOfEverything } from '../support/one-of-everything.js';
import { speakConversation } from '../support/spoken-conversation.js';

/** Nobody but the admin learns of them whether anything is there (identity.e2e-spec.ts). */
const ADMIN_ROUTES = '/v1/admin/';

/** The reference's answers, which its clients know: somebody else's upload is forbidden, and whoever is not there is deleted. */
const OTHER_ANSWERS: Readonly<Record<string, number>> = {
  'get /v2/sync-local-files/{job_id}': 403,
  'post /v2/sync-local-files/{job_id}/retry': 403,
  'delete /v1/users/people/{person_id}': 204,
  // Whoever was given the link may look.
  'get /v1/action-items/shared/{token}': 200,
  'get /share/tasks/{token}': 200,
  // Names a service, not a thing of anybody: what it lacks is looked at first.
  'put /v1/task-integrations/{app_key}': 422,
  'post /v1/task-integrations/{app_key}/tasks': 422,
  'get /v1/task-integrations/{app_key}/oauth-url': 400,
};

describe('two owners on one server', () => {
  let server: MnemeProcess;
  let stranger: string;
  let conversation: Conversation;
  let memory: Memory;
  let ids: Record<string, string>;

  const asStranger = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, { ...init, headers: { ...init.headers, Authorization: `Bearer ${stranger}` } });

  beforeAll(async () => {
    const first = await MnemeProcess.start();
    await first.stop();
    stranger = await addAccount(first);
    server = await MnemeProcess.start({ dataDir: first.dataDir });
    server.token = first.token;

    const spoken = await speakConversation(server, TALK.path);
    ids = await oneOfEverything(server, spoken);
    conversation = await server.json(`/v1/conversations/${spoken.id}`);
    [memory] = (await server.json<Memory[]>('/v3/memories')) as [Memory];
  });
  afterAll(() => server?.dispose());

  it('finds in search what is one owner’s for that owner alone', async () => {
    const asked = (query: string) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { text } = conversation.transcript_segments[0]!;
    for (const query of [conversation.id, `conversation:${conversation.id}`, text, `"${text}"`]) {
      await vi.waitFor(async () => {
        const mine = await server.json<{ items: Conversation[] }>('/v1/conversations/search', asked(query));
        expect(mine.items.map(({ id }) => id)).toContain(conversation.id);
      }, 20_000);
      const theirs = await asStranger('/v1/conversations/search', asked(query));
      expect([theirs.status, await theirs.json()]).toMatchObject([200, { items: [], total_pages: 0 }]);
    }
  });

  it('answers a stranger on every route with an id as if the thing did not exist', async () => {
    const statuses = await callRoutes(
      { url: server.url, ids, send: asStranger },
      (route) => route.includes('{') && !route.includes(ADMIN_ROUTES),
    );
    expect(statuses.size).toBeGreaterThan(8);
    for (const [route, status] of statuses)
      expect([route, status]).toEqual([route, OTHER_ANSWERS[route] ?? 404]);
  });

  it('shows a stranger empty lists and answers nothing from what another said', async () => {
    expect(await (await asStranger('/v1/conversations')).json()).toEqual([]);
    expect(await (await asStranger('/v3/memories')).json()).toEqual([]);
    expect(await (await asStranger('/v1/action-items')).json()).toMatchObject({ action_items: [] });
    const answer = await asStranger('/v2/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'What is Oliver allergic to?' }),
    });
    expect((await answer.text()).toLowerCase()).not.toContain('peanuts');
  });

  it('hands a stranger the tasks of a link, once, and nothing else', async () => {
    const asking = (body: object): RequestInit => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const id = ids['action_item_id']!;
    expect((await asStranger('/v1/action-items/share', asking({ task_ids: [id] }))).status).toBe(404);
    const { url, token } = await server.json<{ url: string; token: string }>(
      '/v1/action-items/share',
      asking({ task_ids: [id] }),
    );
    expect((await fetch(url)).status).toBe(200);
    const own = await server.json<{ description: string; due_at: string | null }>(`/v1/action-items/${id}`);
    const { description, due_at } = own;
    expect(await (await fetch(`${server.url}/v1/action-items/shared/${token}`)).json()).toEqual({
      sender_name: expect.any(String),
      tasks: [{ description, due_at }],
      count: 1,
    });
    expect((await server.fetch('/v1/action-items/accept', asking({ token }))).status).toBe(400);
    const accepted = await asStranger('/v1/action-items/accept', asking({ token }));
    const { created, count } = (await accepted.json()) as { created: string[]; count: number };
    expect([accepted.status, count, created]).toEqual([200, 1, [expect.not.stringContaining(id)]]);
    expect((await asStranger('/v1/action-items/accept', asking({ token }))).status).toBe(409);
    const copy = await (await asStranger(`/v1/action-items/${created[0]!}`)).json();
    expect(copy).toMatchObject({ description, completed: false, conversation_id: null });
    expect(await server.json(`/v1/action-items/${id}`)).toEqual(own);
    await asStranger(`/v1/action-items/${created[0]!}`, { method: 'DELETE' });
  });

  it('gives each everything of their own to keep, and nothing of the other', async () => {
    const response = await server.fetch('/v1/users/export');
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const own = (await response.json()) as Record<string, unknown[]>;
    const conversations = own['conversations'] as (Conversation & { audio_files: { url: string }[] })[];
    const exported = conversations.find(({ id }) => id === conversation.id);
    expect(exported).toMatchObject({
      ...conversation,
      audio_files: [{ id: conversation.audio_files[0]!.id }],
    });
    expect((await server.fetch(exported!.audio_files[0]!.url)).status).toBe(200);
    expect(own['memories']).toContainEqual(memory);
    expect(own['action_items']).toContainEqual(expect.objectContaining({ conversation_id: conversation.id }));
    expect(own['goals']).toMatchObject([{ id: ids['goal_id'], history: [expect.anything()] }]);
    expect(own['daily_summaries']).toMatchObject([{ id: ids['summary_id'] }]);
    expect(own['folders']).toContainEqual(expect.objectContaining({ id: ids['folder_id'] }));
    expect(own['memory_imports']).toHaveLength(2);
    const others = await (await asStranger('/v1/users/export')).json();
    expect(others).toMatchObject({ profile: { name: 'Eve' }, memories: [], goals: [], daily_summaries: [] });
    expect(JSON.stringify(others)).not.toContain(conversation.id);
  });

  it('changes nothing of what the owner has', async () => {
    expect(await server.json(`/v1/conversations/${conversation.id}`)).toEqual(conversation);
    expect(await server.json(`/v3/memories/${memory.id}`)).toEqual(memory);
    expect(await server.json(`/v1/users/people/${ids['person_id']}`)).toMatchObject({ name: 'Peter' });
  });

  it('keeps a stranger’s device apart, even when it names the owner’s session and device', async () => {
    const own = await Device.connect(server.url, server.token, { device_id: 'pendant' });
    await own.sendAll((await opusOf(BOOK.path)).slice(0, 100));
    const other = await Device.connect(server.url, stranger, {
      device_id: 'pendant',
      session_id: own.sessionId,
    });
    expect(other.sessionId).not.toBe(own.sessionId);
    expect(other.durable).toBe(0);
    expect(own.errors).toEqual([]);
    expect(await own.send(101, (await opusOf(BOOK.path)).slice(100, 150))).toEqual({ durable: 150 });
    own.close();
    other.close();
  });
});
