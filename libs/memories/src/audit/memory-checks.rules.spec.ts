import { describe, expect, it } from 'vitest';
import type { Memory } from '#libs/contracts';
import { newMemory } from '../memory.rules.js';
import { duplicatesAmong } from './duplicates.rules.js';
import { evidenceState, holdsSecret, isSelfFed, staleness } from './memory-checks.rules.js';

const DAY_MS = 86_400_000;
function memory(id: string, content: string, fields: Partial<Memory> = {}): Memory {
  return newMemory({
    id, uid: 'ada', content, category: 'system', topic: 'personal', created_at: new Date(Number(id) * DAY_MS), subject: 'user',
    predicate: null,
    evidence: [
      { evidence_id: id, source_type: 'conversation', source_id: 'c1', segment_ids: ['s1'], start: 0, end: 1, quote: content },
    ],
    ...fields,
  }); // prettier-ignore
}
const segments = (text: string, speaker = 'SPEAKER_0') => new Map([['s1', { text, speaker }]]);

/** A word of its own for each number. */
const name = (index: number) =>
  `Q${[...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}q`;

describe('what an audit finds', () => {
  it('finds what says the same, and keeps the owner’s, else the older', () => {
    const [first, again, own] = [
      memory('1', 'Sam loves green olives'),
      memory('2', 'Sam loves green olives'),
      memory('3', 'Sam sails on Lake Mendota', { manually_added: true }),
    ];
    const heard = memory('0', 'Sam sails on Lake Mendota');
    const pairs = duplicatesAmong([again!, first!, own!, heard]).map(({ repeat, keeper }) => [
      repeat.id,
      keeper.id,
    ]);
    expect(pairs.sort()).toEqual([
      ['0', '3'],
      ['2', '1'],
    ]);
  });

  it('looks through ten thousand memories in a moment', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => {
      return memory(
        String(index),
        `Sam met ${name(index)} near ${name(index + 7)} on ship ${name(index % 97)}`,
      );
    });
    const again = memory('10000', many[5]!.content);
    expect(duplicatesAmong([...many, again])).toContainEqual({ repeat: again, keeper: many[5] });
  });

  it.each([
    ['stands', segments('Well, Sam sails.')],
    ['altered', segments('Somebody sails.')],
    ['altered', new Map()],
    ['gone', null],
  ])('knows of evidence that it %s', (state, source) => {
    expect(evidenceState(memory('1', 'Sam sails').evidence[0]!, source)).toBe(state);
  });

  it('finds secrets in a memory and in the words that it rests on', () => {
    expect(holdsSecret(memory('1', 'The door code is 4471'))).toBe(true);
    expect(holdsSecret(memory('1', 'Sam lives at 14 Willow Street'))).toBe(false);
  });

  it('finds what a program said, and a memory that was read aloud', () => {
    const one = memory('5', 'Sam sails');
    const nothing = () => undefined;
    expect(isSelfFed(one, new Map([['c1', segments('Sam sails', 'Assistant')]]), nothing)).toBe(true);
    expect(isSelfFed(one, new Map([['c1', segments('Sam sails')]]), nothing)).toBe(false);
    const older = memory('1', 'Sam sails');
    expect(isSelfFed(one, new Map([['c1', segments('Sam sails')]]), () => older)).toBe(true);
    expect(isSelfFed({ ...one, manually_added: true }, new Map(), () => older)).toBe(false);
  });

  it('finds what nobody has mentioned for long, sooner where it passes by itself', () => {
    const at = (days: number) => days * DAY_MS;
    expect(staleness(memory('1', 'Sam sails'), at(700))).toBeNull();
    expect(staleness(memory('1', 'Sam sails'), at(800))).toBe('unconfirmed');
    expect(staleness(memory('1', 'Sam is forty', { predicate: 'age' }), at(400))).toBe('unconfirmed');
    expect(staleness(memory('1', 'Sam sails', { layer: 'short_term' }), at(20))).toBe('unconsolidated');
    expect(staleness(memory('1', 'Sam sails', { manually_added: true }), at(9_000))).toBeNull();
  });
});
