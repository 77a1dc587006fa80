import { describe, expect, it } from 'vitest';
import type { Memory, MemoryEvidence } from '#libs/contracts';
import { followSegmentsOf } from './followed-segments.rules.js';

const evidence = (source: string, ...segment_ids: string[]): MemoryEvidence => ({
  evidence_id: `${source}-${segment_ids.join('-')}`,
  source_type: 'conversation',
  source_id: source,
  segment_ids,
  start: 1,
  end: 2,
  quote: '',
});
const memory = (...rests: MemoryEvidence[]) =>
  ({ id: 'm', conversation_id: 'old', memory_id: 'old', evidence: rests }) as Memory;
const segments = new Map([
  ['s3', { start: 10, end: 12 }],
  ['s4', { start: 12, end: 15 }],
]);
const moved = { from: 'old', to: 'new', segments };

describe('followSegmentsOf', () => {
  it('has a memory rest on the same words at their new place and time', () => {
    expect(followSegmentsOf(memory(evidence('old', 's3', 's4')), moved)).toMatchObject({
      conversation_id: 'new',
      memory_id: 'new',
      evidence: [{ source_id: 'new', segment_ids: ['s3', 's4'], start: 10, end: 15 }],
    });
  });

  it('leaves a memory alone whose words stayed', () => {
    expect(followSegmentsOf(memory(evidence('old', 's1')), moved)).toBeNull();
    expect(followSegmentsOf(memory(evidence('other', 's3')), moved)).toBeNull();
  });

  it('keeps a memory with the conversation that still bears it out', () => {
    const followed = followSegmentsOf(memory(evidence('old', 's1'), evidence('old', 's3')), moved);
    expect(followed).toMatchObject({
      conversation_id: 'old',
      evidence: [{ source_id: 'old' }, { source_id: 'new' }],
    });
  });

  it('counts no words twice that were found there already', () => {
    const followed = followSegmentsOf(memory(evidence('old', 's3'), evidence('new', 's3')), moved);
    expect(followed!.evidence).toEqual([evidence('new', 's3')]);
  });

  it('puts words on both sides of a cut where they began', () => {
    expect(followSegmentsOf(memory(evidence('old', 's2', 's3')), moved)).toBeNull();
    expect(followSegmentsOf(memory(evidence('old', 's4', 's9')), moved)!.evidence).toMatchObject([
      { source_id: 'new', segment_ids: ['s4'] },
    ]);
  });
});
