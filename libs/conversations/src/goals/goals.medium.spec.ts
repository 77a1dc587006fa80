import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Collection, DataLifecycle, DocumentStore } from '#libs/storage';
import { conversationCollection } from '../store/collections.js';
import { newConversationRow } from '../store/conversation-row.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { GoalsService } from './goals.service.js';
import { GoalTracking } from './goal-tracking.js';

describe('goals', () => {
  let bench: ConversationsBench;
  let goals: GoalsService;
  beforeEach(async () => {
    bench = await ConversationsBench.start();
    goals = bench.get(GoalsService);
  });
  afterEach(() => bench.stop());

  const create = (title: string, unit: string | null = 'km') =>
    bench.settled(goals.create('ada', { title, goal_type: 'numeric', target_value: 100, unit }));
  const value = async (id: string) =>
    (await goals.active('ada')).find((goal) => goal.id === id)!.current_value;
  /** Has a revision of a conversation that says this, and its progress read. */
  const say = async (id: string, revision: number, text: string) => {
    const fields = {
      id,
      source: 'omi',
      language: 'en',
      timeoutSeconds: 120,
      clientDeviceId: null,
      clientPlatform: null,
    } as const;
    const row = newConversationRow(fields, bench.clock.now());
    const segment = {
      ...{
        id: `${id}-s1`,
        text,
        speaker: 'SPEAKER_00',
        speaker_id: 0,
        is_user: true,
        person_id: null,
        start: 0,
        end: 3,
      },
      ...{ translations: [], speech_profile_processed: true, stt_provider: null },
    };
    const rows = new Collection(bench.get(DocumentStore), conversationCollection);
    await bench.settled(
      rows.set('ada', id, { ...row, status: 'completed', revision, transcript_segments: [segment] }),
    );
    const run = { ownerId: 'ada', conversationId: id, revision };
    await bench.settled(bench.get(GoalTracking).track(run));
    await bench.settled(bench.get(GoalTracking).track(run));
    await bench.passTime(1_000);
  };

  it('move by what is said, once for each conversation, by its last revision', async () => {
    const { id } = await create('Run 100 km');
    await say('c1', 1, 'I ran five kilometres this morning.');
    await say('c2', 1, 'I ran another 7 km.');
    expect(await value(id)).toBe(12);
    await say('c1', 2, 'I ran six kilometres this morning.');
    expect(await value(id)).toBe(13);
    await say('c1', 3, 'Lovely weather this morning.');
    expect(await value(id)).toBe(7);
    expect((await goals.history('ada', id, 30)).map((day) => day.value)).toEqual([7]);
  });

  it('take back what a deleted conversation said', async () => {
    const { id } = await create('Run 100 km');
    await say('c1', 1, 'I ran five kilometres this morning.');
    await bench.settled(goals.setProgress('ada', id, 50));
    await bench.passTime(1_000);
    await say('c2', 1, 'I ran another 7 km.');
    await bench.settled(bench.get(DataLifecycle).deleteConversation('ada', 'c2'));
    expect(await value(id)).toBe(50);
  });

  it('are at most four at once; the oldest one ends', async () => {
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) {
      await create(title);
      await bench.passTime(1_000);
    }
    expect((await goals.active('ada')).map(({ title }) => title)).toEqual(['Five', 'Four', 'Three', 'Two']);
  });

  it('are nobody else’s', async () => {
    const { id } = await create('Run 100 km');
    const missing = { code: 'GOAL_NOT_FOUND' };
    expect(await goals.active('eve')).toEqual([]);
    await expect(goals.update('eve', id, { title: 'Mine' })).rejects.toMatchObject(missing);
    await expect(goals.setProgress('eve', id, 1)).rejects.toMatchObject(missing);
    await expect(goals.history('eve', id, 30)).rejects.toMatchObject(missing);
    await expect(goals.delete('eve', id)).rejects.toMatchObject(missing);
    await bench.settled(goals.delete('ada', id));
    expect(await goals.active('ada')).toEqual([]);
  });

  it('move by a text that a client sends, and say what moved', async () => {
    const { id } = await create('Run 100 km');
    const moved = await bench.settled(bench.get(GoalTracking).trackText('ada', 'I ran five kilometres.'));
    expect(moved.map(({ goal, before }) => [goal.id, before, goal.current_value])).toEqual([[id, 0, 5]]);
    expect(await bench.settled(bench.get(GoalTracking).trackText('ada', 'I slept well.'))).toEqual([]);
  });
});
