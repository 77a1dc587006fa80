import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { OpenAiServer, saysJson } from '../../../../test/support/openai-server.js';
import { ConversationsService } from '../conversations.service.js';
import { PhotosService } from '../photos/photos.service.js';
import { ConversationSearch } from '../search/conversation-search.js';
import {
  chatModelAt,
  ConversationsBench,
  NotedExtractions,
  ScriptedUnderstanding,
} from '../testing/index.js';
import { ConversationUnderstanding } from '../understanding/conversation-understanding.js';
import { ConversationCreation } from './conversation-creation.js';
import type { NewText, NewTranscript } from './new-content.js';

const NOTE: NewText = { text: 'ok', textSource: 'other_text', textSourceSpec: 'a diary' };
const TALK: NewTranscript = {
  clientKey: 'walk-1',
  startedAt: new Date('2026-01-05T10:00:00Z'),
  segments: [
    { text: 'And I will bring the tent.', speaker: 1, isUser: true, personId: null, start: 4, end: 7.5 },
    { text: 'Are you coming along?', speaker: 0, isUser: false, personId: 'anna', start: 0, end: 3 },
    { text: 'Great.', speaker: 2, isUser: false, personId: 'a-stranger', start: 8, end: 9 },
  ],
};
const jpeg = (last: number) => new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, last]);

describe('a conversation that comes as a whole', () => {
  let bench: ConversationsBench;
  let understanding: ScriptedUnderstanding;
  beforeEach(async () => {
    understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({ understanding, ownerName: 'Ada' });
  });
  afterEach(() => bench.stop());

  const creation = () => bench.get(ConversationCreation);
  const processed = async (made: Promise<{ id: string }>) => {
    const { id } = await bench.settled(made);
    await bench.until(async () => expect((await get(id)).status).toBe('completed'));
    return get(id);
  };
  const get = (id: string, ownerId = 'ada') => bench.get(ConversationsService).get(ownerId, id);
  const all = (ownerId = 'ada') => bench.get(ConversationsService).list(ownerId, { limit: 10, offset: 0 });

  it('as a text is never set aside, and has the defaults of the specification', async () => {
    understanding.verdict = 'discard';
    const made = await processed(creation().fromText('ada', { ...NOTE, appId: 'notebook' }));
    expect(made).toMatchObject({
      source: 'external_integration',
      language: 'en',
      app_id: 'notebook',
      discarded: false,
      relevance_decision: { verdict: 'keep', decided_by: 'policy', reason: 'external_text' },
      external_data: { text: 'ok', text_source: 'other_text', text_source_spec: 'a diary' },
      transcript_segments: [{ text: 'ok', is_user: false }],
    });
    expect(understanding.calls.relevance).toBe(0);
    expect(made.finished_at.getTime() - made.started_at.getTime()).toBe(5 * 60_000);
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toHaveLength(1));
  });

  it('as a text can be searched for and says who spoke', async () => {
    const text =
      'You: Where did we leave the ladder?\nAnna: Behind the greenhouse.\nBob: Ask Carl.\nAnna: No.';
    const made = await processed(creation().fromText('ada', { text, textSource: 'message' }));
    expect(made.transcript_segments).toMatchObject([
      { text: 'Where did we leave the ladder?', is_user: true, person_id: null },
      { text: 'Behind the greenhouse.', is_user: false, person_id: 'anna' },
      { text: 'Bob: Ask Carl.', is_user: false, person_id: null },
      { text: 'No.', person_id: 'anna' },
    ]);
    const search = () => bench.get(ConversationSearch).search('ada', { text: 'greenhouse', limit: 5 });
    await bench.until(async () =>
      expect((await search())[0]).toMatchObject({ conversationId: made.id, text: 'Behind the greenhouse.' }),
    );
  });

  it('as segments is in the order in which it was said, with people whom the owner knows', async () => {
    const made = await processed(creation().fromSegments('ada', TALK));
    expect(made).toMatchObject({
      source: 'phone',
      created_at: TALK.startedAt,
      started_at: TALK.startedAt,
      finished_at: new Date('2026-01-05T10:00:09Z'),
      relevance_decision: { decided_by: 'rules' },
      transcript_segments: [
        { text: 'Are you coming along?', speaker: 'SPEAKER_00', person_id: 'anna', start: 0 },
        { text: 'And I will bring the tent.', speaker: 'SPEAKER_01', is_user: true, end: 7.5 },
        { text: 'Great.', speaker: 'SPEAKER_02', person_id: null },
      ],
    });
  });

  it('is made once, however often it is sent under one name, and not again once it was deleted', async () => {
    const sent = [1, 2, 3].map(() => creation().fromSegments('ada', TALK));
    const ids = (await bench.settled(Promise.all(sent))).map(({ id }) => id);
    expect(new Set(ids).size).toBe(1);
    const first = await processed(Promise.resolve({ id: ids[0]! }));
    const again = await bench.settled(creation().fromSegments('ada', { ...TALK, language: 'de' }));
    expect(again).toMatchObject({ id: first.id, language: 'en', revision: 1 });
    expect(await all()).toHaveLength(1);
    const other = await bench.settled(creation().fromSegments('eve', TALK));
    expect(other.id).not.toBe(first.id);
    await expect(get(first.id, 'eve')).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });

    await bench.settled(bench.get(ConversationsService).delete('ada', first.id));
    await expect(bench.settled(creation().fromSegments('ada', TALK))).rejects.toMatchObject({
      code: 'CONVERSATION_WAS_DELETED',
    });
    expect(await all()).toEqual([]);
  });

  it('is whole when it is answered, whatever becomes of its job', async () => {
    const made = await bench.settled(creation().fromText('ada', NOTE));
    const wreck = await bench.wreck();
    const survivor = await ConversationsBench.start({ dataDir: wreck, clock: bench.clock });
    try {
      await survivor.get(JobQueue).forget({ ownerId: 'ada' });
      const state = () => survivor.get(ConversationsService).get('ada', made.id);
      await survivor.until(async () => expect((await state()).status).toBe('completed'), 1_000);
      expect(await state()).toMatchObject({ external_data: { text: 'ok' }, revision: 1 });
    } finally {
      await survivor.stop();
    }
  });

  it('is refused without words, without pictures and with an end before its start', async () => {
    const empty = [{ ...TALK.segments[0]!, text: ' ' }];
    const startedAt = new Date('2026-01-05T10:00:00Z');
    const finishedAt = new Date('2026-01-05T09:00:00Z');
    const refused: [Promise<unknown>, string][] = [
      [creation().fromText('ada', { ...NOTE, text: ' \n ' }), 'TEXT_EMPTY'],
      [creation().fromSegments('ada', { segments: empty }), 'TEXT_EMPTY'],
      [creation().fromText('ada', { ...NOTE, startedAt, finishedAt }), 'TIMES_INVERTED'],
      [creation().fromImages('ada', { images: [] }), 'IMAGES_MISSING'],
      [creation().fromImages('ada', { images: [{ jpeg: new Uint8Array([1, 2]) }] }), 'PHOTO_INVALID'],
    ];
    for (const [made, code] of refused) await expect(made).rejects.toMatchObject({ code });
    expect(await all()).toEqual([]);
  });

  it('as pictures keeps them under a plain title when nobody can see what they show', async () => {
    const made = await processed(
      creation().fromImages('ada', { images: [{ jpeg: jpeg(1) }, { jpeg: jpeg(2) }, { jpeg: jpeg(1) }] }),
    );
    expect(made).toMatchObject({ source: 'openglass', discarded: false });
    expect(made.structured).toMatchObject({ title: 'Photos', overview: '', action_items: [], events: [] });
    expect(await Array.fromAsync(bench.get(PhotosService).all('ada', made.id))).toHaveLength(2);
    expect(understanding.calls).toEqual({ relevance: 0, structure: 0 });
  });

  it('is gone with all that it brought when it is deleted', async () => {
    const made = await processed(creation().fromImages('ada', { images: [{ jpeg: jpeg(1) }] }));
    await bench.settled(bench.get(ConversationsService).delete('ada', made.id));
    const left = `users/ada/conversations/${made.id}/photos`;
    expect((await bench.get(DocumentStore).query({ collection: left })).documents).toEqual([]);
  });
});

describe('pictures that come as a whole', () => {
  it('are understood from what a model sees in them, and promise nothing', async () => {
    const server = await OpenAiServer.start();
    server.otherwise = saysJson({
      description: 'A rose with two colours in a garden.',
      title: 'A Rose in the Garden',
      overview: 'A rose with two colours stands in a garden.',
      emoji: '🌹',
      category: 'environment',
      sections: [],
      events: [],
      items: [],
      retrieval: { people: [], topics: [], entities: [], dates: [] },
      folder_id: null,
    });
    const languageModel = chatModelAt(server.baseUrl, { seesImages: true });
    const bench = await ConversationsBench.start({
      languageModel,
      understanding: new ConversationUnderstanding(languageModel),
    });
    try {
      const { id } = await bench.settled(
        bench.get(ConversationCreation).fromImages('ada', { images: [{ jpeg: jpeg(1) }] }),
      );
      const get = () => bench.get(ConversationsService).get('ada', id);
      await bench.until(async () => expect((await get()).status).toBe('completed'));
      expect((await get()).structured).toMatchObject({
        overview: expect.stringContaining('rose') as string,
        action_items: [],
        events: [],
      });
      expect((await get()).structured.title).not.toBe('Photos');
    } finally {
      await bench.stop();
      await server.close();
    }
  });
});
