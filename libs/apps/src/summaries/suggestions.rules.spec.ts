import { describe, expect, it } from 'vitest';
import type { Category } from '#libs/contracts';
import type { SummarySubject } from '#libs/conversations';
import { MAX_SUGGESTIONS, suggestedApps } from './suggestions.rules.js';

interface Shape {
  /** Words that each voice says. */
  readonly words: readonly number[];
  readonly findings?: number;
  readonly category?: Category;
  readonly title?: string;
}

function subjectOf({ words, findings = 0, category = 'other', title = '' }: Shape): SummarySubject {
  const turns = words.map((count, voice) => ({
    segmentIds: [`s${voice}`],
    speaker: `Speaker ${voice}`,
    isUser: null,
    text: 'word '.repeat(count),
    start: voice,
    end: voice + 1,
  }));
  const items = Array.from({ length: findings }, () => ({ description: 'Do it' }));
  return {
    input: { turns, startedAtMs: 0, timeZone: 'UTC', language: 'en', ownerName: null },
    structured: { title, overview: '', emoji: '', category, action_items: items, events: [] },
  } as unknown as SummarySubject;
}

const suggested = (shape: Shape) => suggestedApps(subjectOf(shape), [], () => true);

describe('the apps that suit a conversation', () => {
  it('are none for a short one in which nothing was agreed', () => {
    expect(suggested({ words: [40, 40] })).toEqual([]);
  });

  it('begin with notes where one voice says nearly everything', () => {
    expect(suggested({ words: [600, 20] })[0]).toBe('lecture_notes');
    expect(suggested({ words: [600, 20], findings: 4 })).not.toContain('lecture_notes');
  });

  it('begin with minutes where people meet to get something done', () => {
    const talk = { words: [200, 200], findings: 2 };
    expect(suggested({ ...talk, category: 'work' })[0]).toBe('meeting_minutes');
    expect(suggested({ ...talk, category: 'family' })[0]).toBe('summary_assistant');
  });

  it('are at most three', () => {
    const all = suggested({ words: [900, 900], findings: 9, category: 'business' });
    expect(all).toHaveLength(MAX_SUGGESTIONS);
  });

  it('count words in scripts without blanks', () => {
    const subject = subjectOf({ words: [1] });
    const turns = [{ ...subject.input.turns[0]!, text: '明日'.repeat(150) }];
    const wide = { ...subject, input: { ...subject.input, turns } };
    expect(suggestedApps(wide, [], () => true)).toContain('summary_assistant');
  });

  it('begin with the owner’s own whose matter it is, and leave out what the owner does not want', () => {
    const own = [
      { id: 'recipes', name: 'Recipe Notes', description: 'Ingredients and steps' },
      { id: 'boats', name: 'Boats', description: 'Whatever concerns sailing' },
    ];
    const subject = subjectOf({ words: [200], title: 'A Recipe for Plum Cake' });
    expect(suggestedApps(subject, own, () => true)).toEqual(['recipes', 'summary_assistant']);
    expect(suggestedApps(subject, own, (id) => id === 'recipes')).toEqual(['recipes']);
  });
});
