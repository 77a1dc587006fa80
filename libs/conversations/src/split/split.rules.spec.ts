import { describe, expect, it } from 'vitest';
import type { AudioFile, TranscriptSegment } from '#libs/contracts';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { divideChunks } from './divided-file.rules.js';
import { divideTasks } from './divided-tasks.rules.js';
import { cutAt } from './split.rules.js';

const segment = (id: string, start: number, end: number) => ({ id, start, end }) as TranscriptSegment;
const TALK = [segment('a', 0, 4), segment('b', 5, 9), segment('c', 9.1, 12)];
const idsOf = (segments: readonly TranscriptSegment[]) => segments.map(({ id }) => id);

describe('cutAt', () => {
  it('begins the new conversation at a segment, or at the first one from a moment on', () => {
    for (const point of [{ segmentId: 'b' }, { atSeconds: 4.5 }, { atSeconds: 5 }]) {
      const cut = cutAt(TALK, point);
      expect([idsOf(cut.kept), idsOf(cut.moved), cut.atSeconds]).toEqual([['a'], ['b', 'c'], 5]);
    }
  });

  it('cuts sound a little before the first word, and never within the last one before it', () => {
    expect(cutAt(TALK, { segmentId: 'b' }).soundSeconds).toBeCloseTo(4.7);
    expect(cutAt(TALK, { segmentId: 'c' }).soundSeconds).toBeCloseTo(9.05);
    const overlapping = [segment('a', 0, 6), segment('b', 5, 9)];
    expect(cutAt(overlapping, { segmentId: 'b' }).soundSeconds).toBe(5);
  });

  it('leaves words on both sides, or refuses', () => {
    const nothing = expect.objectContaining({ code: 'SPLIT_LEAVES_NOTHING' }) as Error;
    for (const point of [{ segmentId: 'a' }, { atSeconds: 0 }, { atSeconds: 10 }]) {
      expect(() => cutAt(TALK, point)).toThrow(nothing);
    }
    expect(() => cutAt(TALK, { segmentId: 'x' })).toThrow(
      expect.objectContaining({ code: 'SEGMENT_NOT_FOUND' }) as Error,
    );
  });
});

describe('divideChunks', () => {
  const file = {
    chunk_timestamps: [100, 160, 220],
    chunk_offsets: [0, 60, 120],
    duration: 150,
  } as AudioFile;

  it('finds the piece that lies on both sides', () => {
    expect(divideChunks(file, 170)).toEqual({ before: [0], after: [2], cut: { index: 1, seconds: 10 } });
  });

  it('cuts nothing at the border of two pieces, in a pause, before or behind all of it', () => {
    expect(divideChunks(file, 160)).toEqual({ before: [0], after: [1, 2], cut: null });
    expect(divideChunks(file, 50)).toEqual({ before: [], after: [0, 1, 2], cut: null });
    expect(divideChunks(file, 260)).toEqual({ before: [0, 1, 2], after: [], cut: null });
  });
});

describe('divideTasks', () => {
  const task = (id: string, fields: Partial<ActionItemRow>) =>
    ({
      id,
      conversation_id: 'old',
      source_segment_ids: [],
      conversation_ids: ['old'],
      ...fields,
    }) as ActionItemRow;

  it('sends a task after its words, wherever it is listed, and leaves those without words', () => {
    const rows = [
      task('kept', { source_segment_ids: ['a'] }),
      task('moved', { source_segment_ids: ['b'] }),
      task('by hand', {}),
      task('cited', {
        conversation_id: 'other',
        evidence: [{ conversation_id: 'old', segment_ids: ['c'] }],
      }),
    ];
    const tasks = { ids: rows.map(({ id }) => id), dismissed: [] };
    const cut = { from: 'old', to: 'new', movedSegments: new Set(['b', 'c']) };
    expect(divideTasks(tasks, rows, cut)).toEqual({
      keptIds: ['kept', 'by hand'],
      movedIds: ['moved', 'cited'],
      changed: [
        { id: 'moved', fields: { conversation_id: 'new', evidence: [], conversation_ids: ['new'] } },
        {
          id: 'cited',
          fields: {
            conversation_id: 'other',
            evidence: [{ conversation_id: 'new', segment_ids: ['c'] }],
            conversation_ids: ['other', 'new'],
          },
        },
      ],
    });
  });
});
