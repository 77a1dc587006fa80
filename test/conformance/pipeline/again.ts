import { expect, it } from 'vitest';
import type { World } from '../world.js';
import { FILLER, found, FULL, memoriesOf, reprocessed, soon, talked, tasksOf } from './talk.js';

/** Invariants 7 to 10, 16 and 30: what processing again, apps and deletion do. */
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

  it('8. processing again with an app leaves exactly one result, of that app', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    for (const app of ['action_item_extractor', 'meeting_minutes']) {
      const { apps_results: results, plugins_results: twins } = await reprocessed(owner, id, app);
      expect(results).toEqual([{ app_id: app, content: expect.stringMatching(/plumber/i) }]);
      expect(twins).toEqual([{ plugin_id: app, content: results[0]!.content }]);
    }
  });

  it('9. asking for an app that is not there is an error', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    const path = `/v1/conversations/${id}/reprocess?app_id=no-such-app`;
    const { status } = await owner.fetch(path, { method: 'POST' });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  it('30. a preferred app wins over suggestions, which are at most three apps that there are', async () => {
    const owner = world().owner();
    await owner.json('/v1/users/preferences/app?app_id=action_item_extractor', { method: 'PUT' });
    const { id, apps_results: results } = await talked(owner, [...FULL, ...FULL, ...FULL]);
    expect(results).toMatchObject([{ app_id: 'action_item_extractor' }]);
    const { suggested_apps: suggested } = await owner.json<{ suggested_apps: { id: string }[] }>(
      `/v1/conversations/${id}/suggested-apps`,
    );
    const known = (await owner.json<{ id: string }[]>('/v1/apps')).map((app) => app.id);
    expect(suggested.length).toBeGreaterThan(0);
    expect(suggested.length).toBeLessThanOrEqual(3);
    expect(known).toEqual(expect.arrayContaining(suggested.map((app) => app.id)));
    const unknown = await owner.fetch('/v1/users/preferences/app?app_id=no-such-app', { method: 'PUT' });
    expect(unknown.status).toBe(404);
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
