import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, AppCard, Conversation } from '#libs/contracts';
import { MnemeProcess } from '../support/mneme-process.js';
import { appForm } from '../support/one-of-everything.js';
import { OpenAiServer, saysJson } from '../support/openai-server.js';
import { schemaOf, smallestAnswer } from '../support/smallest-answer.js';

const HAIKU = {
  id: 'of-no-consequence',
  uid: 'somebody-else',
  approved: true,
  name: 'Haiku',
  description: 'The talk in three lines.',
  category: 'entertainment-and-fun',
  capabilities: ['memories'],
  memory_prompt: 'Write a haiku about it.',
};
const TALK = 'You: I will paint the boat on Friday.\nAnna: Then I will bring the brushes and the blue paint.';

interface Problem {
  code: string;
  detail: unknown;
}

/** Apps that write summaries, as clients use them, on a server with a language model that writes the same for each. */
describe('summary apps over HTTP', () => {
  let model: OpenAiServer;
  let server: MnemeProcess;
  beforeAll(async () => {
    model = await OpenAiServer.start();
    model.otherwise = (request) =>
      'content' in (schemaOf(request)?.properties ?? {})
        ? saysJson({ content: '```\nThe boat will be blue.\n```' })
        : smallestAnswer(request);
    server = await MnemeProcess.start({ env: { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted-1' } });
  });
  afterAll(async () => {
    await server?.dispose();
    await model?.close();
  });

  const json = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const post = (path: string) => server.json(path, { method: 'POST' });
  /** A new conversation; its path. */
  const talked = async () => {
    const text = { text: TALK, text_source: 'audio_transcript' };
    const { id } = await server.json<{ id: string }>('/v1/dev/user/conversations', json('POST', text));
    return `/v1/conversations/${id}`;
  };
  const create = async (app: object = HAIKU) =>
    (await server.json<{ app_id: string }>('/v1/apps', { method: 'POST', body: appForm(app) })).app_id;
  const refused = async (path: string, init: RequestInit): Promise<[number, string]> => {
    const response = await server.fetch(path, init);
    return [response.status, ((await response.json()) as Problem).code];
  };

  it('lists the apps that come with the server, without their prompts', async () => {
    const apps = await server.json<AppCard[]>('/v1/apps?include_reviews=true');
    const ids = ['summary_assistant', 'action_item_extractor', 'insight_analyzer'];
    expect(apps.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    for (const app of apps.filter(({ id }) => ids.includes(id)))
      expect(app).toMatchObject({ official: true, approved: true, enabled: false, uid: null, image: '' });
    for (const app of apps) expect(app).not.toHaveProperty('memory_prompt');
  });

  it('takes, changes and deletes an app of the owner’s own, whatever else the form says about it', async () => {
    const id = await create();
    expect(id).not.toBe(HAIKU.id);
    expect(await server.json<App>(`/v1/apps/${id}`)).toMatchObject({
      id,
      name: 'Haiku',
      memory_prompt: HAIKU.memory_prompt,
      uid: expect.not.stringMatching(HAIKU.uid),
      private: true,
      approved: false,
      status: 'under-review',
    });
    const change = { id: 'summary_assistant', name: 'Three Lines', description: null };
    await server.json(`/v1/apps/${id}`, { method: 'PATCH', body: appForm(change) });
    expect(await server.json(`/v1/apps/${id}`)).toMatchObject({ id, name: 'Three Lines' });
    expect(await server.json('/v1/apps/summary_assistant')).toMatchObject({ name: 'Summary' });
    expect(await server.json(`/v1/apps/${id}`, { method: 'DELETE' })).toEqual({ status: 'ok' });
    expect(await refused(`/v1/apps/${id}`, { method: 'GET' })).toEqual([404, 'APP_NOT_FOUND']);
  });

  it('refuses what is no app, and to change those that come with the server', async () => {
    const sent = (app: object): RequestInit => ({ method: 'POST', body: appForm(app) });
    for (const wrong of [
      { ...HAIKU, name: '' },
      { ...HAIKU, memory_prompt: undefined },
      { ...HAIKU, memory_prompt: 'x'.repeat(4_001) },
      { ...HAIKU, capabilities: ['chat'] },
      { ...HAIKU, category: 'gossip' },
      [],
    ])
      expect(await refused('/v1/apps', sent(wrong))).toEqual([422, 'REQUEST_INVALID']);
    const unreadable = new FormData();
    unreadable.set('app_data', '{');
    expect(await refused('/v1/apps', { method: 'POST', body: unreadable })).toEqual([422, 'REQUEST_INVALID']);
    const builtIn = '/v1/apps/insight_analyzer';
    expect(await refused(builtIn, { method: 'DELETE' })).toEqual([403, 'APP_IS_BUILT_IN']);
    expect(await refused(builtIn, { method: 'PATCH', body: appForm({ name: 'Mine' }) })).toEqual([
      403,
      'APP_IS_BUILT_IN',
    ]);
    for (const path of ['/v1/apps/enable?app_id=poet', '/v1/apps/disable?app_id=poet'])
      expect(await refused(path, { method: 'POST' })).toEqual([404, 'APP_NOT_FOUND']);
  });

  it('enables, disables and prefers an app', async () => {
    const id = await create();
    await post(`/v1/apps/enable?app_id=${id}`);
    await post(`/v1/apps/enable?app_id=${id}`);
    expect(await server.json('/v1/apps/enabled')).toEqual([id]);
    const preferred = await server.json(`/v1/users/preferences/app?app_id=${id}`, { method: 'PUT' });
    expect(preferred).toMatchObject({ status: 'ok' });
    const { apps_results: results } = await server.json<Conversation>(await talked());
    expect(results).toEqual([{ app_id: id, content: 'The boat will be blue.' }]);
    await post(`/v1/apps/disable?app_id=${id}`);
    expect(await server.json('/v1/apps/enabled')).toEqual([]);
  });

  it('has an app that is named write, and keeps what the owner makes of its words', async () => {
    const path = await talked();
    expect(await server.json(path)).toMatchObject({ apps_results: [], plugins_results: [] });
    const named = await server.json<Conversation>(`${path}/reprocess?app_id=insight_analyzer`, {
      method: 'POST',
    });
    expect(named.apps_results).toEqual([{ app_id: 'insight_analyzer', content: 'The boat will be blue.' }]);
    const words = { app_id: 'insight_analyzer', content: 'It will be green.' };
    await server.json(`${path}/summary`, json('PATCH', words));
    const again = await server.json<Conversation>(`${path}/reprocess`, { method: 'POST' });
    expect(again.apps_results).toEqual([words]);
    expect(await refused(`${path}/reprocess?app_id=poet`, { method: 'POST' })).toEqual([
      404,
      'APP_NOT_FOUND',
    ]);
  });

  it('tries a prompt, and says which apps suit', async () => {
    const path = await talked();
    const before = await server.json(path);
    const prompt = json('POST', { prompt: 'Which colour?' });
    expect(await server.json(`${path}/test-prompt`, prompt)).toEqual({ summary: 'The boat will be blue.' });
    expect(await server.json(path)).toEqual(before);
    expect(await refused(`${path}/test-prompt`, json('POST', {}))).toEqual([422, 'REQUEST_INVALID']);
    const { suggested_apps: suggested } = await server.json<{ suggested_apps: AppCard[] }>(
      `${path}/suggested-apps`,
    );
    expect(suggested).toEqual([]);
  });
});
