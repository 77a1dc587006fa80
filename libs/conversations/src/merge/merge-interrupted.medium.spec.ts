import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { BlobStore, DataLifecycle, DocumentStore } from '#libs/storage';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { AudioService } from '../audio/audio.service.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, ScriptedUnderstanding } from '../testing/index.js';
import { CarriedSound } from './carried-sound.js';
import type { MergeState } from './merge-record.js';
import { MergeProgress } from './merge-progress.js';
import { MergeRepository } from './merge.repository.js';
import { MergesService } from './merges.service.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };
/** More than any step has; a step that is through before that ends the round. */
const MOST_EFFECTS = 60;

type Effect = (...values: never[]) => Promise<unknown>;

/**
 * Whatever a step does to a store, the process may die right before it. Each step is begun as often as it has effects, dies before the first,
 * the second, and so on, and is done again by whoever comes next.
 */
describe('a merge whose process dies before every single effect', () => {
  let bench: ConversationsBench;
  let firstId: string;
  let secondId: string;

  beforeEach(async () => {
    const understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN, BUDGET] }], understanding });
    const device = await bench.device().connect();
    const finished = async (segments: number, task: string) => {
      understanding.task = task;
      await bench.until(() => expect(device.transcript).toHaveLength(segments));
      const { conversation_id: id } = await bench.settled(device.handle.finalize());
      await bench.until(async () => {
        expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1);
        expect(await bench.get(CarriedSound).isIncomplete('ada', id)).toBe(false);
        expect((await tasks()).some(({ conversation_id }) => conversation_id === id)).toBe(true);
      });
      return id;
    };
    await device.record(5_000);
    firstId = await finished(1, 'Water the tomatoes');
    await device.record(30_000);
    secondId = await finished(2, 'Prepare the budget');
  });
  afterEach(() => bench.stop());

  const get = (id: string): Promise<Conversation> => bench.get(ConversationsService).get('ada', id);
  const tasks = async () =>
    (await bench.get(ActionItemsService).list('ada', {}, { limit: 9, offset: 0 })).items;
  const stateOf = async (id: string) => (await bench.get(MergesService).get('ada', id)).state;

  /** Where effects go. Now and then it is another job's that is hit, which is repeated by its queue. */
  const effects = () =>
    [
      [bench.get(DocumentStore), ['write', 'transaction', 'deleteTree']],
      [bench.get(BlobStore), ['put', 'delete', 'deleteByPrefix']],
      [bench.get(JobQueue), ['enqueue']],
    ] as const;

  /** Runs `work`; before its n-th effect it dies. Answers whether it came so far. */
  const dyingBefore = async (effect: number, work: () => Promise<unknown>): Promise<boolean> => {
    let count = 0;
    const restore: (() => void)[] = [];
    for (const [target, names] of effects()) {
      const methods = target as unknown as Record<string, Effect>;
      for (const name of names) {
        const real = methods[name]!;
        methods[name] = (...values) => {
          count += 1;
          if (count === effect) return Promise.reject(new AppError('unavailable', 'KILLED', 'Dead.'));
          return real.apply(target, values);
        };
        restore.push(() => (methods[name] = real));
      }
    }
    try {
      await bench.settled(work());
      return count >= effect;
    } catch (thrown) {
      expect(thrown).toMatchObject({ code: 'KILLED' });
      return true;
    } finally {
      for (const undo of restore) undo();
    }
  };

  /** Takes the step of a state, dying before its first effect, then its second, until it is through. */
  const stepDying = async (id: string): Promise<number> => {
    const from = await stateOf(id);
    for (let effect = 1; effect <= MOST_EFFECTS; effect += 1) {
      await dyingBefore(effect, () => bench.get(MergeProgress).step('ada', id));
      if ((await stateOf(id)) !== from) return effect;
    }
    throw new Error(`the step of ${from} never ends`);
  };

  /** Nobody but this test works on the merge. */
  const begun = async () => {
    const queue = bench.get(JobQueue);
    const enqueue = queue.enqueue.bind(queue);
    queue.enqueue = ((definition: { name: string }, ...rest: unknown[]) =>
      definition.name === 'conversation.merge'
        ? Promise.resolve({ id: 'held', duplicate: false })
        : (enqueue as (...values: unknown[]) => Promise<unknown>)(
            definition,
            ...rest,
          )) as JobQueue['enqueue'];
    const { record } = await bench.settled(bench.get(MergesService).begin('ada', [firstId, secondId]));
    return record.id;
  };
  const driven = async (id: string, until: MergeState) => {
    let deaths = 0;
    while ((await stateOf(id)) !== until) {
      if ((await stateOf(id)) === 'processing') {
        await bench.until(async () => expect((await get(id)).status).toBe('completed'));
      }
      deaths += await stepDying(id);
    }
    return deaths;
  };

  it('gives one result, however far it is confirmed', async () => {
    const id = await begun();
    expect(await driven(id, 'done')).toBeGreaterThan(3);
    await bench.until(async () => expect(await tasks()).toHaveLength(1));
    const trial = await get(id);
    expect(trial.transcript_segments).toHaveLength(2);
    await bench.settled(bench.get(MergesService).confirm('ada', id));
    expect(await driven(id, 'confirmed')).toBeGreaterThan(3);
    for (const source of [firstId, secondId]) {
      await bench.until(async () =>
        expect(await bench.get(DataLifecycle).findConversation('ada', source)).toEqual([]),
      );
    }
    const whole = await get(id);
    expect(whole.transcript_segments).toEqual(trial.transcript_segments);
    expect(whole.audio_files).toHaveLength(2);
    const pieces = await bench.get(AudioService).pieces('ada', id);
    for (const { sound } of pieces) {
      expect(await bench.get(BlobStore).stat(sound.blob.key)).not.toBeNull();
    }
    expect(await tasks()).toMatchObject([{ conversation_id: id }]);
  });

  it('is taken back as a whole', async () => {
    const before = await Promise.all([firstId, secondId].map(get));
    const tasksBefore = (await tasks()).map((task) => task.id).sort();
    const id = await begun();
    await driven(id, 'done');
    await bench.get(MergeRepository).move('ada', id, ['done'], { state: 'undoing', expires_at: null });
    expect(await driven(id, 'undone')).toBeGreaterThan(3);
    await bench.until(async () =>
      expect(await bench.get(DataLifecycle).findConversation('ada', id)).toEqual([]),
    );
    for (const source of before) {
      expect({ ...(await get(source.id)), updated_at: source.updated_at }).toEqual(source);
    }
    expect((await tasks()).map((task) => task.id).sort()).toEqual(tasksBefore);
  });
});
