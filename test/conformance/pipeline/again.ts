import { expect, it } from 'vitest';
import type { World } from '../world.js';
import { FILLER, found, FULL, memoriesOf, reprocessed, soon, talked, tasksOf } from './talk.js';

/** Invariants 7 to 10, 16 and 19: what processing again and deletion do. */
export function againInvariants(world: () => World): void {
  it('7. what was set aside is in sight once it was processed again', async () => {
    const owner = world().owner();
    const { id, discarded } = await talked(owner, FILLER);
    expect(discarded).toBe(true);
    expect((await reprocessed(owner, id)).discarded).toBe(false);
    expect(await owner.json('/v1/conversations?include_discarded=false')).toHaveLength(1);
  });

  it('8. 10. processing again makes nothing new, and tells clients of nothing new', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    const first = await talked(owner, FULL);
    await soon(() => expect(client.named('memory_created')).toHaveLength(1));
    const idsOf = async () => ({
      conversations: (await owner.conversations('completed', 'processing', 'failed')).map(({ id }) => id),
      tasks: (await tasksOf(owner)).map(({ id }) => id).sort(),
      memories: (await memoriesOf(owner)).map(({ id }) => id).sort(),
      found: (await found(owner, 'plumber')).items.map(({ id }) => id),
    });
    const before = await idsOf();
    expect(before).toMatchObject({ conversations: [first.id], found: [first.id] });
    expect([before.tasks.length, before.memories.length]).toEqual([1, 2]);
    const again = await reprocessed(owner, first.id);
    expect(again.structured).toEqual({ ...first.structured, action_items: again.structured.action_items });
    expect(await idsOf()).toEqual(before);
    expect(client.named('memory_created')).toHaveLength(1);
  });

  it('9. asking for an app that is not there is an error', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    const path = `/v1/conversations/${id}/reprocess?app_id=no-such-app`;
    const { status } = await owner.fetch(path, { method: 'POST' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('16. a deleted conversation is nowhere, and cannot be deleted twice', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    await owner.json(`/v1/conversations/${id}/visibility?value=shared`, { method: 'PATCH' });
    const shared = `/v1/conversations/${id}/shared`;
    expect((await owner.fetch(shared)).status).toBe(200);
    expect((await owner.fetch(`/v1/conversations/${id}`, { method: 'DELETE' })).status).toBe(204);
    await soon(async () => {
      expect(await owner.conversations('completed')).toEqual([]);
      expect((await found(owner, 'plumber')).items).toEqual([]);
      expect([await tasksOf(owner), await memoriesOf(owner)]).toEqual([[], []]);
    });
    expect((await owner.fetch(shared)).status).toBe(404);
    expect((await owner.fetch(`/v1/conversations/${id}`)).status).toBe(404);
    expect((await owner.fetch(`/v1/conversations/${id}`, { method: 'DELETE' })).status).toBe(404);
  });
}
