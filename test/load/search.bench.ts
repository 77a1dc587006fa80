import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { TranscriptSegment } from '#libs/contracts';
import { CONVERSATION_INDEX } from '#libs/conversations';
import { SearchHarness, spokenSegment } from '../support/search-harness.js';
import { longestStallMs, percentile, randomNumbers, timesOf } from './storage/measure.js';
import { table } from './table.js';

/** `npm run bench -- search [WINDOWS]`. */
const WINDOWS = Number(process.argv[3] ?? 100_000);
const SEGMENTS = 100;
const WORDS_PER_SEGMENT = 20;
const VOCABULARY = 20_000;
const SEARCHES = 200;
const IDLE_MS = 20;
const OWNER = 'ada';
const YEAR_MS = 365 * 86_400_000;
const LITTLE = 'the and you that of to it my with have'.split(' ');

const random = randomNumbers(11);

/** Pronounceable and about as frequent as in speech: the n-th most common is n times rarer than the first. */
function word(rank = Math.floor(VOCABULARY ** random())): string {
  const syllable = (number: number) =>
    'bcdfghjklmnprstvz'[number % 17]! + 'aeiou'[Math.floor(number / 17) % 5]!;
  return syllable(rank) + syllable(Math.floor(rank / 85)) + syllable(Math.floor(rank / 7) + 3);
}

function sentence(): string {
  const words = Array.from({ length: WORDS_PER_SEGMENT }, () =>
    random() < 0.4 ? LITTLE[Math.floor(random() * LITTLE.length)]! : word(),
  );
  return `${words.join(' ')}.`;
}

function segments(people: readonly string[]): TranscriptSegment[] {
  return Array.from({ length: SEGMENTS }, (_, place) =>
    spokenSegment({
      id: `s${place}`,
      text: sentence(),
      person_id: people[place % people.length]!,
      start: place * 8,
      end: place * 8 + 8,
    }),
  );
}

/** A question of six words, of which two are little, as people ask them. */
function question(): string {
  return `what did Anna tell about the ${word(50 + Math.floor(random() * 3_000))} and ${word()} ${word(500 + Math.floor(random() * 9_000))}?`;
}

/** Search over one owner's years of talk: how long an answer takes, how long the main thread stands still meanwhile, what writing costs. */
export async function conversationSearchBench(): Promise<void> {
  const harness = await SearchHarness.open();
  try {
    const anna = await harness.people.create(OWNER, 'Anna');
    const ben = await harness.people.create(OWNER, 'Ben');
    const added = await fill(harness, [anna.id, ben.id]);
    const found = await measured((text) => harness.search.search(OWNER, { text, limit: 10 }));
    const dated = await measured((text) =>
      harness.search.search(OWNER, { text: `${text} In March 2021`, limit: 10 }),
    );
    const listed = await measured((text) =>
      harness.finder.find(OWNER, { text, page: 1, perPage: 10, includeDiscarded: true }),
    );
    const bare = await measured((text) =>
      harness.storage.keywords.search({ collection: CONVERSATION_INDEX, ownerId: OWNER, text, limit: 10 }),
    );
    const idle = await measured(() => setTimeout(IDLE_MS));
    const ratio = ({ tookMs }: Measured) =>
      (percentile(tookMs, 0.95) / percentile(bare.tookMs, 0.95)).toFixed(1);
    const row = (what: string, figures: Measured, aim: string) => [
      what,
      percentile(figures.tookMs, 0.5).toFixed(1),
      percentile(figures.tookMs, 0.95).toFixed(1),
      figures.stallMs.toFixed(1),
      ratio(figures),
      aim,
    ];
    process.stdout.write(
      table(
        [`search over ${WINDOWS} windows`, 'p50 ms', 'p95 ms', 'longest stall, ms', 'of plain FTS5', 'aim'],
        [
          row('passages for chat', found, 'p95 <= 50, stall <= 5'),
          row('passages, a month named', dated, ''),
          row('conversations, first page', listed, ''),
          row('plain FTS5 over the same windows', bare, ''),
          row('nothing at all: what the machine stalls by itself', idle, ''),
        ],
      ) + table(['writing a conversation of 100 windows', 'p50 ms', 'p95 ms'], added),
    );
  } finally {
    await harness.close();
  }
}

async function fill(harness: SearchHarness, people: readonly string[]): Promise<(string | number)[][]> {
  const conversations = Math.ceil(WINDOWS / SEGMENTS);
  const took: number[] = [];
  const startMs = Date.UTC(2020, 0, 1);
  for (let number = 0; number < conversations; number += 1) {
    const startedAt = new Date(startMs + (number / conversations) * 5 * YEAR_MS);
    const conversation = { id: `c${number}`, startedAt, segments: segments(people) };
    const fromMs = performance.now();
    await harness.add(OWNER, conversation);
    took.push(performance.now() - fromMs);
  }
  const part = Math.max(1, Math.floor(conversations / 10));
  const spread = (what: string, some: readonly number[]) => [
    what,
    percentile(some, 0.5).toFixed(1),
    percentile(some, 0.95).toFixed(1),
  ];
  return [spread('the first tenth', took.slice(0, part)), spread('the last tenth', took.slice(-part))];
}

interface Measured {
  readonly tookMs: readonly number[];
  readonly stallMs: number;
}

async function measured(search: (text: string) => Promise<unknown>): Promise<Measured> {
  for (let warm = 0; warm < 5; warm += 1) await search(question());
  let tookMs: number[] = [];
  const stallMs = await longestStallMs(async () => {
    tookMs = await timesOf(SEARCHES, () => search(question()));
  });
  return { tookMs, stallMs };
}
