import { expect, it } from 'vitest';
import { crashRounds } from '../support/crashes/crash-rounds.js';

const KILLS = 20;
const TIMEOUT_MS = 300_000;

it(
  'killed anywhere between the end of a conversation and the last thing that follows from it, a server leaves one of each thing',
  async () => {
    const report = await crashRounds(KILLS, (steps) =>
      Array.from({ length: KILLS }, (_, round) => ({
        step: Math.ceil(((round + 1) * steps) / KILLS),
        again: null,
      })),
    );
    expect(report.wrong).toEqual([]);
    expect(report.expected.counts).toMatchObject({
      'documents in conversations': 1,
      'documents in action_items': 1,
      'documents in memories': 2,
      'blobs ogg': 1,
    });
    const words = report.expected.words.join('\n');
    for (const word of ['completed: ', 'event: ', 'task: Call the plumber', 'peanuts', 'Leeds'])
      expect(words).toContain(word);
    expect(report.kills).toBe(KILLS);
    expect(new Set(report.deaths).size).toBeGreaterThan(KILLS / 2);
  },
  TIMEOUT_MS,
);
