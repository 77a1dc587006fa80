import { crashRounds, type Round } from '../support/crashes/crash-rounds.js';
import { Random } from '../support/fuzz/random.js';
import { table } from './table.js';

const KILLS = 100;
/** One round in so many has its server die once more while it takes up what was left. */
const AGAIN_EVERY = 3;
/** Durable steps of a start and of what it takes up; a bit more than there are. */
const STEPS_OF_A_START = 60;

/**
 * Kills the built server after random durable steps between the end of a conversation and the last thing that follows from it, and compares
 * what everybody has with what undisturbed processing leaves. `npm run bench -- pipeline-crashes [KILLS] [SEED]`
 */
export async function pipelineCrashesBench(): Promise<void> {
  const rounds = Number(process.argv[3]) || KILLS;
  const seed = Number(process.argv[4]) || Math.floor(Math.random() * 1e9);
  const random = new Random(seed);
  const roundsOf = (steps: number): Round[] =>
    Array.from({ length: rounds }, (_, index) => ({
      step: 1 + random.below(steps),
      again: index % AGAIN_EVERY === 0 ? 1 + random.below(STEPS_OF_A_START) : null,
    }));
  const { kills, steps, deaths, wrong, expected } = await crashRounds(rounds, roundsOf);
  process.stdout.write(`seed ${seed}\n`);
  process.stdout.write(
    table(['what undisturbed processing leaves', 'number'], Object.entries(expected.counts).sort()) +
      table(
        ['kill -9 in the midst of processing', 'found', 'aim'],
        [
          ['conversations', rounds, ''],
          ['durable steps of one', steps, ''],
          ['kills', kills, ''],
          ['at different instants', new Set(deaths).size, ''],
          ['differences from undisturbed processing', wrong.length, 0],
        ],
      ) +
      [...expected.words, '', ...wrong].map((line) => `${line}\n`).join(''),
  );
  if (wrong.length > 0) process.exitCode = 1;
}
