import { describe, expect, it } from 'vitest';
import { actionItemsTask } from './action-items.task.js';
import { talkOf } from './rules/talk.fixture.js';

const transcript = talkOf(
  'Anna: Can you send the list?\nSam: The PIN is five five two one. I will send the list on Monday.',
);
const item = { description: 'Send the list', due: '2026-03-09T09:00', segment_ids: ['s1'] };
const refined = (change: Partial<Omit<typeof item, 'due'>> & { due?: string | null }, input = transcript) =>
  actionItemsTask.refine!({ items: [{ ...item, ...change }] }, { transcript: input, openTasks: [] }).items;

describe('tasks that a model gives', () => {
  it('pass when they rest on the transcript', () => expect(refined({})).toEqual([item]));
  it('are dropped without a segment that exists', () => expect(refined({ segment_ids: ['s9'] })).toEqual([]));
  it('lose segments that do not exist', () =>
    expect(refined({ segment_ids: ['s9', 's1'] })[0]?.segment_ids).toEqual(['s1']));
  it('may cite lines by their numbers, written as text or as numbers', () => {
    expect(refined({ segment_ids: ['2', '[1]', '7'] })[0]?.segment_ids).toEqual(['s0', 's1']);
    const parsed = actionItemsTask.output.parse({ items: [{ ...item, segment_ids: [2] }] });
    expect(parsed.items[0]!.segment_ids).toEqual(['2']);
  });
  it('name no voice', () =>
    expect(refined({ description: 'Ask Speaker 1 and SPEAKER_02 for the list' })[0]?.description).toBe(
      'Ask someone and someone for the list',
    ));
  it('name nobody who was not named', () =>
    expect(refined({ description: 'Send Peter the list' })).toEqual([]));
  it('repeat no secret', () => expect(refined({ description: 'Note the PIN 5521' })).toEqual([]));
  it('are cut to fifteen words', () =>
    expect(refined({ description: 'word '.repeat(30).trim() })[0]?.description.split(' ')).toHaveLength(15));
  it('are due at the end of a day that has no hour', () =>
    expect(refined({ due: '2026-03-09' })[0]?.due).toBe('2026-03-09T23:59'));
  it.each(['2026-03-04T09:59', '2031-01-01T09:00', 'soon', '2026-13-40T99:00', '2026-02-30T10:00'])(
    'lose an absurd due date: %s',
    (due) => expect(refined({ due })[0]?.due).toBeNull(),
  );
  it('keep a due date that was missed by less than a day', () =>
    expect(refined({ due: '2026-03-04T10:01' })[0]?.due).toBe('2026-03-04T10:01'));
  it('lose what was due long ago when the talk is older than what counts as past', () => {
    const old = { ...transcript, referenceMs: transcript.startedAtMs + 30 * 86_400_000 };
    expect(refined({ due: '2026-03-09T09:00' }, old)[0]?.due).toBeNull();
  });
});
