import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { DocumentStore } from '#libs/storage';
import { ConversationsBench } from '../../testing/conversations-bench.js';
import { ActionItemsService } from '../action-items.service.js';
import { TaskSharing } from './task-sharing.js';

const ALL = { limit: 50, offset: 0 };
const DAY_MS = 86_400_000;

/** Thirty days pass at once: nothing here waits for what would happen on the way. */
class LeapingClock extends ManualClock {
  private leptMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.leptMs;
  }

  leap(durationMs: number): void {
    this.leptMs += durationMs;
  }
}

describe('tasks that are shared', () => {
  let bench: ConversationsBench;
  let sharing: TaskSharing;
  let list: ActionItemsService;
  let clock: LeapingClock;
  beforeEach(async () => {
    clock = new LeapingClock();
    bench = await ConversationsBench.start({ ownerName: 'Ada', clock });
    sharing = bench.get(TaskSharing);
    list = bench.get(ActionItemsService);
  });
  afterEach(() => bench.stop());

  const write = async (owner: string, description: string, due_at: Date | null = null) =>
    (await bench.settled(list.create(owner, { description, due_at }))).id;
  const wordsOf = async (owner: string) =>
    (await list.list(owner, {}, ALL)).items.map(({ description }) => description).sort();
  const accept = (owner: string, token: string) => bench.settled(sharing.accept(owner, token));
  const gone = { kind: 'not_found', code: 'TASK_SHARE_NOT_FOUND' };

  it('show whoever has the token their words, dates and the first name of who sent them', async () => {
    const due = new Date(bench.clock.nowMs() + DAY_MS);
    const ids = [await write('ada', 'Water the plants', due), await write('ada', 'Feed the cat')];
    await write('ada', 'Something private');
    const token = await sharing.share('ada', ids);
    expect(await sharing.get(token)).toEqual({
      senderName: 'Ada',
      tasks: [
        { description: 'Water the plants', due_at: due },
        { description: 'Feed the cat', due_at: null },
      ],
    });
    await expect(sharing.get(`${token}x`)).rejects.toMatchObject(gone);
  });

  it('come into the list of each who accepts them once, as open tasks of their own', async () => {
    const id = await write('ada', 'Water the plants');
    const token = await sharing.share('ada', [id]);
    await bench.settled(list.update('ada', id, { completed: true }));
    const [copy] = await accept('eve', token);
    expect(await list.get('eve', copy!)).toMatchObject({ completed: false, conversation_id: null });
    expect(copy).not.toBe(id);
    await expect(accept('eve', token)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'TASK_SHARE_ACCEPTED',
    });
    expect(await wordsOf('eve')).toEqual(['Water the plants']);
    expect(await accept('tom', token)).toHaveLength(1);
    await expect(accept('ada', token)).rejects.toMatchObject({ kind: 'invalid', code: 'TASK_SHARE_OWN' });
  });

  it('are not put in twice beside what the recipient has open already', async () => {
    const ids = [await write('ada', 'Water the plants'), await write('ada', 'Feed the cat')];
    await write('eve', 'water  the plants');
    expect(await accept('eve', await sharing.share('ada', ids))).toHaveLength(1);
    expect(await wordsOf('eve')).toEqual(['Feed the cat', 'water  the plants']);
  });

  it('are put in once by many acceptances at the same moment', async () => {
    const token = await sharing.share('ada', [await write('ada', 'Water the plants')]);
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => accept('eve', token)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await wordsOf('eve')).toEqual(['Water the plants']);
  });

  it('are there no longer than their owner keeps them, nor than thirty days', async () => {
    const id = await write('ada', 'Water the plants');
    const token = await sharing.share('ada', [id]);
    clock.leap(30 * DAY_MS - 1_000);
    expect((await sharing.get(token)).tasks).toHaveLength(1);
    clock.leap(1_000);
    await expect(sharing.get(token)).rejects.toMatchObject(gone);
    await expect(accept('eve', token)).rejects.toMatchObject(gone);
    const other = await sharing.share('ada', [id]);
    await bench.settled(list.delete('ada', id));
    await expect(accept('eve', other)).rejects.toMatchObject(gone);
  });

  it('are those of their owner and nobody else’s', async () => {
    const id = await write('ada', 'Water the plants');
    await expect(sharing.share('eve', [id])).rejects.toMatchObject({ code: 'ACTION_ITEM_NOT_FOUND' });
  });

  it('are never those that another server locked behind a plan, which nobody reads in full or changes here', async () => {
    const id = await write('ada', 'Water the plants');
    const token = await sharing.share('ada', [id]);
    const path = `users/ada/action_items/${id}`;
    await bench.get(DocumentStore).write([{ kind: 'merge', path, data: { is_locked: true } }]);
    const locked = { kind: 'locked', code: 'ACTION_ITEM_LOCKED' };
    await expect(sharing.share('ada', [id])).rejects.toMatchObject(locked);
    await expect(sharing.get(token)).rejects.toMatchObject(gone);
    await expect(list.get('ada', id)).rejects.toMatchObject(locked);
    await expect(bench.settled(list.update('ada', id, { completed: true }))).rejects.toMatchObject(locked);
    await expect(list.delete('ada', id)).rejects.toMatchObject(locked);
    expect((await list.list('ada', {}, ALL)).items).toMatchObject([{ id, completed: false }]);
  });

  it('leave in the store neither the token nor a share that has ended', async () => {
    const id = await write('ada', 'Water the plants');
    const token = await sharing.share('ada', [id]);
    await accept('eve', token);
    clock.leap(30 * DAY_MS);
    await accept('eve', await sharing.share('ada', [id]));
    const stored: string[] = [];
    for (const owner of ['ada', 'eve'])
      for await (const { path } of bench.get(DocumentStore).tree(`users/${owner}`))
        if (path.includes('task_shares')) stored.push(path);
    expect(stored).toHaveLength(2);
    expect(stored.join()).not.toContain(token);
  });
});
