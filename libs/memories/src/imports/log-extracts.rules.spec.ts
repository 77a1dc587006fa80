import { describe, expect, it } from 'vitest';
import { extractsOf, MAX_LOG_CHARS } from './log-extracts.rules.js';

const linesOf = (text: string, ownerName: string | null = 'Sam') =>
  extractsOf(text, ownerName)
    .flat()
    .map(({ speaker, isUser, text: words }) => [speaker, isUser, words]);

describe('extractsOf', () => {
  it('takes a log without names for the owner’s own words', () => {
    expect(linesOf('I live in Madison.\n\n- I love figs.')).toEqual([
      ['You', true, 'I live in Madison.'],
      ['You', true, 'I love figs.'],
    ]);
  });

  it('tells voices apart, and goes on with the one that spoke where a line names nobody', () => {
    expect(linesOf('User: I moved.\nTo Milwaukee.\nRobert: Nice.\nsam: Yes.')).toEqual([
      ['You', true, 'I moved.'],
      ['You', true, 'To Milwaukee.'],
      ['Robert', false, 'Nice.'],
      ['You', true, 'Yes.'],
    ]);
  });

  it('leaves out what a program said, to its last line', () => {
    expect(
      linesOf('User: Hello.\nAssistant: You live in Madison.\nAnd you love figs.\nUser: Right.'),
    ).toEqual([
      ['You', true, 'Hello.'],
      ['You', true, 'Right.'],
    ]);
  });

  it('keeps the number of the line, so that evidence finds it again', () => {
    expect(extractsOf('\n\nI sail.', null)[0]![0]!.segmentIds).toEqual(['line-3']);
  });

  it('cuts a long log into bounded pieces and stops at its limit', () => {
    const line = 'I went sailing with Robert again. '.repeat(10);
    const extracts = extractsOf(`${line}\n`.repeat(500), null);
    expect(extracts.length).toBeGreaterThan(5);
    for (const extract of extracts)
      expect(extract.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(4_000);
    expect(extracts.flat().reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(
      MAX_LOG_CHARS,
    );
  });
});
