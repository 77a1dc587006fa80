import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { ConversationsService } from '../conversations.service.js';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { ConversationSearch } from '../search/conversation-search.js';
import { ConversationsBench, NotedExtractions, type TestDevice } from '../testing/index.js';
import { ConversationEdits } from './conversation-edits.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };

describe('what an owner changed of a conversation', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let edits: ConversationEdits;
  let id: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN, BUDGET] }] });
    edits = bench.get(ConversationEdits);
    device = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    id = (await bench.settled(device.handle.finalize())).conversation_id;
    await processed();
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toHaveLength(1));
  });
  afterEach(() => bench.stop());

  const get = (): Promise<Conversation> => bench.get(ConversationsService).get('ada', id);
  const processed = () => bench.until(async () => expect((await get()).status).toBe('completed'));
  const again = async () => {
    await bench.settled(bench.get(ConversationLifecycle).reprocess('ada', id, 'user_reprocess'));
    await processed();
  };
  const find = (text: string) => bench.get(ConversationSearch).search('ada', { text, limit: 5 });

  it('stays when it is processed again, and what was not changed is found anew', async () => {
    const before = await get();
    await bench.settled(edits.describe('ada', id, { title: 'My Garden', emoji: '🍅', category: 'family' }));
    await bench.settled(edits.setStarred('ada', id, true));
    await again();
    const after = await get();
    expect(after.revision).toBe(before.revision + 1);
    expect(after).toMatchObject({
      starred: true,
      structured: { title: 'My Garden', emoji: '🍅', category: 'family', overview: GARDEN.text },
    });
  });

  it('holds for a summary too, and search finds the new words', async () => {
    await bench.settled(edits.writeSummary('ada', id, { appId: null, content: 'All about zucchini.' }));
    await again();
    expect((await get()).structured.overview).toBe('All about zucchini.');
    await bench.until(async () => expect((await find('zucchini'))[0]).toMatchObject({ conversationId: id }));
  });

  it('holds for the words of a segment, from which memories are found anew at once', async () => {
    const [segment] = (await get()).transcript_segments;
    await bench.settled(edits.writeSegment('ada', id, segment!.id, 'The potatoes are ripe.'));
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toHaveLength(2));
    await bench.until(async () => {
      expect((await find('potatoes'))[0]).toMatchObject({ conversationId: id });
      // The summary is of the old words until it is made again.
      const said = (await find('tomatoes')).filter(({ kind }) => kind !== 'summary');
      expect(said.filter(({ text }) => text.includes('tomatoes'))).toEqual([]);
    });
    await again();
    const { transcript_segments, structured } = await get();
    expect(transcript_segments).toMatchObject([{ id: segment!.id, text: 'The potatoes are ripe.' }]);
    expect(structured.overview).toBe('The potatoes are ripe.');
  });

  it('asks nothing of anybody when the words are the same', async () => {
    const [segment] = (await get()).transcript_segments;
    const { updated_at } = await get();
    await bench.settled(edits.writeSegment('ada', id, segment!.id, segment!.text));
    expect((await get()).updated_at).toEqual(updated_at);
    await again();
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toHaveLength(2));
    expect(bench.get(NotedExtractions).seen.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('is never sent to clients as such', async () => {
    const changed = await bench.settled(edits.describe('ada', id, { title: 'Mine' }));
    expect(Object.keys(changed)).not.toContain('user_edits');
  });

  it('names what is not there, and keeps others out', async () => {
    const segment = edits.writeSegment('ada', id, 'x', 'words');
    await expect(bench.settled(segment)).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
    const summary = edits.writeSummary('ada', id, { appId: 'x', content: 'words' });
    await expect(bench.settled(summary)).rejects.toMatchObject({ code: 'APP_RESULT_NOT_FOUND' });
    const stranger = edits.describe('eve', id, { title: 'Mine' });
    await expect(bench.settled(stranger)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
  });
});
