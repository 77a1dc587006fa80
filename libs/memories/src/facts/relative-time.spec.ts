import { expect, it } from 'vitest';
import { makeTimeless } from './relative-time.js';

const moment = { startedAtMs: Date.parse('2026-01-10T23:30:00-06:00'), timeZone: 'America/Chicago' };

it.each([
  ['Sam has run the team for five years', 'Sam has run the team since 2021 (five years in 2026)'],
  ['Sam has been learning Spanish for three months now', 'Sam has been learning Spanish since October 2025'],
  ['Sam rented a boat for two weeks', 'Sam rented a boat for two weeks'],
  ['Sam quit coffee four weeks ago', 'Sam quit coffee in December 2025'],
  ['Sam ran a marathon last month', 'Sam ran a marathon in December 2025'],
  ['Sam moved to Boston last summer', 'Sam moved to Boston in the summer of 2025'],
  ['Sam got divorced last year', 'Sam got divorced in 2025'],
  ['Sam got engaged on Sunday', 'Sam got engaged in January 2026'],
  ['Sam plays tennis on Sundays', 'Sam plays tennis on Sundays'],
  ['Emma starts school in September', 'Emma starts school in September 2026'],
  ['Sam retired in September', 'Sam retired in September 2025'],
  ['Emma is turning eight', 'Emma turns eight in January 2026'],
  ['Emma is five years old', 'Emma is five years old (January 2026)'],
  ['Sam works from home now', 'Sam works from home'],
])('makes "%s" stay true', (said, timeless) => {
  expect(makeTimeless(said, moment)).toBe(timeless);
});
