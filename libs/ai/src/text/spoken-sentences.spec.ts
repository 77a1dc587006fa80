import { describe, expect, it } from 'vitest';
import { sentencesOf } from './spoken-sentences.js';

/** A turn of an unknown voice; `|` stands where it pauses. */
function heard(marked: string, isUser: boolean | null = null) {
  const pauses: number[] = [];
  const text = marked.replace(/\| /g, (_, at: number) => {
    pauses.push(at - 2 * pauses.length);
    return '';
  });
  const turn = { segmentIds: ['s'], speaker: 'Speaker 0', isUser, text, pauses, start: 0, end: 9 };
  return sentencesOf(turn, 'Sam').map((sentence) => `${sentence.opening ? '> ' : ''}${sentence.text}`);
}

describe('sentences of a voice that nobody knows', () => {
  it('open where somebody pauses', () => {
    expect(heard('It is raining. Take a coat. | I have one. | Good.')).toEqual([
      '> It is raining.',
      'Take a coat.',
      '> I have one.',
      '> Good.',
    ]);
  });

  it('end where another is written to begin, with a comma or without any mark', () => {
    expect(heard('We rehearse all day, | Right, the concert.')).toEqual([
      '> We rehearse all day,',
      '> Right, the concert.',
    ]);
    expect(heard('We are over budget | Then we need a review.')).toEqual([
      '> We are over budget',
      '> Then we need a review.',
    ]);
    expect(heard('We eat at one, Are you coming?')).toEqual(['> We eat at one.', 'Are you coming?']);
  });

  it('go on over a pause in the middle', () => {
    expect(heard('I will send it to | Karen on Monday.')).toEqual(['> I will send it to Karen on Monday.']);
    expect(heard('The train to May | and back.')).toEqual(['> The train to May and back.']);
  });

  it('are left as they are written when voices were told apart', () => {
    expect(heard('We eat at one, | Are you coming?', true)).toEqual(['> We eat at one, Are you coming?']);
  });
});
