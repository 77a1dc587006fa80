import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleSplit, type Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { BlobStore, DataLifecycle } from '#libs/storage';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { AudioService } from '../audio/audio.service.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationSearch } from '../search/conversation-search.js';
import { CarriedSound } from '../merge/carried-sound.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { ConversationsBench, NotedFollowing, type TestDevice } from '../testing/index.js';
import { SplitsService } from './splits.service.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };

describe('splitting a conversation', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let id: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN, BUDGET] }] });
    device = await bench.device().connect();
    await device.record(36_000);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    id = (await bench.settled(device.handle.finalize())).conversation_id;
    await bench.until(async () => {
      expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1);
      expect(await bench.get(CarriedSound).isIncomplete('ada', id)).toBe(false);
      expect(await tasks()).toHaveLength(1);
    });
  });
  afterEach(() => bench.stop());

  const get = (conversationId: string): Promise<Conversation> =>
    bench.get(ConversationsService).get('ada', conversationId);
  const tasks = async () =>
    (await bench.get(ActionItemsService).list('ada', {}, { limit: 9, offset: 0 })).items;
  const splitAtBudget = async () => {
    const whole = await get(id);
    const point = { segmentId: whole.transcript_segments[1]!.id };
    const [, moved] = await bench.settled(bench.get(SplitsService).split('ada', id, point));
    for (const part of [id, moved.id]) {
      await bench.until(async () => expect((await get(part)).status).toBe('completed'));
    }
    return { whole, splitId: moved.id };
  };
  const soundOf = async (conversationId: string) => {
    const sound = await bench.settled(bench.get(AudioService).openConversation('ada', conversationId, 'pcm'));
    return Buffer.concat(await Array.fromAsync(await sound.read()));
  };
  const keysOf = async (conversationId: string) =>
    (await Array.fromAsync(bench.get(BlobStore).list(`audio/ada/${conversationId}/`))).map(({ key }) => key);

  it('makes two, each with its words at their own time, and has both understood anew', async () => {
    const { whole, splitId } = await splitAtBudget();
    const [tomatoes, budget] = whole.transcript_segments;
    const kept = await get(id);
    const moved = await get(splitId);
    expect(kept.transcript_segments).toEqual([tomatoes]);
    expect(kept).toMatchObject({ started_at: whole.started_at, structured: { overview: GARDEN.text } });
    expect(moved.transcript_segments).toMatchObject([{ id: budget!.id, start: 0 }]);
    expect(moved).toMatchObject({ finished_at: whole.finished_at, structured: { overview: BUDGET.text } });
    expect(moved.started_at.getTime() - whole.started_at.getTime()).toBe(budget!.start * 1_000);
    await bench.until(async () => {
      const hits = await bench.get(ConversationSearch).search('ada', { text: 'budget', limit: 1 });
      expect(hits[0]).toMatchObject({ conversationId: splitId });
    });
    expect(bench.get(NotedFollowing).seen).toEqual([
      { ownerId: 'ada', conversationId: splitId, fromConversationId: id },
    ]);
  });

  it('divides the sound, so that neither plays or stores what belongs to the other', async () => {
    const before = await soundOf(id);
    const { whole, splitId } = await splitAtBudget();
    const [kept, moved] = [await soundOf(id), await soundOf(splitId)];
    const budgetBytes = Math.round(whole.transcript_segments[1]!.start * 16_000) * 2;
    expect(kept.length).toBeLessThan(budgetBytes);
    expect(Math.abs(kept.length + 0.3 * 32_000 - budgetBytes)).toBeLessThan(64);
    expect(Math.abs(moved.length - (before.length - budgetBytes))).toBeLessThan(64);
    for (const part of [id, splitId]) {
      const listed = await bench.get(AudioService).pieces('ada', part);
      expect(listed.map(({ sound }) => sound.blob.key).sort()).toEqual((await keysOf(part)).sort());
    }
    const sessions = await bench.get(RecordingSessionRepository).allOfConversation('ada', splitId);
    expect(
      sessions[0]!.spans.filter(({ conversation_id }) => [id, splitId].includes(conversation_id)),
    ).toMatchObject([
      { conversation_id: id, state: 'stored' },
      { conversation_id: splitId, state: 'stored' },
    ]);
  });

  it('leaves each to be deleted without a trace of it in the other', async () => {
    const { splitId } = await splitAtBudget();
    const kept = await soundOf(id);
    await bench.settled(bench.get(ConversationsService).delete('ada', splitId));
    await bench.until(async () =>
      expect(await bench.get(DataLifecycle).findConversation('ada', splitId)).toEqual([]),
    );
    expect((await soundOf(id)).equals(kept)).toBe(true);
  });

  it('leaves tasks with the words that they were said in', async () => {
    const [task] = await tasks();
    const { splitId } = await splitAtBudget();
    await bench.until(async () => {
      const all = await tasks();
      expect(all.find((item) => item.id === task!.id)).toMatchObject({ conversation_id: id });
      expect(all.every(({ conversation_id }) => [id, splitId].includes(conversation_id!))).toBe(true);
    });
  });

  it('can be asked for at a moment', async () => {
    const [, moved] = await bench.settled(bench.get(SplitsService).split('ada', id, { atSeconds: 10 }));
    expect(moved.transcript_segments).toMatchObject([{ text: BUDGET.text }]);
  });

  it('refuses what would leave one of them empty, what is somebody else’s and what is not there', async () => {
    const splits = bench.get(SplitsService);
    const [first] = (await get(id)).transcript_segments;
    const refused = (owner: string, point: Parameters<SplitsService['split']>[2]) =>
      bench.settled(splits.split(owner, id, point));
    const nothing = { code: 'SPLIT_LEAVES_NOTHING' };
    await expect(refused('ada', { segmentId: first!.id })).rejects.toMatchObject(nothing);
    await expect(refused('ada', { atSeconds: 500 })).rejects.toMatchObject(nothing);
    await expect(refused('ada', { segmentId: 'x' })).rejects.toMatchObject({ code: 'SEGMENT_NOT_FOUND' });
    await expect(refused('eve', { atSeconds: 10 })).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
  });

  it('clears away what was copied when it dies before anything has changed', async () => {
    const before = await get(id);
    const repository = bench.get(RecordingSessionRepository);
    const dying = repository.read.bind(repository);
    repository.read = () => Promise.reject(new AppError('unavailable', 'KILLED', 'The process has died.'));
    const refused = bench.settled(bench.get(SplitsService).split('ada', id, { atSeconds: 10 }));
    await expect(refused).rejects.toMatchObject({ code: 'KILLED' });
    repository.read = dying;
    expect(await get(id)).toEqual(before);
    const all = await Array.fromAsync(bench.get(BlobStore).list('audio/ada/'));
    const splitId = all.map(({ key }) => key.split('/')[2]!).find((other) => other !== id)!;
    const job = { ownerId: 'ada', conversationId: id, splitId };
    await bench.get(JobQueue).cancel(settleSplit, job);
    await bench.get(JobQueue).enqueue(settleSplit, job);
    await bench.until(async () => {
      expect(await keysOf(splitId)).toEqual([]);
      const listed = await bench.get(AudioService).pieces('ada', id);
      expect(listed.map(({ sound }) => sound.blob.key).sort()).toEqual((await keysOf(id)).sort());
    });
  });
});
