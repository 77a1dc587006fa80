import { performance } from 'node:perf_hooks';
import { MemoriesBench, spokenConversation } from '#libs/memories/testing';
import { table } from './table.js';

/**
 * What a conversation costs an owner's memories, from the first to the ten-thousandth: each brings one fact that no other says, and is followed
 * by its search entries and, where it is due, consolidation. `npm run bench -- memories [CONVERSATIONS]`
 */
const CONVERSATIONS = 10_000;
/** Neighbours that a figure is the median of. */
const SAMPLE = 15;
const LETTERS = 'bcdfghklmnprstvz';
const VOWELS = 'aeiou';

/** A word of its own for each number. */
function thing(index: number): string {
  let word = '';
  for (let rest = index + 4_096; rest > 0; rest = Math.trunc(rest / 80))
    word += LETTERS[rest % 16]! + VOWELS[Math.trunc(rest / 16) % 5]!;
  return `${word}x`;
}

interface Measured {
  readonly ms: number;
  readonly reads: number;
  readonly writes: number;
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.trunc(values.length / 2)]!;

const spoken = (index: number) =>
  spokenConversation(`c${index}`, 5, 'The sun is out today.', `I love ${thing(index)}.`);

async function hear(bench: MemoriesBench, index: number): Promise<Measured> {
  const startedMs = performance.now();
  let ms = 0;
  const cost = await bench.costOf(async () => {
    await bench.hear(spoken(index));
    ms = performance.now() - startedMs;
    await bench.idle();
  });
  return { ms, ...cost };
}

async function sampled(bench: MemoriesBench, from: number): Promise<Measured> {
  const measured: Measured[] = [];
  for (let index = from; index < from + SAMPLE; index += 1) measured.push(await hear(bench, index));
  const of = (key: keyof Measured) => median(measured.map((one) => one[key]));
  return { ms: of('ms'), reads: of('reads'), writes: of('writes') };
}

/** Without measuring; search keeps up. */
async function hearAll(bench: MemoriesBench, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    await bench.hear(spoken(index));
    if (index % 500 === 0) await bench.idle();
  }
  await bench.idle();
}

export async function memoriesBench(): Promise<void> {
  const conversations = Number(process.argv[3]) || CONVERSATIONS;
  const bench = await MemoriesBench.start();
  try {
    await bench.hear(spokenConversation('warm-up', 5, 'The weather is fine today, they say.'));
    const rows: (string | number)[][] = [];
    let done = 0;
    for (const at of [0, 100, 1_000, conversations].filter((count) => count <= conversations)) {
      await hearAll(bench, done, at);
      done = at;
      const { ms, reads, writes } = await sampled(bench, done);
      rows.push([at + 1, ms.toFixed(1), reads, writes, (await bench.shown()).length]);
      done += SAMPLE;
    }
    process.stdout.write(table(['conversation', 'ms', 'reads', 'writes', 'memories shown'], rows));
  } finally {
    await bench.stop();
  }
}
