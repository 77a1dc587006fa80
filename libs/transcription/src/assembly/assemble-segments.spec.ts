import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { noise } from '../testing/noise.js';
import { assembleSegments } from './assemble-segments.js';

let ids = 0;

function said(
  text: string,
  start: number,
  end: number,
  more: Partial<TranscriptSegment> = {},
): TranscriptSegment {
  const speaker_id = more.speaker_id ?? 0;
  return {
    id: `segment-${(ids += 1)}`,
    text,
    speaker: `SPEAKER_0${speaker_id}`,
    speaker_id,
    is_user: false,
    person_id: null,
    start,
    end,
    translations: [],
    speech_profile_processed: true,
    stt_provider: 'local',
    ...more,
  };
}

const other = { speaker_id: 1 };
const brief = (segments: readonly TranscriptSegment[]) =>
  segments.map(({ speaker_id, text, start, end }) => [speaker_id, text, start, end]);

describe('assembly of one voice', () => {
  it('joins what is said within three seconds, under the id that is known', () => {
    const a = said('Good morning.', 0, 1);
    const b = said('How are you?', 3.9, 5);
    const { segments, updated, removedIds, absorbed } = assembleSegments({ stored: [a], fresh: [b] });
    expect(segments).toEqual([{ ...a, text: 'Good morning. How are you?', pauses: [14], end: 5 }]);
    expect(updated).toEqual(segments);
    expect(removedIds).toEqual([]);
    expect([...absorbed]).toEqual([[b.id, a.id]]);
  });

  it('remembers where each stretch of speech began, and forgets it when words are put between', () => {
    const said3 = ['Good  morning .', 'How are you?', 'Fine.'].map((text, at) => said(text, at, at + 0.6));
    const [joined] = assembleSegments({ stored: [said3[0]!], fresh: said3.slice(1) }).segments;
    expect(joined!.pauses!.map((at) => joined!.text.slice(at))).toEqual(['How are you? Fine.', 'Fine.']);
    const later = assembleSegments({ stored: [joined!], fresh: [said('All', 1.2, 1.3)] }).segments;
    expect(later[0]).not.toHaveProperty('pauses');
  });

  it('takes what comes twice under one id once, and never joins it with itself', () => {
    const a = said('Good morning.', 0, 1);
    const { segments, absorbed } = assembleSegments({ stored: [], fresh: [a, { ...a }, { ...a }] });
    expect(segments).toEqual([a]);
    expect(absorbed.size).toBe(0);
  });

  it('puts what a second pass found inside of a segment where it was said', () => {
    const a = said('One two four five.', 0, 10);
    const b = said('Six.', 20, 21);
    const found = said('three', 4.5, 5.5);
    const { segments, updated, absorbed } = assembleSegments({ stored: [a, b], fresh: [found] });
    expect(brief(segments)).toEqual([
      [0, 'One two three four five.', 0, 10],
      [0, 'Six.', 20, 21],
    ]);
    expect(updated.map(({ id }) => id)).toEqual([a.id]);
    expect([...absorbed]).toEqual([[found.id, a.id]]);
  });

  it('leaves what was found inside of a labelled segment beside it', () => {
    const a = said('One two four five.', 0, 10);
    const found = said('Three', 4.5, 5.5);
    const { segments } = assembleSegments({ stored: [a], fresh: [found], protectedIds: new Set([a.id]) });
    expect(brief(segments)).toEqual([
      [0, 'One two four five.', 0, 10],
      [0, 'Three', 4.5, 5.5],
    ]);
  });

  it('begins anew after three seconds and a finished sentence', () => {
    const { segments } = assembleSegments({
      stored: [said('Good morning.', 0, 1)],
      fresh: [said('How are you?', 4, 5)],
    });
    expect(brief(segments)).toEqual([
      [0, 'Good morning.', 0, 1],
      [0, 'How are you?', 4, 5],
    ]);
  });

  it('goes on with an open sentence after any pause when the next word is written small', () => {
    const { segments } = assembleSegments({
      stored: [said('I was thinking', 0, 1)],
      fresh: [said('about the garden.', 20, 22)],
    });
    expect(brief(segments)).toEqual([[0, 'I was thinking about the garden.', 0, 22]]);
  });

  it('does not lengthen a long finished sentence, but ends a long open one', () => {
    const long = 'word '.repeat(30).trim();
    const finished = assembleSegments({
      stored: [said(`${long}.`, 0, 9)],
      fresh: [said('And more.', 9.5, 10)],
    });
    expect(finished.segments).toHaveLength(2);
    const open = assembleSegments({ stored: [said(long, 0, 9)], fresh: [said('And more.', 9.5, 10)] });
    expect(open.segments).toHaveLength(1);
  });

  it('takes two voices for one when both are the owner', () => {
    const { segments } = assembleSegments({
      stored: [said('Good morning.', 0, 1, { is_user: true })],
      fresh: [said('How are you?', 2, 3, { ...other, is_user: true })],
    });
    expect(segments).toHaveLength(1);
  });

  it('puts one space between words and none before a full stop', () => {
    const { segments } = assembleSegments({ stored: [], fresh: [said(' Good  morning , all . ', 0, 1)] });
    expect(segments[0]!.text).toBe('Good morning, all.');
  });
});

describe('assembly of two voices', () => {
  it('gives the end of a sentence back to who began it, with its time', () => {
    const { segments, updated } = assembleSegments({
      stored: [said('We should meet at the big', 0, 3)],
      fresh: [said('station. Fine with me at noon.', 3, 6, other)],
    });
    expect(brief(segments)).toEqual([
      [0, 'We should meet at the big station.', 0, 3.8],
      [1, 'Fine with me at noon.', 3.8, 6],
    ]);
    expect(updated).toEqual(segments);
  });

  it('gives a whole short piece back to who began the sentence', () => {
    const a = said('We should meet at the big', 0, 3);
    const b = said('station.', 3, 3.5, other);
    const { segments, absorbed } = assembleSegments({ stored: [a], fresh: [b] });
    expect(brief(segments)).toEqual([[0, 'We should meet at the big station.', 0, 3.5]]);
    expect(absorbed.get(b.id)).toBe(a.id);
  });

  it('gives the beginning of a sentence to who went on with it, with its time', () => {
    const { segments } = assembleSegments({
      stored: [said('I agree. Can', 0, 3)],
      fresh: [said('we leave before the rain starts', 3, 6, other)],
    });
    expect(brief(segments)).toEqual([
      [0, 'I agree.', 0, 2.25],
      [1, 'Can we leave before the rain starts', 2.25, 6],
    ]);
  });

  it('tells clients of a stored segment that went into the next one, and where its words are', () => {
    const a = said('Can', 1, 1.5);
    const b = said('we leave before the rain starts', 1.6, 4, other);
    const { segments, removedIds, absorbed } = assembleSegments({ stored: [a], fresh: [b] });
    expect(brief(segments)).toEqual([[1, 'Can we leave before the rain starts', 1, 4]]);
    expect(removedIds).toEqual([a.id]);
    expect([...absorbed]).toEqual([[a.id, b.id]]);
  });

  it('does not name ids as removed that no client has seen', () => {
    const fresh = [said('Can', 1, 1.5), said('we leave before the rain starts', 1.6, 4, other)];
    expect(assembleSegments({ stored: [], fresh })).toMatchObject({ removedIds: [] });
  });

  it('leaves finished sentences, long pauses and labelled segments alone', () => {
    const untouched = [
      [said('We agree.', 0, 1), said('station.', 1, 2, other), undefined],
      [said('We should meet at the', 0, 1), said('station.', 4, 5, other), undefined],
      [said('We should meet at the', 0, 1), said('station.', 1, 2, other), 'first'],
      [
        said('We should meet at the', 0, 1),
        said('station.', 1, 2, { ...other, stt_provider: 'x' }),
        undefined,
      ],
    ] as const;
    for (const [a, b, label] of untouched) {
      const protectedIds = new Set(label ? [a.id] : []);
      expect(assembleSegments({ stored: [a], fresh: [b], protectedIds }).segments).toEqual([a, b]);
    }
  });

  it('keeps decimal numbers in one sentence and ends sentences of other scripts', () => {
    const decimal = assembleSegments({
      stored: [said('The price went from', 0, 1)],
      fresh: [said('3.5 to 4 in a year.', 1, 3, other)],
    });
    expect(decimal.segments.map((segment) => segment.text).join(' ')).toBe(
      'The price went from 3.5 to 4 in a year.',
    );
    const chinese = assembleSegments({
      stored: [said('我们明天在车站前面', 0, 2)],
      fresh: [said('见面。好的我来。', 2, 4, other)],
    });
    expect(chinese.segments.map((segment) => segment.text)).toEqual([
      '我们明天在车站前面 见面。',
      '好的我来。',
    ]);
  });
});

describe('assembly as a whole', () => {
  it('passes over what is stored already', () => {
    const stored = [said('Good morning.', 0, 1)];
    const result = assembleSegments({ stored, fresh: [{ ...stored[0]!, text: 'Again.' }] });
    expect(result).toEqual({ segments: stored, updated: [], removedIds: [], absorbed: new Map() });
  });

  it('orders a batch that comes out of order', () => {
    const fresh = [said('Second.', 10, 11), said('First.', 0, 1)];
    expect(assembleSegments({ stored: [], fresh }).segments.map((segment) => segment.text)).toEqual([
      'First.',
      'Second.',
    ]);
  });

  it('puts late speech in its place without joining it to what came after it', () => {
    const stored = [said('First.', 0, 1), said('Third.', 20, 21)];
    const { segments } = assembleSegments({ stored, fresh: [said('Second.', 10, 11)] });
    expect(segments.map((segment) => segment.text)).toEqual(['First.', 'Second.', 'Third.']);
  });

  it('leaves its input as it was', () => {
    const stored = Object.freeze([Object.freeze(said('We should meet at the', 0, 1))]);
    const fresh = Object.freeze([Object.freeze(said('station. Fine with me.', 1, 2, other))]);
    expect(() => assembleSegments({ stored, fresh })).not.toThrow();
  });

  it('follows chains of joined segments to where the words are', () => {
    const fresh = [said('one', 0, 1), said('two', 1, 2), said('three', 2, 3)];
    const { absorbed } = assembleSegments({ stored: [], fresh });
    expect([...absorbed.values()]).toEqual([fresh[0]!.id, fresh[0]!.id]);
  });
});

const WORDS = ['well', 'The', 'garden', 'rains', 'tomorrow', 'Peter', 'says', 'so', 'perhaps', '3.5', 'noon'];

/** A conversation of up to three voices with pauses, open and finished sentences. */
function* talk(seed: number): Generator<TranscriptSegment> {
  const random = noise(seed);
  const next = (below: number) => Math.floor(random.next().value * below);
  for (let at = 0, turn = 0; turn < 40; turn += 1) {
    const words = Array.from({ length: 1 + next(9) }, () => WORDS[next(WORDS.length)]!);
    const text = words.map((word) => (next(5) === 0 ? `${word}.` : word)).join(' ');
    const start = at + next(6);
    at = start + 1 + next(4);
    yield said(text, start, at, { speaker_id: next(3), is_user: next(4) === 0 });
  }
}

const wordsOf = (segments: readonly TranscriptSegment[]) =>
  segments.flatMap((segment) => segment.text.split(' ')).join(' ');

/** Stores a conversation batch by batch, checking every step; answers what is stored and what a client has made of what it was sent. */
function storeInBatches(spoken: readonly TranscriptSegment[], batch: number) {
  let stored: TranscriptSegment[] = [];
  const client = new Map<string, TranscriptSegment>();
  for (let at = 0; at < spoken.length; at += batch) {
    const { segments, updated, removedIds } = assembleSegments({
      stored,
      fresh: spoken.slice(at, at + batch),
    });
    expect(assembleSegments({ stored: segments, fresh: segments }).segments).toEqual(segments);
    for (const id of removedIds) client.delete(id);
    for (const segment of updated) client.set(segment.id, segment);
    stored = segments;
  }
  return { stored, client };
}

describe('assembly of any conversation', () => {
  const conversations = Array.from({ length: 200 }, (_, seed) => {
    const spoken = [...talk(seed)];
    return { spoken, ...storeInBatches(spoken, 1 + (seed % 3)) };
  });

  it('loses no word and changes no order of words', () => {
    for (const { spoken, stored } of conversations) expect(wordsOf(stored)).toBe(wordsOf(spoken));
  });

  it('keeps segments in order of time, none ending before it starts, each id once', () => {
    for (const { stored } of conversations) {
      expect(stored.filter((segment) => segment.end < segment.start)).toEqual([]);
      expect(stored.map(({ start }) => start)).toEqual(
        stored.map(({ start }) => start).sort((a, b) => a - b),
      );
      expect(new Set(stored.map((segment) => segment.id)).size).toBe(stored.length);
    }
  });

  it('tells a client enough to have what is stored', () => {
    for (const { stored, client } of conversations) {
      expect([...client.values()].sort((a, b) => a.start - b.start || a.end - b.end)).toEqual(stored);
    }
  });

  it('joins some of it', () => {
    for (const { spoken, stored } of conversations) expect(stored.length).toBeLessThan(spoken.length);
  });
});
