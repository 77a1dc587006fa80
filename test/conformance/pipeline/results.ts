import { expect, it } from 'vitest';
import { CATEGORIES } from '#libs/contracts';
import type { World } from '../world.js';
import { FILLER, found, FULL, memoriesOf, soon, talked, tasksOf } from './talk.js';

const DAY_MS = 24 * 60 * 60_000;
/** Nobody says a word that anything could be made of, and yet they talk. */
const SMALL_TALK =
  'Well, it is what it is, and that is how it goes, I suppose. You never know with these things, do you?';

/** Invariants 1, 3, 4, 11 to 13 and 20: what is made of a conversation. */
export function resultInvariants(world: () => World): void {
  it('1. a conversation that is kept has a title, an overview, one emoji and a category of the list', async () => {
    const { structured, status, discarded } = await talked(world().owner(), FULL);
    expect({ status, discarded }).toEqual({ status: 'completed', discarded: false });
    expect(structured.title.trim()).not.toBe('');
    expect(typeof structured.overview).toBe('string');
    expect([...new Intl.Segmenter().segment(structured.emoji)]).toHaveLength(1);
    expect(structured.emoji).toMatch(/\p{Extended_Pictographic}|\p{Regional_Indicator}/u);
    expect(CATEGORIES).toContain(structured.category);
    expect(CATEGORIES).toHaveLength(33);
  });

  it('3. more than a hundred words are never set aside, however little they say', async () => {
    const lines = Array.from({ length: 6 }, (_, speaker) => ({ speaker: speaker % 2, text: SMALL_TALK }));
    expect((await talked(world().owner(), lines)).discarded).toBe(false);
  });

  it('4. what is set aside is completed, can be read, and left nothing behind', async () => {
    const owner = world().owner();
    const { id, status, discarded, transcript_segments: segments } = await talked(owner, FILLER);
    expect({ status, discarded }).toEqual({ status: 'completed', discarded: true });
    expect(segments.map(({ text }) => text).join(' ')).toContain('okay');
    expect([await memoriesOf(owner), await tasksOf(owner)]).toEqual([[], []]);
    const listed = await owner.json<{ id: string }[]>('/v1/conversations?include_discarded=false');
    expect(listed).toEqual([]);
    expect((await owner.conversations('completed')).map((row) => row.id)).toEqual([id]);
    expect((await found(owner, 'okay', { include_discarded: false })).items).toEqual([]);
  });

  it('11. appointments last half an hour unless more is known, and a client marks those that exist', async () => {
    const owner = world().owner();
    const conversation = await talked(owner, FULL);
    const [event] = conversation.structured.events;
    expect(event).toMatchObject({ created: false, duration: 30 });
    const mark = { events_idx: [0, 7, -1], values: [true, true, true] };
    const path = `/v1/conversations/${conversation.id}/events`;
    await owner.json(path, { method: 'PATCH', body: JSON.stringify(mark) });
    const { events } = (await owner.conversation(conversation.id)).structured;
    expect(events.map(({ created }) => created)).toEqual([true]);
  });

  it('12. tasks are due in UTC, on the day that was meant, and never long ago', async () => {
    const owner = world().owner();
    const startedAt = new Date();
    const { structured } = await talked(owner, FULL, { startedAt });
    const [task] = structured.action_items;
    const due = String(task!.due_at);
    expect(due).toMatch(/(?:Z|\+00:00)$/);
    const tomorrow = new Date(startedAt.getTime() + DAY_MS).toISOString().slice(0, 10);
    expect(due.slice(0, 10)).toBe(tomorrow);
    const old = await talked(owner, ['I have to post the parcel by yesterday, as I said on Monday.']);
    for (const { due_at: dueAt } of old.structured.action_items)
      if (dueAt) expect(new Date(dueAt).getTime()).toBeGreaterThan(startedAt.getTime() - DAY_MS);
  });

  it('13. no text calls anybody by a number', async () => {
    const { structured } = await talked(world().owner(), [
      ...FULL,
      { speaker: 2, text: 'I will bring the blue folder to the office on Thursday.' },
      { speaker: 3, text: 'And I will ask the landlord about the keys for you.' },
    ]);
    const texts = JSON.stringify([
      structured.title,
      structured.overview,
      structured.action_items,
      structured.events,
    ]);
    expect(texts).not.toMatch(/speaker[ _]?\d/i);
  });

  it('20. a text that somebody sends is never set aside, and its kind must be one of those there are', async () => {
    const owner = world().owner();
    const path = '/v1/dev/user/conversations';
    const send = (body: object) => owner.fetch(path, { method: 'POST', body: JSON.stringify(body) });
    const response = await send({ text: 'Okay.', text_source: 'message' });
    expect(response.status).toBe(200);
    const { id } = (await response.json()) as { id: string };
    await soon(async () =>
      expect(await owner.conversation(id)).toMatchObject({ status: 'completed', discarded: false }),
    );
    const { status } = await send({ text: 'Okay.', text_source: 'telegram from the moon' });
    expect([400, 422]).toContain(status);
  });
}
