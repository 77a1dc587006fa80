import { describe, expect, it } from 'vitest';
import type { Memory } from '#libs/contracts';
import { newMemory } from '../memory.rules.js';
import { consolidate, pairKey, unclearPairs, type Verdicts } from './consolidation.rules.js';

const DAY_MS = 86_400_000;
/** A memory as one conversation brought it, on a day. */
function heard(id: string, content: string, day: number, fields: Partial<Memory> = {}): Memory {
  return newMemory({
    id, uid: 'ada', content, category: 'system', topic: 'personal', created_at: new Date(day * DAY_MS), subject: 'user',
    predicate: null, conversation_id: `c-${id}`, layer: 'short_term',
    evidence: [
      { evidence_id: `e-${id}`, source_type: 'conversation', source_id: `c-${id}`, segment_ids: ['s'], by_owner: true,
        said_at: new Date(day * DAY_MS).toISOString(), start: 0, end: 1, quote: content },
    ],
    ...fields,
  }); // prettier-ignore
}
const run = (memories: readonly Memory[], verdicts?: Verdicts) => {
  const ids = new Set(memories.filter(({ layer }) => layer === 'short_term').map(({ id }) => id));
  const { saved, deletedIds, reviews } = consolidate({ memories, forgottenIds: new Set() }, ids, verdicts);
  const after = new Map(memories.map((memory) => [memory.id, memory]));
  for (const memory of saved) after.set(memory.id, memory);
  for (const id of deletedIds) after.delete(id);
  return { after: [...after.values()], reviews };
};

describe('consolidate', () => {
  const HOME = heard('a', 'Sam lives in Madison', 1, { predicate: 'residence' });
  const MOVED = heard('b', 'Sam lives in Milwaukee', 2, { predicate: 'residence' });

  it('makes what was heard lasting', () => {
    expect(run([HOME]).after).toMatchObject([{ id: 'a', layer: 'long_term', kg_extracted: true }]);
  });

  it('joins two that say the same into the older, which is surer then', () => {
    const { after } = run([HOME, heard('b', 'Sam lives in Madison', 2, { predicate: 'residence' })]);
    expect(after).toMatchObject([{ id: 'a', layer: 'long_term' }]);
    expect(after[0]!.evidence).toHaveLength(2);
    expect(after[0]!.veracity).toBeGreaterThan(HOME.veracity);
  });

  it('keeps the owner’s words when something that was heard says the same', () => {
    const manual = heard('m', 'Sam lives in Madison', 5, { manually_added: true, user_review: true });
    expect(run([{ ...HOME, predicate: null }, manual]).after).toMatchObject([
      { id: 'm', evidence: [{}, {}] },
    ]);
  });

  it('replaces what is contradicted, with both ends of its time', () => {
    const [old, fresh] = run([HOME, MOVED]).after;
    expect(old).toMatchObject({ superseded_by: 'b', invalid_at: MOVED.valid_at });
    expect(fresh).toMatchObject({ superseded_by: null, layer: 'long_term' });
  });

  it('drops what the owner threw out in other words', () => {
    const rejected = { ...HOME, layer: 'long_term' as const, user_review: false };
    expect(run([rejected, heard('b', 'Sam lives in Madison', 2, { predicate: 'residence' })]).after).toEqual([
      rejected,
    ]);
  });

  it('lets what the owner approved replace what was heard, without asking', () => {
    const approved = { ...MOVED, user_review: true };
    expect(run([HOME, approved]).reviews).toEqual([]);
    expect(run([HOME, approved]).after[0]).toMatchObject({ id: 'a', superseded_by: 'b' });
  });

  it('changes nothing when it runs again', () => {
    const { after } = run([HOME, MOVED]);
    expect(run(after).after).toEqual(after);
  });

  it('follows a judgement where the rules have none, and asks the owner when that is unclear', () => {
    const early = heard('a', 'Sam trains for the marathon', 1);
    const late = heard('b', 'Sam does sport only on a couch', 2);
    expect(unclearPairs([late], [early, late], 5)).toEqual([{ fresh: late, known: early }]);
    const judged = (verdict: 'same' | 'replaces' | 'unclear') =>
      run([{ ...early, layer: 'long_term' }, late], new Map([[pairKey(early, late), verdict]]));
    expect(judged('same').after).toHaveLength(1);
    expect(judged('replaces').after[0]).toMatchObject({ id: 'a', superseded_by: 'b' });
    expect(judged('unclear').reviews).toMatchObject([
      { reason: 'unclear', memory_id: 'b', conflicting_ids: ['a'] },
    ]);
  });
});
