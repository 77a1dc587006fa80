import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockShiftMs, timedWords, withoutKnownWords, type SpokenText } from './word-overlap.rules.js';

const said = (text: string, startS: number, endS: number): SpokenText => ({
  text,
  startMs: startS * 1_000,
  endMs: endS * 1_000,
});
const rest = (utterance: SpokenText, ...known: SpokenText[]) =>
  withoutKnownWords(utterance, timedWords(known));

describe('words that were heard live and come again in a recording', () => {
  const sentence = said('We should meet at the big station on Friday.', 10, 14);

  it('are known when they were said at that time, however they were divided', () => {
    expect(rest(sentence, sentence)).toBeNull();
    expect(
      rest(sentence, said('we should meet at', 9, 11.5), said('The big station, on Friday!', 12, 14.5)),
    ).toBeNull();
    expect(
      rest(sentence, said('Hello. We should meet at the big station on Friday. Fine.', 8, 16)),
    ).toBeNull();
  });

  it('are known when the recognizer heard one of many a little differently', () => {
    expect(rest(sentence, said('We should meet at the pig station on Friday.', 10, 14))).toBeNull();
  });

  it('are kept when they were said at another time, or only some of them were', () => {
    expect(rest(sentence, said(sentence.text, 20, 24))).toEqual(sentence);
    expect(rest(sentence, said('We met at the old station.', 10, 14))).toEqual(sentence);
    expect(rest(sentence)).toEqual(sentence);
  });

  it('are kept when they were said twice, and heard live once', () => {
    expect(
      rest(said('Yes, of course, yes, of course, yes, of course.', 0, 4), said('Yes, of course.', 0, 1)),
    ).not.toBeNull();
  });

  it('of one or two need to be the same', () => {
    expect(rest(said('Okay, thanks.', 5, 6), said('Good. Okay, thanks. Bye.', 4, 7))).toBeNull();
    expect(rest(said('Okay.', 5, 6), said('Thanks.', 5, 6))).toEqual(said('Okay.', 5, 6));
  });

  it('are cut off where the live recording broke off or came back', () => {
    const long = said('one two three four five six seven eight nine ten', 0, 10);
    expect(rest(long, said('one two three four five', 0, 5))).toEqual(
      said('six seven eight nine ten', 5, 10),
    );
    expect(rest(long, said('seven eight nine ten', 6, 10))).toEqual(
      said('one two three four five six', 0, 6),
    );
    expect(rest(long, said('one two three', 0, 3))).toEqual(long);
  });

  it('are compared in scripts without spaces too', () => {
    const chinese = said('我们明天在车站前面见面', 0, 4);
    expect(rest(chinese, chinese)).toBeNull();
    expect(rest(chinese, said('今天天气很好我们去公园', 0, 4))).toEqual(chinese);
  });
});

const WORDS = 'amber bridge candle dinner engine forest garden harbour island jacket kitchen ladder market needle orchard pepper quarry ribbon saddle timber'.split(' '); // prettier-ignore

/** Utterances of some seconds with pauses between them; no two talks are alike. */
const talk = fc
  .array(
    fc.record({
      words: fc.array(fc.constantFrom(...WORDS), { minLength: 3, maxLength: 12 }),
      pauseS: fc.double({ min: 0.3, max: 5, noNaN: true }),
    }),
    { minLength: 12, maxLength: 25 },
  )
  .map((turns) => {
    let at = 1_000;
    return turns.map(({ words, pauseS }) => {
      const utterance = said(words.join(' '), at, at + words.length * 0.4);
      at += words.length * 0.4 + pauseS;
      return utterance;
    });
  });

const moved = (spoken: readonly SpokenText[], byMs: number) =>
  spoken.map((one) => ({ ...one, startMs: one.startMs + byMs, endMs: one.endMs + byMs }));

describe('a clock that is wrong', () => {
  it('is put right by up to two minutes, and then nothing is said twice', () => {
    fc.assert(
      fc.property(talk, fc.integer({ min: -118_000, max: 118_000 }), (spoken, skewMs) => {
        const fresh = moved(spoken, skewMs);
        const known = timedWords(spoken);
        const shiftMs = clockShiftMs(timedWords(fresh), known);
        expect(shiftMs).not.toBeNull();
        expect(Math.abs(shiftMs! + skewMs)).toBeLessThanOrEqual(2_000);
        for (const utterance of moved(fresh, shiftMs!))
          expect(withoutKnownWords(utterance, known)).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('is put right by the half that was heard live, and the other half is kept', () => {
    fc.assert(
      fc.property(talk, fc.integer({ min: -100_000, max: 100_000 }), (spoken, skewMs) => {
        const half = Math.ceil(spoken.length / 2);
        const known = timedWords(spoken.slice(0, half));
        const fresh = moved(spoken, skewMs);
        const shiftMs = clockShiftMs(timedWords(fresh), known)!;
        expect(Math.abs(shiftMs + skewMs)).toBeLessThanOrEqual(2_000);
        const kept = moved(fresh, shiftMs).map((utterance) => withoutKnownWords(utterance, known));
        expect(kept.slice(0, half).every((one) => one === null)).toBe(true);
        expect(kept.slice(half + 1).every((one) => one !== null)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is left alone when other things were said, or it is wrong by much more', () => {
    fc.assert(
      fc.property(talk, (spoken) => {
        const other = spoken.map((one) => ({ ...one, text: one.text.replaceAll(/(\w+)/g, 'other$1') }));
        expect(clockShiftMs(timedWords(other), timedWords(spoken))).toBeNull();
      }),
    );
    const spoken = [said('amber bridge candle dinner engine forest garden harbour island', 0, 5)];
    expect(clockShiftMs(timedWords(moved(spoken, 125_000)), timedWords(spoken))).toBeNull();
    expect(clockShiftMs(timedWords(moved(spoken, 1_000)), timedWords(spoken))).toBe(0);
  });
});
