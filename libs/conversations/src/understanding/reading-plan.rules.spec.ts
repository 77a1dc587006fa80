import { describe, expect, it } from 'vitest';
import { tokenBound } from '#libs/ai';
import type { TranscriptInput } from '#libs/contracts';
import { findingPrompt } from './conversation-prompt.js';
import { MAX_PARTS, readingPlanOf } from './reading-plan.rules.js';
import { talkOf } from './rules/talk.fixture.js';

/** 150 words a minute, ten words a line. */
const TEN_HOURS_LINES = (10 * 60 * 150) / 10;
const WINDOW = 32_000;
const long = (lines: number) =>
  talkOf(
    Array.from(
      { length: lines },
      (_, at) => `Sam: The ${at} garden has many roses and trees near the old house.`,
    ).join('\n'),
  );
const wordsOf = ({ turns }: TranscriptInput) => turns.map(({ text }) => text).join(' ');

describe('how a model reads a conversation', () => {
  it('is at once when it fits, and always when nothing is sent anywhere', () => {
    const short = long(20);
    expect(readingPlanOf(short, WINDOW)).toEqual({ parts: [short], leftOut: new Set() });
    const hours = long(TEN_HOURS_LINES);
    expect(readingPlanOf(hours, null).parts).toEqual([hours]);
  });

  it('is part by part when it does not, with nothing lost or changed', () => {
    const talk = long(2_000);
    const { parts } = readingPlanOf(talk, 8_000);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.flatMap(({ turns }) => turns)).toEqual(talk.turns);
  });

  it('leaves room in the window for instructions, details and answer', () => {
    for (const window of [8_000, WINDOW, 128_000]) {
      const largest = Math.max(
        ...readingPlanOf(long(TEN_HOURS_LINES), window).parts.map((part) =>
          tokenBound(findingPrompt('notes', part)[1]!.content),
        ),
      );
      expect(largest).toBeLessThan(Math.max(window / 2, window - 8_000) + 200);
    }
  });

  it('takes at most twelve parts: ten hours of talk fit, and of more the middle is left to the rules', () => {
    const tenHours = readingPlanOf(long(TEN_HOURS_LINES), WINDOW);
    expect(tenHours.parts.length).toBeLessThanOrEqual(MAX_PARTS);
    expect(tenHours.leftOut.size).toBe(0);
    const small = readingPlanOf(long(TEN_HOURS_LINES), 8_000);
    const { length } = small.parts;
    expect(length - small.leftOut.size).toBe(MAX_PARTS);
    expect([small.leftOut.has(0), small.leftOut.has(MAX_PARTS - 1), small.leftOut.has(length - 1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('cuts a single text that is too long for any part, and loses no word of it', () => {
    const one = talkOf(`Sam: ${'roses and trees '.repeat(4_000).trim()}`);
    const { parts } = readingPlanOf(one, 8_000);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every(({ turns }) => turns[0]!.segmentIds[0] === 's0')).toBe(true);
    expect(parts.map(wordsOf).join('').replaceAll(/\s+/g, ' ').split(' ')).toHaveLength(12_000);
  });

  it('shows pictures with the first part only', () => {
    const { parts } = readingPlanOf({ ...long(2_000), photos: ['A rose.'] }, 8_000);
    expect(parts.map(({ photos }) => photos?.length)).toEqual([1, ...parts.slice(1).map(() => 0)]);
  });
});
