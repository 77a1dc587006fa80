import { describe, expect, it } from 'vitest';
import {
  askingWordsOf,
  contentWordsOf,
  isQuoteAlone,
  namedIn,
  phrasesOf,
  saysLiterally,
  subjectOf,
} from './question.rules.js';

describe('what a question is about', () => {
  it('leaves out the words that only ask', () => {
    expect(contentWordsOf('What kind of boat did we say we would rent, in Bergen?')).toBe('boat rent Bergen');
    expect(contentWordsOf("What's the plan?")).toBe('plan');
  });

  it('leaves out nothing where nothing would be left', () => {
    expect(askingWordsOf('to be or not to be').size).toBe(0);
    expect(askingWordsOf('to be in Bergen').has('be')).toBe(true);
    expect(subjectOf('to be or not to be')).toBe('to be or not to be');
    expect(subjectOf('to be in Bergen')).toBe('Bergen');
  });
});

describe('quotation marks', () => {
  it('are found straight and curly, and empty ones mean nothing', () => {
    expect(phrasesOf('who said "red door" or “blue  gate”, and "" too')).toEqual(['red door', 'blue  gate']);
    expect(phrasesOf('no "end')).toEqual([]);
  });

  it('stand alone where the words around them only ask', () => {
    expect(['"red door"', 'who said “red door”?'].map(isQuoteAlone)).toEqual([true, true]);
    expect(['red door', 'who painted the "red door"?', 'who said that?'].map(isQuoteAlone)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('want the very words, whatever their case and spaces', () => {
    expect(saysLiterally('We painted the Red\n Door.', 'the red door')).toBe(true);
    expect(saysLiterally('We painted the doors red.', 'red door')).toBe(false);
    expect(saysLiterally('It’s done', "it's done")).toBe(true);
  });
});

describe('who is named', () => {
  const people = [
    { id: 'p1', name: 'Anna' },
    { id: 'p2', name: 'Ben Okafor' },
  ];

  it('is named by the first name, in the genitive too', () => {
    expect(namedIn("When is Anna's birthday?", people)).toEqual(['p1']);
    expect(namedIn('did ben call', people)).toEqual(['p2']);
  });

  it('is nobody whose name is only part of a word', () => {
    expect(namedIn('the bench at Annapolis', people)).toEqual([]);
    expect(namedIn('anything', [{ id: 'p3', name: '' }])).toEqual([]);
  });
});
