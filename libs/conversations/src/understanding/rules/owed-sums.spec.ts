import { describe, expect, it } from 'vitest';
import { tasksIn } from './tasks.fixture.js';

describe('a sum that is owed by a day', () => {
  it.each([
    [
      'Anna: The balance is three hundred and ten euros, payable by the twentieth.\nSam: Three hundred and ten by the twentieth.',
      ['Pay three hundred and ten euros @ 2026-03-20'],
    ],
    [
      'Anna: Two hundred and forty pounds has to reach us by the twelfth.\nSam: Will do.',
      ['Pay two hundred and forty pounds @ 2026-03-12'],
    ],
    [
      'Anna: The remaining ninety dollars are due on the thirteenth.\nSam: Okay.',
      ['Pay the remaining ninety dollars @ 2026-03-13'],
    ],
  ])('is paid by whoever agrees: %s', (script, tasks) => expect(tasksIn(script)).toEqual(tasks));

  it.each([
    'Anna: The room is ninety dollars.\nSam: Okay.',
    'Anna: The train is due at ten past nine on Friday.\nSam: Okay.',
    'Anna: The remaining ninety dollars are due on the thirteenth.\nSam: That is too much.',
  ])('is none without day, debt or consent: %s', (script) => expect(tasksIn(script)).toEqual([]));
});
