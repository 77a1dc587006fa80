import { describe, expect, it } from 'vitest';
import { askedValueOf, holdsValue, type AskedValue } from './asked-value.rules.js';

const saidAt = { startedAtMs: Date.parse('2026-05-04T10:00:00-05:00'), timeZone: 'America/Chicago' };

describe('askedValueOf', () => {
  it.each<[string, AskedValue | null]>([
    ['How much does the kayak cost?', 'money'],
    ['What was the price of the lamp?', 'money'],
    ['How tall is the lighthouse?', 'measure'],
    ['How often do I water the fern?', 'frequency'],
    ['How many chairs did we order?', 'count'],
    ['What is the phone number of the locksmith?', 'digits'],
    ["What is my landlord's name?", 'name'],
    ['Where does my cousin live?', 'home'],
    ['What did the vet recommend?', null],
  ])('"%s" asks for %s', (question, value) => {
    expect(askedValueOf(question)).toBe(value);
  });
});

describe('holdsValue', () => {
  it.each<[AskedValue, string, string]>([
    ['money', 'It costs ninety dollars a day.', 'We meet on the ninth about the kayak.'],
    ['measure', 'The tower is forty meters high.', 'The tower has two doors.'],
    ['frequency', 'I water it twice a week.', 'I water it in the kitchen.'],
    ['count', 'We ordered eleven chairs.', 'The chairs come on the eleventh of May.'],
    ['digits', 'Call five five five, two one nine.', 'Call me at two.'],
    ['name', 'My landlord is called Bertram.', 'My landlord is very kind.'],
    ['home', 'She moved to Tacoma last year.', 'They moved it to Tuesday.'],
  ])('finds %s in "%s" but not in "%s"', (asked, present, absent) => {
    expect(holdsValue(asked, present, saidAt)).toBe(true);
    expect(holdsValue(asked, absent, saidAt)).toBe(false);
  });
});
