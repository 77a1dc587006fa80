import { describe, expect, it } from 'vitest';
import type { Question } from './question.rules.js';
import { rankSightings, type Sighting } from './ranking.rules.js';

const MAY = Date.UTC(2023, 4, 7);
const question = (fields: Partial<Question> = {}): Question => ({
  text: '',
  phrases: [],
  speakers: [],
  days: [],
  ...fields,
});
const sighting = (id: string, fields: Partial<Sighting> = {}): Sighting => ({
  id,
  conversationId: id,
  startedAtMs: MAY,
  speaker: '',
  words: 1,
  meaning: 0,
  ...fields,
});
const orderOf = (asked: Question, sightings: Sighting[], wholes = new Map<string, number>()) =>
  rankSightings(asked, sightings, wholes).map((one) => one.sighting.id);

describe('the order of what was found', () => {
  it('follows the words', () => {
    expect(orderOf(question(), [sighting('a'), sighting('b', { words: 2 })])).toEqual(['b', 'a']);
  });

  it('lifts what lies in a conversation that fits as a whole, and what is near in meaning', () => {
    const alike = [sighting('a'), sighting('b')];
    expect(orderOf(question(), alike, new Map([['b', 9]]))).toEqual(['b', 'a']);
    expect(orderOf(question(), [sighting('a'), sighting('b', { meaning: 1 })])).toEqual(['b', 'a']);
  });

  it('lifts what was said where much of the rest is near in meaning', () => {
    const near = (id: string) => sighting(id, { conversationId: 'walk', words: 0, meaning: 0.5 });
    const found = [sighting('a'), sighting('b', { conversationId: 'walk' }), near('c'), near('d')];
    expect(orderOf(question(), found)).toEqual(['b', 'a', 'c', 'd']);
  });

  it('puts what the named person said before what others said', () => {
    const alike = [sighting('a', { speaker: 'p2' }), sighting('b', { speaker: 'p1' })];
    expect(orderOf(question({ speakers: ['p1'] }), alike)).toEqual(['b', 'a']);
    expect(orderOf(question({ speakers: ['p1', 'p2'] }), alike)).toEqual(['a', 'b']);
  });

  it('puts what was said on the named day first, and what was said near it before what was not', () => {
    const days = [{ fromMs: MAY, toMs: MAY, everyYear: false }];
    const late = (id: string, days: number) => sighting(id, { startedAtMs: MAY + days * 86_400_000 });
    expect(orderOf(question({ days }), [late('far', 90), late('near', 5), late('on', 0)])).toEqual([
      'on',
      'near',
      'far',
    ]);
  });

  it('is by id among equals, and empty for nothing', () => {
    expect(orderOf(question(), [sighting('b'), sighting('a')])).toEqual(['a', 'b']);
    expect(orderOf(question(), [])).toEqual([]);
  });

  it('holds where nothing was found by words', () => {
    const found = [sighting('a', { words: 0, meaning: 0.2 }), sighting('b', { words: 0, meaning: 0.9 })];
    expect(orderOf(question(), found)).toEqual(['b', 'a']);
  });
});
