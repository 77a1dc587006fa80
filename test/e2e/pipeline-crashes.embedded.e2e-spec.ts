import { expect, it } from 'vitest';
import { crashRounds, type CrashReport, type Round } from '../support/crashes/crash-rounds.js';

const KILLS = 20;
/** Two servers die at the same time, each for its own owners: one for each core. */
const LANES = 2;
const TIMEOUT_MS = 400_000;

/** Kills spread evenly over the steps of processing; every second one is for each lane. */
const roundsOf = (lane: number) => (steps: number) =>
  Array.from({ length: KILLS / LANES }, (_, round): Round => ({
    step: Math.ceil(((round * LANES + lane + 1) * steps) / KILLS),
    again: null,
  }));

it(
  'killed anywhere between the end of a conversation and the last thing that follows from it, a server leaves one of each thing',
  async () => {
    const reports: CrashReport[] = await Promise.all(
      Array.from({ length: LANES }, (_, lane) => crashRounds(KILLS / LANES, roundsOf(lane))),
    );
    expect(reports.flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(reports.reduce((sum, { kills }) => sum + kills, 0)).toBe(KILLS);
    expect(new Set(reports.flatMap(({ deaths }) => deaths)).size).toBeGreaterThan(KILLS / 2);
    const [{ expected }] = reports as [CrashReport];
    expect(expected.counts).toMatchObject({
      'documents in conversations': 1,
      'documents in action_items': 1,
      'documents in memories': 2,
      'blobs ogg': 1,
    });
    const words = expected.words.join('\n');
    for (const word of [
      'completed: ',
      'event: ',
      'app: action_',
      'task: Call the plumber',
      'peanuts',
      'Leeds',
    ])
      expect(words).toContain(word);
  },
  TIMEOUT_MS,
);
