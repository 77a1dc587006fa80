import { expect, it } from 'vitest';
import type { Memory } from '#libs/contracts';
import type { World } from '../world.js';
import { FULL, json, memoriesOf, soon, talked, tasksOf, type Task } from './talk.js';

/** Most memories of one category that one conversation gives. */
const MOST_OF_A_CATEGORY = 2;

/** Invariants 14, 15, 17 and 18. */
export function taskAndMemoryInvariants(world: () => World): void {
  it('14. a task is the same in its conversation and in the list, whichever of them it is ticked in', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    const inside = async () => (await owner.conversation(id)).structured.action_items;
    const [listed, ...others] = await tasksOf(owner, id);
    expect(others).toEqual([]);
    expect((await inside()).map(({ description }) => description)).toEqual([listed!.description]);
    await owner.json(`/v1/action-items/${listed!.id}/completed?completed=true`, { method: 'PATCH' });
    await soon(async () => expect((await inside())[0]!.completed).toBe(true));
    const path = `/v1/conversations/${id}/action-items`;
    await owner.json(path, json('PATCH', { items_idx: [0, 9], values: [false, true] }));
    await soon(async () => expect((await tasksOf(owner, id))[0]!.completed).toBe(false));
  });

  it('15. the same words are the same task', async () => {
    const owner = world().owner();
    const write = (description: string) =>
      owner.json<Task>('/v1/action-items', json('POST', { description }));
    const { id } = await write('Call the plumber');
    for (const words of ['Call the plumber', '  call THE plumber ']) expect((await write(words)).id).toBe(id);
    expect((await write('Call the painter')).id).not.toBe(id);
    expect(await tasksOf(owner)).toHaveLength(2);
  });

  it('17. memories are private and few, written ones are approved, rejected ones are gone', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, [
      ...FULL,
      'I work as a nurse at the children’s hospital, and I love it.',
      'My sister Clara lives in Madrid. My brother Boris is a pilot.',
      'I play the cello in an orchestra, and I am learning Spanish.',
    ]);
    const heard = await memoriesOf(owner);
    expect(heard.length).toBeGreaterThan(2);
    expect(new Set(heard.map(({ visibility }) => visibility))).toEqual(new Set(['private']));
    expect(new Set(heard.map((memory) => memory.conversation_id))).toEqual(new Set([id]));
    const written = await owner.json<Memory>(
      '/v3/memories',
      json('POST', { content: 'Eve keeps three cats' }),
    );
    expect(written).toMatchObject({ reviewed: true, user_review: true, visibility: 'private' });
    await owner.json(`/v3/memories/${heard[0]!.id}/review?value=false`, { method: 'POST' });
    const left = (await memoriesOf(owner)).map((memory) => memory.id);
    expect(left).not.toContain(heard[0]!.id);
    expect(left).toContain(written.id);
  });

  it('17. no conversation gives more than two memories of a category', async () => {
    const owner = world().owner();
    const hobbies = ['cello', 'chess', 'tennis', 'football', 'poker'];
    await talked(
      owner,
      hobbies.map((hobby) => `I play ${hobby} every week, and I love it.`),
    );
    const counts = Map.groupBy(await memoriesOf(owner), (memory) => memory.topic ?? memory.category);
    for (const [category, memories] of counts)
      expect([category, memories.length <= MOST_OF_A_CATEGORY]).toEqual([category, true]);
  });

  it('18. of two facts that exclude each other the newer one is listed', async () => {
    const owner = world().owner();
    const yesterday = new Date(Date.now() - 86_400_000);
    await talked(owner, FULL, { startedAt: yesterday });
    expect((await memoriesOf(owner)).map(({ content }) => content).join()).toContain('Leeds');
    await talked(owner, [
      { speaker: 1, text: 'And how is life up there in the north?' },
      'I moved again last week. I live in Bristol now, close to the harbour.',
    ]);
    const contents = (await memoriesOf(owner)).map(({ content }) => content).join();
    expect(contents).toContain('Bristol');
    expect(contents).not.toContain('Leeds');
  });
}
