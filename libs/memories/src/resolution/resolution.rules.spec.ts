import { describe, expect, it } from 'vitest';
import type { Memory } from '#libs/contracts';
import type { ExtractedFact } from '../facts/fact.js';
import { isVisible, newMemory } from '../memory.rules.js';
import type { FactSource } from './fact-source.js';
import { resolveFacts, type Resolution } from './resolution.rules.js';

const DAY_MS = 86_400_000;
const turn = { segmentIds: ['s0'], speaker: 'You', isUser: true, text: 'said', start: 3, end: 7 };

function source(conversationId: string, day = 1, text = 'said'): FactSource {
  const startedAt = new Date(Date.UTC(2026, 2, 1) + day * DAY_MS);
  const transcript = {
    turns: [{ ...turn, text }],
    startedAtMs: startedAt.getTime(),
    timeZone: 'UTC',
    language: 'en',
    ownerName: 'Sam',
  };
  return { ownerId: 'ada', conversationId, startedAt, transcript };
}
function fact(content: string, predicate: string | null = null): ExtractedFact {
  return {
    content,
    predicate,
    topic: 'personal',
    category: 'system',
    subject: 'user',
    segment_ids: ['s0'],
    quote: 'said',
  };
}
/** The stored memories after a resolution. */
function after(stored: readonly Memory[], resolution: Resolution): Memory[] {
  const byId = new Map(stored.map((memory) => [memory.id, memory]));
  for (const id of resolution.deletedIds) byId.delete(id);
  for (const memory of resolution.saved) byId.set(memory.id, memory);
  return [...byId.values()];
}
const hear = (stored: readonly Memory[], facts: ExtractedFact[], from: FactSource) =>
  after(stored, resolve(stored, facts, from));
const resolve = (stored: readonly Memory[], facts: ExtractedFact[], from: FactSource) =>
  resolveFacts({ memories: stored, forgottenIds: new Set() }, facts, from);
const currentOf = (memories: readonly Memory[]) =>
  memories.filter((memory) => memory.invalid_at === null).map((memory) => memory.content);

const MADISON = fact('Sam lives in Madison', 'residence');
const MILWAUKEE = fact('Sam lives in Milwaukee', 'residence');

describe('resolveFacts', () => {
  it('keeps a fact with the segments, seconds and words it rests on', () => {
    const [memory] = hear([], [MADISON], source('c1'));
    expect(memory).toMatchObject({
      uid: 'ada',
      conversation_id: 'c1',
      visibility: 'private',
      user_review: null,
    });
    expect(memory!.evidence).toEqual([
      expect.objectContaining({ source_id: 'c1', segment_ids: ['s0'], start: 3, end: 7, quote: 'said' }),
    ]);
  });

  it('changes nothing when the same conversation is heard again', () => {
    const once = hear(hear([], [MADISON], source('c1')), [MILWAUKEE], source('c2', 2));
    const again = resolve(once, [MILWAUKEE], source('c2', 2));
    expect(again.saved).toEqual([]);
    expect(again.deletedIds).toEqual([]);
  });

  it('replaces a fact that no longer holds, and keeps it with a pointer to its successor', () => {
    const memories = hear(hear([], [MADISON], source('c1')), [MILWAUKEE], source('c2', 2));
    expect(currentOf(memories)).toEqual(['Sam lives in Milwaukee']);
    const [old, fresh] = memories;
    expect(old).toMatchObject({ superseded_by: fresh!.id, invalid_at: source('c2', 2).startedAt });
  });

  it('lets the later conversation win when they are processed in the wrong order', () => {
    expect(currentOf(hear(hear([], [MILWAUKEE], source('c2', 2)), [MADISON], source('c1', 1)))).toEqual([
      'Sam lives in Milwaukee',
    ]);
  });

  it('brings an old fact back when the words that replaced it are no longer in the conversation that said so', () => {
    const memories = hear(hear([], [MADISON], source('c1')), [MILWAUKEE], source('c2', 2));
    expect(currentOf(hear(memories, [], source('c2', 2, 'something else')))).toEqual([
      'Sam lives in Madison',
    ]);
  });

  it('keeps what still stands in a conversation that was understood to say nothing', () => {
    const memories = hear([], [MADISON], source('c1'));
    expect(hear(memories, [], source('c1'))).toEqual(memories);
  });

  it('keeps nothing of what turned out to be said by somebody else', () => {
    const memories = hear([], [MADISON], source('c1'));
    const other = source('c1');
    const turns = [{ ...turn, isUser: false }];
    expect(hear(memories, [], { ...other, transcript: { ...other.transcript, turns } })).toEqual([]);
  });

  it('keeps nothing of a conversation that was discarded', () => {
    const memories = hear([], [MADISON], source('c1'));
    expect(hear(memories, [MADISON], { ...source('c1'), discarded: true })).toEqual([]);
  });

  it('keeps at most two memories of a kind and four in all of one conversation', () => {
    const facts = ['figs', 'olives', 'sailing', 'chess'].map((thing) => fact(`Sam loves ${thing}`, 'taste'));
    const works = ['a baker', 'a pilot', 'a judge'].map((job) => ({
      ...fact(`Sam's cousin ${job.slice(2)} is ${job}`),
      topic: 'work' as const,
    }));
    const advice = { ...fact('Robert told Sam to sleep more'), category: 'interesting' as const };
    const kept = hear([], [...facts, ...works, advice], source('c1'));
    expect(kept.map(({ content }) => content)).toEqual([
      'Sam loves figs',
      'Sam loves olives',
      "Sam's cousin baker is a baker",
      "Sam's cousin pilot is a pilot",
    ]);
  });

  it('asks instead of replacing what the owner wrote, and hides the new fact meanwhile', () => {
    const [heard] = hear([], [MADISON], source('c1'));
    const edited = { ...heard!, edited: true };
    const resolution = resolve([edited], [MILWAUKEE], source('c2', 2));
    const [fresh] = resolution.saved;
    expect(fresh).toMatchObject({ content: 'Sam lives in Milwaukee', superseded_by: null });
    expect(isVisible(fresh!)).toBe(false);
    expect(resolution.reviews).toEqual([
      expect.objectContaining({
        id: fresh!.review_id,
        reason: 'contradicts_owner',
        memory_id: fresh!.id,
        conflicting_ids: [edited.id],
      }),
    ]);
  });

  it('believes a memory more the more conversations say so, and not the more often one says it', () => {
    const veracity = (memories: readonly Memory[]) => memories[0]!.veracity;
    const once = hear([], [MADISON, MADISON], source('c1'));
    const twice = hear(once, [MADISON], source('c2', 2));
    expect(veracity(once)).toBeLessThan(veracity(twice));
    expect(once[0]!.uncertainty_reasons).toContain('single_source');
    expect(twice[0]!.uncertainty_reasons).not.toContain('single_source');
    expect(veracity(hear(twice, [MADISON, MADISON], source('c2', 2)))).toBe(veracity(twice));
  });

  it('does not let a fact that was last said before another replace it', () => {
    const madisonTwice = hear(hear([], [MADISON], source('c1', 1)), [MADISON], source('c3', 3));
    expect(currentOf(hear(madisonTwice, [MILWAUKEE], source('c2', 2)))).toEqual(['Sam lives in Madison']);
  });

  it('keeps what the owner edited when its words went to another conversation, and adds the old words not again', () => {
    const [heard] = hear([], [MADISON], source('c1'));
    const evidence = heard!.evidence.map((one) => ({ ...one, source_id: 'merged' }));
    const edited = {
      ...heard!,
      conversation_id: 'merged',
      evidence,
      content: 'Sam has a home',
      edited: true,
    };
    expect(hear([edited], [MADISON], source('merged'))).toEqual([edited]);
  });

  it('does not bring back what the owner deleted', () => {
    const [gone] = hear([], [MADISON], source('c1'));
    const view = { memories: [], forgottenIds: new Set([gone!.id]) };
    expect(resolveFacts(view, [MADISON], source('c1')).saved).toEqual([]);
  });

  it('adds evidence to a known fact instead of a second memory, once', () => {
    const known = hear([], [MADISON], source('c1'));
    const twice = hear(
      hear(known, [fact('Sam lives in Madison', 'residence')], source('c2', 2)),
      [MADISON],
      source('c2', 2),
    );
    expect(twice).toHaveLength(1);
    expect(twice[0]!.evidence.map((evidence) => evidence.source_id)).toEqual(['c1', 'c2']);
  });

  it('never touches what the owner wrote, edited or judged', () => {
    const manual = newMemory({
      id: 'm', uid: 'ada', content: 'Sam lives in Madison', category: 'manual', topic: 'personal', created_at: source('c0', 0).startedAt,
      subject: 'user', predicate: 'residence', manually_added: true, user_review: true,
    }); // prettier-ignore
    const [heard] = hear([], [fact('Sam loves figs', 'taste')], source('c1'));
    const edited = { ...heard!, content: 'Sam adores figs', edited: true };
    const memories = hear([manual, edited], [MILWAUKEE], source('c1'));
    expect(memories).toEqual(expect.arrayContaining([manual, edited]));
  });

  it('takes away nothing that another server locked, which its owner cannot see whole', () => {
    const [locked] = hear([], [MADISON], source('c1')).map((memory) => ({ ...memory, is_locked: true }));
    const memories = hear([locked!], [fact('Sam has a boat')], source('c1', 1, 'other words'));
    expect(memories.map(({ content }) => content).sort()).toEqual(['Sam has a boat', MADISON.content]);
  });

  it('does not bring back what the owner threw out, whichever conversation says it in whatever words', () => {
    const [heard] = hear([], [MADISON], source('c1'));
    const rejected = { ...heard!, user_review: false };
    expect(hear([rejected], [MADISON], source('c1'))).toEqual([rejected]);
    const reworded = fact('In Madison city Sam lives', 'residence');
    expect(hear([rejected], [reworded], source('c2', 2))).toEqual([rejected]);
  });
});
