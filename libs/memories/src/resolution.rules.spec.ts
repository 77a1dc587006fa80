import { describe, expect, it } from 'vitest';
import type { Memory } from '#libs/contracts';
import type { ExtractedFact } from './facts/fact.js';
import { newMemory } from './memory.rules.js';
import { resolveFacts, type FactSource, type Resolution } from './resolution.rules.js';

const DAY_MS = 86_400_000;
const turn = { segmentIds: ['s0'], speaker: 'You', isUser: true, text: 'said', start: 3, end: 7 };

function source(conversationId: string, day = 1): FactSource {
  const startedAt = new Date(Date.UTC(2026, 2, 1) + day * DAY_MS);
  const transcript = {
    turns: [turn],
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
  after(stored, resolveFacts(stored, facts, from));
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
    const again = resolveFacts(once, [MILWAUKEE], source('c2', 2));
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

  it('brings an old fact back when the conversation that replaced it says so no more', () => {
    const memories = hear(hear([], [MADISON], source('c1')), [MILWAUKEE], source('c2', 2));
    expect(currentOf(hear(memories, [], source('c2', 2)))).toEqual(['Sam lives in Madison']);
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

  it('does not bring back what the owner threw out', () => {
    const [heard] = hear([], [MADISON], source('c1'));
    const rejected = { ...heard!, user_review: false };
    expect(hear([rejected], [MADISON], source('c1'))).toEqual([rejected]);
  });
});
