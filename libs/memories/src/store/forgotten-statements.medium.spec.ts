import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DataLifecycle } from '#libs/storage';
import { FollowSegmentsJob } from '../jobs/follow-segments.job.js';
import { MemoriesService } from '../memories.service.js';
import { MemoriesBench, spokenConversation } from '../testing/index.js';

describe('a memory that its owner deleted', () => {
  let bench: MemoriesBench;
  let round = 0;
  beforeAll(async () => {
    bench = await MemoriesBench.start();
  });
  afterAll(() => bench.stop());

  /** Names of conversations that no other test has. */
  let names: { whole: string; other: string };
  beforeEach(async () => {
    await bench.get(MemoriesService).deleteAll(bench.owner);
    names = { whole: `whole-${(round += 1)}`, other: `other-${round}` };
  });

  const said = () => spokenConversation(names.whole, 5, 'I am allergic to penicillin.');
  /** The same words where merging or splitting put them: segments keep their ids. */
  const moved = () => ({ ...said(), id: names.other });
  const forget = async () => {
    const [memory] = await bench.get(MemoriesService).list(bench.owner, { limit: 10, offset: 0 });
    await bench.get(MemoriesService).delete(bench.owner, memory!.id);
  };
  const follow = (from: string, to: string) =>
    bench
      .get(FollowSegmentsJob)
      .handle({ ownerId: bench.owner, conversationId: to, fromConversationId: from });
  const purge = (id: string) => bench.get(DataLifecycle).deleteConversation(bench.owner, id);

  it('does not come back when its words are read in the conversation that they were merged into', async () => {
    await bench.hear(said());
    await forget();
    await bench.hear(moved());
    expect(await bench.shown()).toEqual([]);
  });

  it('does not come back after the merge was confirmed and what was merged is gone', async () => {
    await bench.hear(said());
    await forget();
    await bench.hear(moved());
    await follow(names.whole, names.other);
    await purge(names.whole);
    await bench.hear(moved());
    expect(await bench.shown()).toEqual([]);
  });

  it('does not come back when a merge in which it was deleted is undone', async () => {
    await bench.hear(said());
    await bench.hear(moved());
    await forget();
    await purge(names.other);
    await bench.hear(said());
    expect(await bench.shown()).toEqual([]);
  });

  it('comes back when it is said anew', async () => {
    await bench.hear(said());
    await forget();
    await bench.hear(spokenConversation(`anew-${round}`, 9, 'I am allergic to penicillin.'));
    expect(await bench.shown()).toHaveLength(1);
  });

  it('leaves nothing behind when everything that said it is gone', async () => {
    await bench.hear(said());
    await forget();
    await purge(names.whole);
    await bench.hear(said());
    expect(await bench.shown()).toHaveLength(1);
  });
});
