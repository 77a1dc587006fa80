import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '#libs/contracts';
import { notesTask, type NotesAnswer } from './notes.task.js';
import { talkOf } from './rules/talk.fixture.js';

const transcript = talkOf(
  'Anna: Shall we have lunch at the Harbour Hotel on Monday at noon?\nSam: Yes, at noon. The PIN is five five two one.',
  ['Anna'],
);
const folders = [{ id: 'f1', name: 'Friends', description: '' }];

/** What becomes of an answer of the model that differs from a good one in this. */
function refined(change: Record<string, unknown>, input = transcript): NotesAnswer {
  const answer = notesTask.output.parse({
    title: 'Lunch with Anna',
    overview: 'Anna and Sam meet for lunch.',
    emoji: '🎈',
    category: 'social',
    ...change,
  });
  return notesTask.refine!(answer, { transcript: input, folders });
}

const event = {
  title: 'Lunch with Anna',
  description: 'Harbour Hotel',
  start: '2026-03-09T12:00',
  duration_minutes: 45,
  segment_ids: ['s0', 's1'],
};
const eventsOf = (change: Partial<typeof event>, input = transcript) =>
  refined({ events: [{ ...event, ...change }] }, input).events;

describe('notes that a model gives', () => {
  it('may leave out all but the summary', () =>
    expect(refined({})).toMatchObject({
      title: 'Lunch with Anna',
      sections: [],
      events: [],
      retrieval: { people: [], topics: [], entities: [], dates: [] },
      folder_id: null,
    }));
  it('have one of the 33 categories', () => {
    expect(CATEGORIES).toHaveLength(33);
    expect(refined({ category: ' Work ' }).category).toBe('work');
    expect(refined({ category: 'gossip' }).category).toBe('other');
  });
  it('have one emoji', () => {
    expect(refined({ emoji: '👩‍🌾🎈' }).emoji).toBe('👩‍🌾');
    expect(refined({ emoji: 'none' }).emoji).toBe('🧠');
  });
  it('have a title of at most ten words that names no voice', () => {
    expect(refined({ title: 'word '.repeat(20) }).title.split(' ')).toHaveLength(10);
    expect(refined({ title: 'Lunch with Speaker 3' }).title).toBe('Lunch with someone');
  });
  it('fall back on the words that were said for a title that is empty or a secret', () => {
    for (const title of ['', 'PIN 5521', '"**"']) {
      expect(refined({ title }).title).toBe('Shall we have lunch at the Harbour Hotel on Monday');
    }
  });
  it('lose sentences that repeat a secret, and those that name nobody who was there', () =>
    expect(refined({ overview: 'Anna meets Sam. The PIN is 5521. Peter comes too.' }).overview).toBe(
      'Anna meets Sam.',
    ));
  it('are filed only into a folder that there is', () => {
    expect(refined({ folder_id: 'f1' }).folder_id).toBe('f1');
    expect(refined({ folder_id: 'f2' }).folder_id).toBeNull();
  });
});

describe('sections that a model gives', () => {
  const section = { heading: '## Lunch', body_markdown: '- At noon', segment_ids: ['2'], kind: 'main' };
  const sections = (change: Partial<typeof section>) =>
    refined({ sections: [{ ...section, ...change }] }).sections;

  it('cite segments that exist', () => {
    expect(sections({})).toEqual([
      { heading: 'Lunch', body_markdown: '- At noon', segment_ids: ['s1'], kind: 'main' },
    ]);
    expect(sections({ segment_ids: ['9'] })).toEqual([]);
  });
  it('are main matters unless they are side notes', () => {
    expect(sections({ kind: 'side_notes' })[0]?.kind).toBe('side_notes');
    expect(sections({ kind: 'appendix' })[0]?.kind).toBe('main');
  });
  it('lose lines that repeat a secret', () =>
    expect(sections({ body_markdown: '- At noon\n- PIN 5521' })[0]?.body_markdown).toBe('- At noon'));
});

describe('appointments that a model gives', () => {
  it('pass when they rest on the transcript', () => expect(eventsOf({})).toEqual([event]));
  it('last at most three hours, and half an hour when nobody or nonsense says', () => {
    expect(eventsOf({ duration_minutes: 600 })[0]?.duration_minutes).toBe(180);
    expect(eventsOf({ duration_minutes: -5 })[0]?.duration_minutes).toBe(30);
    const unsaid = { ...event, duration_minutes: undefined };
    expect(refined({ events: [unsaid] }).events[0]?.duration_minutes).toBe(30);
  });
  it.each(['2026-03-01T12:00', 'Monday', '2026-02-30T12:00', '2026-03-09'])(
    'are dropped when over or without a real time: %s',
    (start) => expect(eventsOf({ start })).toEqual([]),
  );
  it('are dropped as soon as they are over, and stay while they last', () => {
    // It is ten in the morning.
    expect(eventsOf({ start: '2026-03-05T09:20', duration_minutes: 30 })).toEqual([]);
    expect(eventsOf({ start: '2026-03-05T09:40', duration_minutes: 30 })).toHaveLength(1);
  });
  it('stay all day when they have no time of day', () =>
    expect(eventsOf({ start: '2026-03-05T00:00' })).toHaveLength(1));
  it('are over when the talk is older than what counts as past', () => {
    const old = { ...transcript, referenceMs: transcript.startedAtMs + 30 * 86_400_000 };
    expect(eventsOf({}, old)).toEqual([]);
  });
});

describe('retrieval terms that a model gives', () => {
  const terms = (change: Record<string, unknown>) => refined({ retrieval: change }).retrieval;

  it('come in their normal form, each once', () =>
    expect(
      terms({
        people: ['Anna', 'ANNA'],
        topics: ['The Lunch!', 'Artificial Intelligence'],
        entities: ['the Harbour Hotel', 'Anna'],
        dates: ['2026-03-09', '2026-03-09', 'Monday', '2026-02-31'],
      }),
    ).toEqual({
      people: ['anna'],
      topics: ['lunch', 'ai'],
      entities: ['harbour hotel'],
      dates: ['2026-03-09'],
    }));
  it('hold no people who were not named, no voices and no secrets', () =>
    expect(terms({ people: ['Peter', 'Speaker 1'], topics: ['PIN 5521'], entities: [], dates: [] })).toEqual({
      people: [],
      topics: [],
      entities: [],
      dates: [],
    }));
});
