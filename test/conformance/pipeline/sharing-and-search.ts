import { expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import type { Owner, World } from '../world.js';
import { found, FULL, json, soon, talked } from './talk.js';

const HOUR_MS = 3_600_000;
const DATE_LIKE = /^\d{4}-\d\d-\d\dT/;
const WITH_OFFSET = /(?:Z|[+-]\d\d:\d\d)$/;

/** Invariants 27, 28, 31 and 35. */
export function sharingAndSearchInvariants(world: () => World): void {
  it('27. a page is there for everybody as long as it is shared, without the place', async () => {
    const owner = world().owner();
    const stranger = world().owner();
    await owner.json('/v1/users/geolocation', json('PATCH', { latitude: 53.8, longitude: -1.55 }));
    const { id } = await talked(owner, FULL);
    const share = (value: string) =>
      owner.json(`/v1/conversations/${id}/visibility?value=${value}`, { method: 'PATCH' });
    const page = () => fetch(`${stranger.url}/v1/conversations/${id}/shared`);
    expect((await page()).status).toBe(404);
    await share('shared');
    const shown = await page();
    expect(shown.status).toBe(200);
    expect(((await shown.json()) as Conversation).geolocation ?? null).toBeNull();
    await share('private');
    expect((await page()).status).toBe(404);
    expect((await stranger.fetch(`/v1/conversations/${id}`)).status).toBe(404);
  });

  it('28. what is merged keeps its gaps and its privacy, and its sources are gone', async () => {
    const owner = world().owner();
    const early = new Date(Date.now() - 3 * HOUR_MS);
    const first = await talked(owner, FULL, { startedAt: early });
    const second = await talked(owner, ['I bought the paint for the kitchen, and it is blue.'], {
      startedAt: new Date(early.getTime() + HOUR_MS),
    });
    await owner.json(`/v1/conversations/${first.id}/visibility?value=shared`, { method: 'PATCH' });
    const merged = await mergedOf(owner, [first.id, second.id]);
    const whole = await owner.conversation(merged);
    expect(whole.visibility).toBe('private');
    const { length } = first.transcript_segments;
    expect(whole.transcript_segments).toHaveLength(length + second.transcript_segments.length);
    expect(whole.transcript_segments[length]!.start).toBeCloseTo(HOUR_MS / 1_000, 0);
    for (const { id } of [first, second])
      expect((await owner.fetch(`/v1/conversations/${id}`)).status).toBe(404);
  });

  it('28. what is recorded, gone or a stranger’s is not merged', async () => {
    const owner = world().owner();
    const mine = await talked(owner, FULL);
    const theirs = await talked(world().owner(), FULL);
    const gone = await talked(owner, FULL);
    await owner.fetch(`/v1/conversations/${gone.id}`, { method: 'DELETE' });
    for (const other of [theirs.id, gone.id, mine.id]) {
      const body = { conversation_ids: [mine.id, other] };
      const { status } = await owner.fetch('/v1/conversations/merge', json('POST', body));
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect((await owner.conversation(mine.id)).status).toBe('completed');
  });

  it('31. pages of search are bounded, newest first, and one’s own', async () => {
    const owner = world().owner();
    const stranger = world().owner();
    await talked(stranger, [...FULL, 'The giraffe next door sang all night long.']);
    const startedAt = [3, 1, 2].map((hours) => new Date(Date.now() - hours * HOUR_MS));
    const talks = await Promise.all(
      startedAt.map((at) =>
        talked(owner, [...FULL, 'I saw the giraffe in the zoo again, and she was asleep.'], {
          startedAt: at,
        }),
      ),
    );
    await soon(async () => {
      const { items } = await found(owner, 'giraffe');
      expect(items.map(({ id }) => id)).toEqual([1, 2, 0].map((index) => talks[index]!.id));
    });
    const clamped = await found(owner, 'giraffe', { page: -3, per_page: 100_000 });
    expect(clamped.current_page).toBe(1);
    expect(clamped.per_page).toBeLessThanOrEqual(250);
    expect((await found(owner, 'giraffe', { page: 1, per_page: 0 })).items).toHaveLength(1);
    expect((await found(owner, 'giraffe', { page: 99 })).items).toEqual([]);
  });

  it('35. every time that is answered says which offset it has', async () => {
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    const paths = [
      `/v1/conversations/${id}`,
      '/v1/conversations',
      '/v1/action-items',
      '/v3/memories',
      '/v1/users/profile',
      `/v1/conversations/${id}/finalization`,
    ];
    const answers = await Promise.all(paths.map((path) => owner.json<unknown>(path)));
    const times = [...answers, await found(owner, 'plumber')]
      .flatMap(textsIn)
      .filter((text) => DATE_LIKE.test(text));
    expect(times.length).toBeGreaterThan(10);
    expect(times.filter((time) => !WITH_OFFSET.test(time))).toEqual([]);
  });
}

async function mergedOf(owner: Owner, ids: readonly string[]): Promise<string> {
  const { merged_conversation_id: merged } = await owner.json<{ merged_conversation_id: string }>(
    '/v1/conversations/merge',
    json('POST', { conversation_ids: ids }),
  );
  await soon(async () => {
    const { state } = await owner.json<{ state: string }>(`/v1/conversations/${merged}/merge`);
    expect(state).toBe('done');
  });
  return merged;
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}
