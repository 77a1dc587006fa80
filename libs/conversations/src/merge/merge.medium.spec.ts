import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { DataLifecycle } from '#libs/storage';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { AudioService } from '../audio/audio.service.js';
import { SWEEP_EVERY_MS } from '../conversations-runtime.js';
import { ConversationsService } from '../conversations.service.js';
import { FoldersService } from '../folders/folders.service.js';
import { ConversationSearch } from '../search/conversation-search.js';
import { SharedConversations } from '../sharing/shared-conversations.js';
import { ConversationsBench, ScriptedUnderstanding, type TestDevice } from '../testing/index.js';
import { MERGE_TRIAL_MS } from './merge-settling.js';
import { MergeRepository } from './merge.repository.js';
import { MergesService } from './merges.service.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };

describe('merging conversations', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let understanding: ScriptedUnderstanding;
  let firstId: string;
  let secondId: string;

  beforeEach(async () => {
    understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN, BUDGET] }], understanding });
    device = await bench.device().connect();
    await device.record(5_000);
    firstId = await finished(1, 'Water the tomatoes');
    await device.record(30_000);
    secondId = await finished(2, 'Prepare the budget');
  });
  afterEach(() => bench.stop());

  const finished = async (segments: number, task: string) => {
    understanding.task = task;
    await bench.until(() => expect(device.transcript).toHaveLength(segments));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(async () => {
      expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1);
      expect((await tasks()).filter(({ conversation_id }) => conversation_id === id)).toHaveLength(1);
    });
    return id;
  };
  const get = (id: string): Promise<Conversation> => bench.get(ConversationsService).get('ada', id);
  const listed = async () =>
    (await bench.get(ConversationsService).list('ada', { limit: 10, offset: 0 }))
      .filter(({ status }) => status !== 'in_progress')
      .map(({ id }) => id)
      .sort();
  const tasks = async () =>
    (await bench.get(ActionItemsService).list('ada', {}, { limit: 9, offset: 0 })).items;
  const found = async (text: string) => {
    const hits = await bench.get(ConversationSearch).search('ada', { text, limit: 5 });
    return [...new Set(hits.map(({ conversationId }) => conversationId))];
  };
  const stateOf = async (id: string) => (await bench.get(MergesService).get('ada', id)).state;
  const reached = (id: string, state: string) =>
    bench.until(async () => expect(await stateOf(id)).toBe(state));
  const merged = async () => {
    const { record } = await bench.settled(bench.get(MergesService).begin('ada', [secondId, firstId]));
    return record.id;
  };
  const soundOf = async (id: string) => {
    const sound = await bench.settled(bench.get(AudioService).openConversation('ada', id, 'pcm'));
    return Buffer.concat(await Array.fromAsync(await sound.read()));
  };

  it('makes one conversation on the clock of the first, with the silence between them kept', async () => {
    const [first, second] = [await get(firstId), await get(secondId)];
    const id = await merged();
    await reached(id, 'done');
    const whole = await get(id);
    const gap = (second.started_at.getTime() - first.started_at.getTime()) / 1_000;
    expect(whole).toMatchObject({
      status: 'completed',
      started_at: first.started_at,
      finished_at: second.finished_at,
      created_at: first.created_at,
      external_data: { merge_metadata: { source_ids: [firstId, secondId] } },
    });
    const [tomatoes, budget] = whole.transcript_segments;
    expect(tomatoes).toMatchObject({ id: first.transcript_segments[0]!.id, start: 0 });
    expect(budget!.start).toBeCloseTo(gap + second.transcript_segments[0]!.start, 3);
    expect(await listed()).toEqual([id]);
    await expect(get(firstId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await bench.until(async () => expect(await found('tomatoes')).toEqual([id]));
  });

  it('plays what both of them played, before and after it is confirmed', async () => {
    const [first, second] = [await get(firstId), await get(secondId)];
    const [firstSound, secondSound] = [await soundOf(firstId), await soundOf(secondId)];
    const id = await merged();
    await reached(id, 'done');
    const gapBytes =
      Math.round(((second.started_at.getTime() - first.started_at.getTime()) * 16_000) / 1_000) * 2;
    const trial = await soundOf(id);
    expect(trial.subarray(0, firstSound.length).equals(firstSound)).toBe(true);
    expect(trial.subarray(gapBytes + 16_000).equals(secondSound.subarray(16_000))).toBe(true);

    await bench.settled(bench.get(MergesService).confirm('ada', id));
    await reached(id, 'confirmed');
    for (const source of [firstId, secondId]) {
      await bench.until(async () =>
        expect(await bench.get(DataLifecycle).findConversation('ada', source)).toEqual([]),
      );
    }
    expect((await soundOf(id)).equals(trial)).toBe(true);
    expect((await get(id)).audio_files.every(({ conversation_id }) => conversation_id === id)).toBe(true);
  });

  it('takes over tasks with what their owner did about them', async () => {
    const [task] = (await tasks()).filter(({ conversation_id }) => conversation_id === firstId);
    await bench.settled(bench.get(ActionItemsService).update('ada', task!.id, { completed: true }));
    const id = await merged();
    await reached(id, 'done');
    await bench.until(async () => {
      const all = await tasks();
      expect(all.every(({ conversation_id }) => conversation_id === id)).toBe(true);
      expect(all.find((item) => item.id === task!.id)).toMatchObject({ completed: true });
    });
    await bench.settled(bench.get(MergesService).confirm('ada', id));
    await reached(id, 'confirmed');
    expect((await tasks()).find((item) => item.id === task!.id)).toMatchObject({ completed: true });
  });

  it('is taken back, with everything as it was and nothing left of what they were merged into', async () => {
    const before = [await get(firstId), await get(secondId)];
    const tasksBefore = (await tasks()).map(({ id }) => id).sort();
    const folders = await bench.get(FoldersService).list('ada');
    const id = await merged();
    await reached(id, 'done');
    await bench.settled(bench.get(MergesService).undo('ada', id));
    await reached(id, 'undone');
    for (const source of before) {
      expect({ ...(await get(source.id)), updated_at: source.updated_at }).toEqual(source);
    }
    await bench.until(async () => {
      expect(await found('tomatoes')).toContain(firstId);
      expect(await bench.get(DataLifecycle).findConversation('ada', id)).toEqual([]);
    });
    expect(await listed()).toEqual([firstId, secondId].sort());
    expect((await tasks()).map((task) => task.id).sort()).toEqual(tasksBefore);
    expect(await bench.get(FoldersService).list('ada')).toEqual(folders);
    expect((await soundOf(firstId)).length).toBeGreaterThan(0);
  });

  it('is taken back by itself when the whole cannot be processed', async () => {
    const before = [await get(firstId), await get(secondId)];
    understanding.failures.push(new AppError('invalid', 'BAD_ANSWER', 'The model has said nothing of use.'));
    const id = await merged();
    await reached(id, 'failed');
    expect(await bench.get(MergesService).get('ada', id)).toMatchObject({ failure_code: 'BAD_ANSWER' });
    for (const source of before) {
      expect({ ...(await get(source.id)), updated_at: source.updated_at }).toEqual(source);
    }
    expect(await listed()).toEqual([firstId, secondId].sort());
  });

  it('is confirmed by itself when nobody takes it back for a day', async () => {
    const id = await merged();
    await reached(id, 'done');
    const { expires_at: confirmsAt } = await bench.get(MergesService).get('ada', id);
    expect(confirmsAt!.getTime() - bench.clock.nowMs()).toBeGreaterThan(MERGE_TRIAL_MS - 60_000);
    // A day of sweeps takes a while: the day is over now.
    const now = bench.clock.now();
    await bench.get(MergeRepository).move('ada', id, ['done'], { state: 'done', expires_at: now });
    await bench.passTime(SWEEP_EVERY_MS);
    await reached(id, 'confirmed');
    await expect(bench.settled(bench.get(MergesService).undo('ada', id))).rejects.toMatchObject({
      code: 'MERGE_CONFIRMED',
    });
    expect(await get(id)).toMatchObject({ status: 'completed' });
  });

  it('lets what it was made of go when its owner deletes it', async () => {
    const id = await merged();
    await reached(id, 'done');
    await bench.settled(bench.get(ConversationsService).delete('ada', id));
    for (const gone of [id, firstId, secondId]) {
      await bench.until(async () =>
        expect(await bench.get(DataLifecycle).findConversation('ada', gone)).toEqual([]),
      );
    }
    expect(await tasks()).toEqual([]);
    expect(await listed()).toEqual([]);
  });

  it('is as private as the most private of them', async () => {
    await bench.settled(bench.get(SharedConversations).setVisibility('ada', firstId, 'public'));
    const id = await merged();
    await reached(id, 'done');
    expect((await get(id)).visibility).toBe('private');
  });

  it('refuses too few, somebody else’s, what is busy, and what can still be taken back', async () => {
    const merges = bench.get(MergesService);
    const refused = (owner: string, ids: string[]) => bench.settled(merges.begin(owner, ids));
    await expect(refused('ada', [firstId, firstId])).rejects.toMatchObject({ code: 'MERGE_TOO_FEW' });
    await expect(refused('eve', [firstId, secondId])).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
    const id = await merged();
    await expect(refused('ada', [firstId, secondId])).rejects.toMatchObject({ code: 'MERGE_NOT_POSSIBLE' });
    await expect(bench.settled(bench.get(ConversationsService).delete('ada', firstId))).rejects.toMatchObject(
      {
        code: 'CONVERSATION_MERGING',
      },
    );
    await reached(id, 'done');
    await expect(bench.settled(merges.undo('eve', id))).rejects.toMatchObject({ code: 'MERGE_NOT_FOUND' });
  });
});
