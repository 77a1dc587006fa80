import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { KeywordIndex } from '#libs/storage';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { ConversationsBench } from '../testing/index.js';
import { ConversationFinder, type FindQuery } from './conversation-finder.js';
import { ConversationSearch } from './conversation-search.js';
import { CONVERSATION_INDEX, WHOLE_INDEX } from './entries.rules.js';
import { IndexConversationJob } from './index-conversation.job.js';
import type { PassageQuery } from './passage.js';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 2, 2, 9);

type Line = string | (Partial<TranscriptSegment> & { text: string });

describe('searching conversations', () => {
  let bench: ConversationsBench;
  beforeEach(async () => {
    bench = await ConversationsBench.start({ ownerName: 'Ada' });
  });
  afterEach(() => bench.stop());

  /** Stores a finished conversation and lets the job find it. */
  async function put(
    id: string,
    lines: readonly Line[],
    fields: Partial<ConversationRow> = {},
    ownerId = 'ada',
  ) {
    const named = { id, source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
    const base = newConversationRow(
      { ...named, clientDeviceId: null, clientPlatform: null },
      new Date(START),
    );
    const row = {
      ...base,
      status: 'completed' as const,
      transcript_segments: lines.map((line, place) => segmentOf(id, line, place)),
      ...fields,
    };
    await bench.get(ConversationRepository).create(ownerId, row);
    await index(id, ownerId);
  }
  const index = (conversationId: string, ownerId = 'ada') =>
    bench
      .get(IndexConversationJob)
      .handle({ ownerId, conversationId, revision: 0 }, { signal: new AbortController().signal } as never);
  const change = (id: string, fields: Partial<ConversationRow>) =>
    bench.get(ConversationRepository).change('ada', id, () => fields);
  const ask = async (text: string, more: Partial<PassageQuery> = {}, ownerId = 'ada') =>
    (await bench.get(ConversationSearch).search(ownerId, { text, limit: 5, ...more })).map(
      ({ conversationId, text: said }) => `${conversationId}: ${said}`,
    );
  const page = (query: Partial<FindQuery>, ownerId = 'ada') =>
    bench
      .get(ConversationFinder)
      .find(ownerId, { text: '', page: 1, perPage: 10, includeDiscarded: true, ...query });
  const find = async (query: Partial<FindQuery>, ownerId = 'ada') =>
    (await page(query, ownerId)).items.map(({ conversation }) => conversation.id);

  describe('for passages', () => {
    it('answers words, with their place, and what was said around them', async () => {
      await put('c1', ['We need a plumber.', 'The kitchen tap drips since Sunday.', 'I will call one.']);
      const [best] = await bench.get(ConversationSearch).search('ada', { text: 'dripping tap', limit: 1 });
      expect(best).toMatchObject({
        conversationId: 'c1',
        kind: 'speech',
        text: 'The kitchen tap drips since Sunday.',
        segmentIds: ['c1-1'],
        start: 10,
        end: 20,
        before: 'We need a plumber.',
        after: 'I will call one.',
      });
    });

    it('does not take for near in meaning what has only the words that ask', async () => {
      await put('c1', ['What did she say about it?']);
      expect(await ask('What did she say about kayaks?')).toEqual([]);
    });

    it('puts what the named person says first', async () => {
      await put('c1', [{ text: 'The boat is in Bergen.', is_user: true }, 'Fine.']);
      await put('c2', [{ text: 'The boat is in Bergen.', person_id: 'anna' }, 'Fine.']);
      expect((await ask('Where does Anna say the boat is?'))[0]).toBe('c2: The boat is in Bergen.');
      expect((await ask('Where does Ada say the boat is?'))[0]).toBe('c1: The boat is in Bergen.');
      expect(await ask('boat', { speaker: 'anna' })).toEqual(['c2: The boat is in Bergen.']);
      expect(await ask('boat', { conversationId: 'c1', limit: 1 })).toEqual(['c1: The boat is in Bergen.']);
    });

    it('puts the day that is named first', async () => {
      for (const day of [0, 30, 60])
        await put(`c${day}`, ['The boat is ready.'], { started_at: new Date(START + day * DAY_MS) });
      expect((await ask('was the boat ready on 1 April 2026?'))[0]).toBe('c30: The boat is ready.');
    });

    it('takes what is quoted literally', async () => {
      await put('c1', ['The red boat sails.', 'Boats are red.']);
      expect(await ask('"red boat"')).toEqual(['c1: The red boat sails.']);
    });

    it('puts what is quoted first in a question that asks for more', async () => {
      await put('c1', ['The red boat sails.', 'Boats are red.']);
      await put('c2', ['Bergen is where the boats are red, and to Bergen we sail.']);
      expect(await ask('Does the "red boat" sail to Bergen?')).toEqual([
        'c1: The red boat sails.',
        'c2: Bergen is where the boats are red, and to Bergen we sail.',
        'c1: Boats are red.',
      ]);
    });

    it('keeps to a folder, a category and a time', async () => {
      await put('c1', ['The boat sails.'], { folder_id: 'f1' });
      await put('c2', ['The boat sinks.'], { started_at: new Date(START + DAY_MS) });
      expect(await ask('boat', { folderId: 'f1' })).toEqual(['c1: The boat sails.']);
      expect(await ask('boat', { category: 'travel' })).toEqual([]);
      expect(await ask('boat', { fromMs: START + 1 })).toEqual(['c2: The boat sinks.']);
      expect(await ask('boat', { fromMs: 2, toMs: 1 })).toEqual([]);
    });

    it('answers nothing that was discarded, deleted or said differently since', async () => {
      await put('c1', ['The boat sails.']);
      await put('c2', ['The boat sinks.']);
      await put('c3', ['The boat has been sold for very much money.']);
      await change('c1', { discarded: true });
      await bench.get(ConversationRepository).deleteTree('ada', 'c2');
      await change('c3', { transcript_segments: [segmentOf('c3', 'The car.', 0)] });
      expect(await ask('boat')).toEqual([]);
    });

    it('is of one owner', async () => {
      await put('c1', ['The boat sails.']);
      expect(await ask('boat', {}, 'eve')).toEqual([]);
      await put('c1', ['The boat of Eve.'], {}, 'eve');
      expect(await ask('boat', {}, 'eve')).toEqual(['c1: The boat of Eve.']);
      expect(await ask('boat of Eve')).toEqual(['c1: The boat sails.']);
    });
  });

  describe('for conversations', () => {
    it('finds those with all of the words, newest first, with the second of the audio', async () => {
      await put('c1', ['Hello.', 'The boat is in Bergen.']);
      await put('c2', ['Bergen has a boat.'], { started_at: new Date(START + DAY_MS) });
      await put('c3', ['The boat is in Oslo.'], { started_at: new Date(START + 2 * DAY_MS) });
      const { items, totalPages } = await page({ text: 'boats in Bergen' });
      expect(items.map(({ conversation }) => conversation.id)).toEqual(['c2', 'c1']);
      expect(totalPages).toBe(1);
      expect(items[1]!.snippets[0]).toEqual({
        text: 'The boat is in Bergen.',
        segmentIds: ['c1-1'],
        start: 10,
        end: 20,
      });
    });

    it('finds what fits best where none has all of the words', async () => {
      await put('c1', ['The boat is in Bergen.']);
      expect(await find({ text: 'boat to Copenhagen' })).toEqual(['c1']);
      expect(await find({ text: 'boat to Copenhagen', speaker: 'anna' })).toEqual([]);
    });

    it('counts pages after the filters', async () => {
      for (let n = 0; n < 7; n += 1)
        await put(`c${n}`, [{ text: 'The boat sails.', person_id: n % 2 ? 'anna' : null }], {
          started_at: new Date(START + n * DAY_MS),
        });
      const query = { text: 'boat', speaker: 'anna', perPage: 2 };
      expect(await find(query)).toEqual(['c5', 'c3']);
      expect(await find({ ...query, page: 2 })).toEqual(['c1']);
      expect(await find({ ...query, page: 3 })).toEqual([]);
      expect((await page(query)).totalPages).toBe(2);
    });

    it('lists by filters alone, and nothing where nothing is asked', async () => {
      await put('c1', [{ text: 'Hello there.', is_user: true }], { folder_id: 'f1' });
      await put('c2', ['Hello.'], { started_at: new Date(START + DAY_MS) });
      expect(await find({})).toEqual([]);
      expect(await find({ speaker: 'user' })).toEqual(['c1']);
      expect(await find({ folderId: 'f1' })).toEqual(['c1']);
      expect(await find({ category: 'other' })).toEqual(['c2', 'c1']);
      expect(await find({ fromMs: START + 1 })).toEqual(['c2']);
    });

    it('finds discarded ones unless told not to', async () => {
      await put('c1', ['Testing the boat.'], { discarded: true });
      expect(await find({ text: 'boat' })).toEqual(['c1']);
      expect(await find({ text: 'boat', includeDiscarded: false })).toEqual([]);
    });

    it('finds one by its id, by no other owner', async () => {
      const id = '0195f8a2-1b3c-7d4e-8f50-123456789abc';
      await put(id, ['Hello.']);
      for (const text of [id, `conversation:${id}`, `https://omi.example/conversations/${id}`]) {
        expect(await find({ text })).toEqual([id]);
        expect(await find({ text }, 'eve')).toEqual([]);
      }
    });

    it('wants quoted phrases said just so', async () => {
      await put('c1', ['The red boat sails.']);
      await put('c2', ['A boat that is red, the red of boats.']);
      expect(await find({ text: '"red boat"' })).toEqual(['c1']);
      expect(await find({ text: '"boat red"' })).toEqual([]);
    });

    it('shows no locked conversation', async () => {
      await put('c1', ['The boat sails.'], { is_locked: true });
      expect(await find({ text: 'boat' })).toEqual([]);
      expect(await ask('boat')).toEqual([]);
    });
  });

  describe('after a change', () => {
    it('follows an edit, and leaves nothing behind of what was there', async () => {
      await put('c1', ['The boat sails.', 'It is blue.', 'It is fast.']);
      await change('c1', {
        transcript_segments: [segmentOf('c1', 'The train leaves.', 0)],
        folder_id: 'f2',
      });
      await index('c1');
      expect((await ask('boat')).join()).not.toContain('boat');
      expect(await ask('train')).toEqual(['c1: The train leaves.']);
      expect(await find({ folderId: 'f2' })).toEqual(['c1']);
      expect(await bench.get(KeywordIndex).countByPrefix(CONVERSATION_INDEX, 'ada', 'c1:')).toBe(1);
      expect(await bench.get(KeywordIndex).countByPrefix(WHOLE_INDEX, 'ada', 'c1:')).toBe(1);
    });

    it('takes out what was deleted before the job ran', async () => {
      await put('c1', ['The boat sails.']);
      await bench.get(ConversationRepository).deleteTree('ada', 'c1');
      await index('c1');
      expect(await bench.get(KeywordIndex).countByPrefix(WHOLE_INDEX, 'ada', 'c1:')).toBe(0);
    });

    it('finds a conversation by who and what it is about, though nobody said so', async () => {
      const retrieval = { people: ['grace'], topics: ['harbour fees'], entities: [], dates: ['2026-04-01'] };
      await put('c1', ['We talked about what it costs.'], { retrieval });
      expect(await find({ text: 'harbour fees' })).toEqual(['c1']);
    });
  });
});

function segmentOf(id: string, line: Line, place: number): TranscriptSegment {
  const fields = typeof line === 'string' ? { text: line } : line;
  return {
    id: `${id}-${place}`,
    speaker: 'SPEAKER_00',
    speaker_id: 0,
    is_user: false,
    person_id: null,
    start: place * 10,
    end: place * 10 + 10,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
    ...fields,
  };
}
