import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATEGORIES, type Conversation } from '#libs/contracts';
import { MnemeProcess } from '../support/mneme-process.js';

const DEV = '/v1/dev/user/conversations';
const ALL = '/v1/conversations';
/** ISO 8601 with an offset. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const PLANS = [
  'Speaker 1: Could you book the restaurant for the dinner with Maria on Friday at seven?',
  'You: Yes, I will call the restaurant tomorrow morning and book a table for four people.',
  'Speaker 1: Great, she is allergic to nuts, please tell them that as well.',
  'You: I promise. I will also send Maria the address of the place this evening.',
].join('\n');

interface Created {
  id: string;
  status: string;
  discarded: boolean;
}

interface Problem {
  code: string;
}

/** What clients see of a conversation's life. Numbers: invariants of the specification of the pipeline, §12. */
describe('conversations over HTTP', () => {
  let server: MnemeProcess;
  beforeAll(async () => {
    server = await MnemeProcess.start();
  });
  afterAll(() => server?.dispose());

  const send = (path: string, body?: unknown, method = 'POST') =>
    server.fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const answered = async <T>(response: Promise<Response>): Promise<T> => {
    const found = await response;
    expect(found.status).toBe(200);
    return (await found.json()) as T;
  };
  const refused = async (response: Promise<Response>): Promise<[number, string]> => {
    const found = await response;
    return [found.status, ((await found.json()) as Problem).code];
  };
  const create = (fields: object) =>
    answered<Created>(send(DEV, { text_source: 'audio_transcript', ...fields }));
  const get = (id: string) => server.json<Conversation>(`${ALL}/${id}`);
  const ids = async (query: string) =>
    (await server.json<Conversation[]>(`${ALL}?${query}`)).map(({ id }) => id);
  const segment = (text: string, start = 0) => ({ text, start, end: start + 2, is_user: false });

  it('1. 35. a text becomes a conversation with all that a summary has, and moments with their offset', async () => {
    const made = await create({ text: PLANS, started_at: '2026-03-05T10:00:00+01:00' });
    expect(made).toMatchObject({ status: 'completed', discarded: false });
    const conversation = await get(made.id);
    expect(conversation).toMatchObject({
      source: 'external_integration',
      language: 'en',
      created_at: '2026-03-05T09:00:00.000Z',
      finished_at: '2026-03-05T09:05:00.000Z',
      external_data: { text: PLANS, text_source: 'audio_transcript' },
    });
    const { title, overview, emoji, category } = conversation.structured;
    expect(title).not.toBe('');
    expect(overview).not.toBe('');
    expect(CATEGORIES).toContain(category);
    expect([...new Intl.Segmenter().segment(emoji)]).toHaveLength(1);
    expect(`${title} ${overview} ${JSON.stringify(conversation.structured.action_items)}`).not.toMatch(
      /speaker[ _]\d/i,
    );
    for (const moment of [conversation.created_at, conversation.updated_at, conversation.started_at])
      expect(moment).toMatch(MOMENT);
    expect(await server.json(`${ALL}/${made.id}/transcripts`)).toEqual({
      unknown: conversation.transcript_segments,
    });
    expect(await server.json(`${ALL}/${made.id}/recording`)).toEqual({ has_recording: false });
  });

  it('3. 4. fillers are set aside, stay readable, and are listed only for those who want them', async () => {
    const body = { transcript_segments: [segment('Um, uh, hm. Okay. Yeah, uh-huh.')], source: 'friend' };
    const made = await answered<Created>(send(`${DEV}/from-segments`, body));
    expect(made).toMatchObject({ status: 'completed', discarded: true });
    const conversation = await get(made.id);
    expect(conversation.structured).toMatchObject({ title: '', overview: '', action_items: [] });
    expect(conversation.transcript_segments).toHaveLength(1);
    expect(conversation.relevance_decision).toMatchObject({ decided_by: 'rules' });
    expect(await ids('include_discarded=true')).toContain(made.id);
    expect(await ids('include_discarded=false')).not.toContain(made.id);
    expect((await server.json<Created[]>(DEV)).map(({ id }) => id)).not.toContain(made.id);
  });

  it('7. what was set aside is visible once it is processed again, and stays so', async () => {
    const body = { transcript_segments: [segment('Hm. Okay.')] };
    const { id } = await answered<Created>(send(`${DEV}/from-segments`, body));
    expect((await get(id)).discarded).toBe(true);
    const again = await answered<Conversation>(send(`${ALL}/${id}/reprocess?language_code=en`));
    expect(again).toMatchObject({ id, status: 'completed', discarded: false });
    expect(again.structured.title).not.toBe('');
    const aside = await answered<Conversation>(send(`${DEV}/${id}`, { discarded: true }, 'PATCH'));
    expect(aside).toMatchObject({ discarded: true });
    const back = await answered<Conversation>(
      send(`${DEV}/${id}`, { discarded: false, title: 'Hm' }, 'PATCH'),
    );
    expect(back).toMatchObject({ discarded: false, structured: { title: 'Hm' } });
  });

  it('8. 9. processing again makes no second conversation, and an app that is not there is an error', async () => {
    const { id } = await create({ text: PLANS });
    const before = await ids('limit=500');
    await answered(send(`${ALL}/${id}/reprocess`));
    expect(await ids('limit=500')).toEqual(before);
    expect((await get(id)).apps_results).toEqual([]);
    expect(await refused(send(`${ALL}/${id}/reprocess?app_id=poet`))).toEqual([404, 'APP_NOT_FOUND']);
    expect(await refused(send(`${ALL}/${id}/reprocess?app_id=`))).toEqual([422, 'REQUEST_INVALID']);
    expect(await refused(send(`${ALL}/${id}/reprocess?language_code=1`))).toEqual([422, 'REQUEST_INVALID']);
    expect(await refused(send(`${ALL}/nowhere/reprocess`))).toEqual([404, 'CONVERSATION_NOT_FOUND']);
  });

  it('16. what is deleted is gone, and deleting it again is told', async () => {
    const { id } = await create({ text: PLANS, client_session_id: 'gone' });
    expect((await send(`${ALL}/${id}?cascade=true`, undefined, 'DELETE')).status).toBe(204);
    expect(await refused(send(`${ALL}/${id}`, undefined, 'DELETE'))).toEqual([404, 'CONVERSATION_NOT_FOUND']);
    expect(await refused(server.fetch(`${ALL}/${id}`))).toEqual([404, 'CONVERSATION_NOT_FOUND']);
    expect(await ids('')).not.toContain(id);
    const again = send(DEV, { text: PLANS, client_session_id: 'gone' });
    expect(await refused(again)).toEqual([409, 'CONVERSATION_WAS_DELETED']);
  });

  it('20. a text is never set aside; a kind of text that there is not is refused', async () => {
    for (const text_source of ['audio_transcript', 'message', 'other_text'])
      expect(await create({ text: 'ok', text_source })).toMatchObject({
        status: 'completed',
        discarded: false,
      });
    expect(await refused(send(DEV, { text: 'ok', text_source: 'rumour' }))).toEqual([422, 'REQUEST_INVALID']);
  });

  it('what is sent twice under one name is one conversation', async () => {
    const body = { transcript_segments: [segment('Let us paint the fence.', 3)], client_session_id: 'fence' };
    const made = await Promise.all(
      [1, 2, 3].map(() => answered<Created>(send(`${DEV}/from-segments`, body))),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(await get(made[0]!.id)).toMatchObject({ source: 'phone', revision: 1 });
    const named = `${DEV}/${made[0]!.id}?include_transcript=true`;
    expect(await server.json(named)).toMatchObject({
      folder_name: expect.toSatisfy((name) => name === null || typeof name === 'string') as unknown,
      transcript_segments: [{ speaker_name: 'Speaker 0' }],
    });
    expect(await server.json(`${DEV}/${made[0]!.id}`)).not.toHaveProperty('transcript_segments');
  });

  it('what cannot be a conversation is refused before anything is stored', async () => {
    const before = await ids('limit=500');
    const bad: [string, unknown][] = [
      ['', { text: '' }],
      ['', { text: 'x'.repeat(100_001) }],
      ['', { text: 'ok', started_at: '2026-03-05T10:00:00Z', finished_at: '2026-03-05T10:00:00Z' }],
      ['', { text: 'ok', language: 'nonsense?' }],
      ['/from-segments', { transcript_segments: [] }],
      ['/from-segments', { transcript_segments: Array.from({ length: 501 }, () => segment('a')) }],
      ['/from-segments', { transcript_segments: [{ text: 'a', start: 3, end: 2 }] }],
    ];
    for (const [path, body] of bad)
      expect(await refused(send(DEV + path, body))).toEqual([422, 'REQUEST_INVALID']);
    expect(await refused(send(DEV, { text: ' \n' }))).toEqual([400, 'TEXT_EMPTY']);
    expect(await ids('limit=500')).toEqual(before);
  });

  it('pictures become a conversation under a plain title when nobody sees what they show', async () => {
    const form = new FormData();
    const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
    form.append('files', new Blob([jpeg], { type: 'image/jpeg' }), 'a.jpg');
    form.append('client_session_id', 'album');
    const made = await answered<Created>(server.fetch(`${DEV}/from-images`, { method: 'POST', body: form }));
    expect(made).toMatchObject({ status: 'completed', discarded: false });
    expect(await get(made.id)).toMatchObject({ source: 'openglass', structured: { title: 'Photos' } });
    const [photo] = await server.json<{ base64: string }[]>(`${ALL}/${made.id}/photos`);
    expect(photo!.base64).toBe(Buffer.from(jpeg).toString('base64'));
  });

  it('finalization tells the job of a conversation, and none where there was none', async () => {
    const { id } = await create({ text: PLANS });
    const state = await server.json<{ job_id: string }>(`${ALL}/${id}/finalization`);
    expect(state).toMatchObject({
      conversation_id: id,
      status: 'completed',
      conversation_status: 'completed',
      retryable: false,
      attempt_count: 1,
      task_retry_count: 0,
      failure_code: null,
    });
    expect(state.job_id).toMatch(/^[0-9a-f-]{36}$/);
    const ended = await answered<{ conversation: Conversation; messages: [] }>(send(`${ALL}/${id}/finalize`));
    expect(ended).toMatchObject({ conversation: { id, status: 'completed', revision: 1 }, messages: [] });
    expect(await refused(server.fetch(`${ALL}/nowhere/finalization`))).toEqual([
      404,
      'CONVERSATION_NOT_FOUND',
    ]);
    expect(await refused(send(ALL, {}))).toEqual([404, 'CONVERSATION_NOT_IN_PROGRESS']);
    const meeting = { calendar_meeting_context: { title: 'no moment' } };
    expect(await refused(send(`${ALL}/${id}/finalize`, meeting))).toEqual([422, 'REQUEST_INVALID']);
  });

  it('lists are filtered by all that the specification names', async () => {
    const { id } = await create({ text: PLANS, started_at: '2025-06-01T12:00:00Z' });
    const { structured } = await get(id);
    const day = 'start_date=2025-06-01T00:00:00Z&end_date=2025-06-02T00:00:00Z';
    expect(await ids(day)).toEqual([id]);
    expect(await ids(`${day}&categories=${structured.category}`)).toEqual([id]);
    expect(await ids(`${day}&categories=weather,sports&sources=external_integration`)).toEqual([]);
    expect(await ids(`${day}&sources=external_integration,phone`)).toEqual([id]);
    expect(await ids(`${day}&starred=true`)).toEqual([]);
    expect(await ids(`${day}&statuses=completed`)).toEqual([id]);
    expect(await ids(`${day}&statuses=in_progress`)).toEqual([]);
    expect(await server.json(`${ALL}/count?${day}`)).toEqual({ count: 1 });
    const dev = await server.json<Conversation[]>(`${DEV}?${day}&categories=${structured.category}`);
    expect(dev.map((one) => one.id)).toEqual([id]);
    const inverted = 'start_date=2025-06-02T00:00:00Z&end_date=2025-06-01T00:00:00Z';
    expect(await refused(server.fetch(`${ALL}?${inverted}`))).toEqual([400, 'DATES_INVERTED']);
    const many = `categories=${CATEGORIES.slice(0, 21).join(',')}`;
    expect(await refused(server.fetch(`${ALL}?${many}`))).toEqual([400, 'FILTER_TOO_WIDE']);
    expect(await refused(server.fetch(`${DEV}?categories=gossip`))).toEqual([400, 'CATEGORY_UNKNOWN']);
  });
});
