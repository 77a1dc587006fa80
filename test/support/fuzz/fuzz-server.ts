import { readdir, readFile } from 'node:fs/promises';
import type { Conversation } from '#libs/contracts';
import { newId } from '#libs/kernel';
import { AUDIBLE_WORD_MS } from '../hearing/audible-words.js';
import { heardBy } from '../hearing/heard-by.js';
import { HearingProvider } from '../hearing/hearing-provider.js';
import { checkNumbers, NumberSpeaker, spokenNumbers, type HeardNumbers } from '../hearing/number-speaker.js';
import { MnemeProcess } from '../mneme-process.js';
import { collectGarbage, INSPECTABLE } from './collect-garbage.js';
import { fuzz, type FuzzOptions, type FuzzReport } from './fuzz-run.js';
import { SPOKEN } from './mutations.js';

/** How much more a server may hold afterwards than before: what its caches and its allocator keep, and nothing that grows with attacks. */
export const MEMORY_TOLERANCE_MIB = 64;
export const HANDLE_TOLERANCE = 10;
/** Sessions of devices that are gone end by themselves within this time. */
const CALM_WITHIN_MS = 150_000;
const LOOK_EVERY_MS = 3_000;
/** A recognizer that is behind has heard everything by then. */
const HEARD_WITHIN_MS = 60_000;
const WARM_UP_MESSAGES = 2_000;
/** Longest that somebody counts aloud meanwhile, words. */
const MOST_WORDS = 2_000;

export interface FuzzOutcome {
  readonly report: FuzzReport;
  readonly seconds: number;
  readonly memoryMiB: { readonly before: number; readonly after: number };
  readonly handles: { readonly before: number; readonly after: number };
  /** What was heard of somebody who streamed as one should, meanwhile and afterwards. */
  readonly words: number;
  readonly heard: HeardNumbers;
  /** Lines of the log that hold what was said, or tell of what nobody foresaw. */
  readonly leaks: number;
  readonly surprises: readonly string[];
  readonly survived: boolean;
}

/** Attacks a built server with `count` messages, while somebody counts aloud to it, and looks what is left of it. */
export async function fuzzServer(count: number, seed: number): Promise<FuzzOutcome> {
  const provider = await HearingProvider.start();
  const server = await MnemeProcess.start({
    env: { ...heardBy(provider.port), ...INSPECTABLE, LOG_LEVEL: 'debug' },
  });
  try {
    const attack = { url: server.url, token: server.token };
    await warmUp(server, { ...attack, seed: seed + 1, count: Math.min(WARM_UP_MESSAGES, count) });
    const before = await holdings(server);
    const startedMs = performance.now();
    const running = fuzz({ ...attack, seed, count });
    const [report, { words, heard }] = await Promise.all([running, countAloud(server, running)]);
    const seconds = (performance.now() - startedMs) / 1_000;
    const after = await calm(server, before);
    return {
      report,
      seconds,
      words,
      heard,
      memoryMiB: { before: before.memoryMiB, after: after.memoryMiB },
      handles: { before: before.handles, after: after.handles },
      ...(await judgeLog(server)),
      survived: server.child.exitCode === null && server.child.signalCode === null,
    };
  } finally {
    await server.dispose();
    await provider.stop();
  }
}

/** Code is compiled, caches are filled and models are loaded by the first of everything: an attack, and a conversation from its words to its end. */
async function warmUp(server: MnemeProcess, attack: FuzzOptions): Promise<void> {
  await fuzz(attack);
  const { id } = await countAloud(server, Promise.resolve());
  // Answered 503 as long as words are still to be recognized.
  while ((await server.fetch(`/v1/conversations/${id}/finalize`, { method: 'POST' })).status === 503) {
    await pause(LOOK_EVERY_MS);
  }
  for (;;) {
    const { status } = await server.json<Conversation>(`/v1/conversations/${id}`);
    if (status !== 'processing') return;
    await pause(LOOK_EVERY_MS);
  }
}

/** Counts aloud in real time until the attack is over and a moment longer. */
async function countAloud(server: MnemeProcess, attack: Promise<unknown>) {
  let isOver = false;
  const over = () => void (isOver = true);
  void attack.then(over, over);
  const { url, token } = server;
  const speaker = new NumberSpeaker(spokenNumbers(MOST_WORDS), {
    url,
    token,
    deviceId: `somebody-decent-${newId()}`,
  });
  await speaker.client.connect();
  const startedMs = performance.now();
  let words = 0;
  for (; words < MOST_WORDS && !(isOver && words >= 5); words += 1) {
    const dueMs = (words + 1) * AUDIBLE_WORD_MS;
    await pause(startedMs + dueMs - performance.now());
    speaker.speakUntil(dueMs);
  }
  await speaker.client.end();
  speaker.client.close();
  return {
    id: [...speaker.conversationIds].at(-1)!,
    words,
    heard: await heardIn(server, [...speaker.conversationIds], words),
  };
}

/** What was said is kept when its client ends; its words may come later. */
async function heardIn(server: MnemeProcess, ids: readonly string[], words: number): Promise<HeardNumbers> {
  const untilMs = performance.now() + HEARD_WITHIN_MS;
  for (;;) {
    const conversations = await Promise.all(
      ids.map((id) => server.json<Conversation>(`/v1/conversations/${id}`)),
    );
    const text = conversations
      .flatMap(({ transcript_segments }) => transcript_segments.map((segment) => segment.text))
      .join(' ');
    const heard = checkNumbers(text, words);
    if (heard.missing === 0 || performance.now() > untilMs) return heard;
    await pause(LOOK_EVERY_MS);
  }
}

interface Holdings {
  readonly memoryMiB: number;
  readonly handles: number;
}

/** What the process holds once it is no more than before, or when that takes too long. */
async function calm(server: MnemeProcess, before: Holdings): Promise<Holdings> {
  const untilMs = performance.now() + CALM_WITHIN_MS;
  for (;;) {
    const now = await holdings(server);
    if (isLike(now, before) || performance.now() > untilMs) return now;
    await pause(LOOK_EVERY_MS);
  }
}

export function isLike(now: Holdings, before: Holdings): boolean {
  return (
    now.memoryMiB <= before.memoryMiB + MEMORY_TOLERANCE_MIB &&
    now.handles <= before.handles + HANDLE_TOLERANCE
  );
}

async function holdings(server: MnemeProcess): Promise<Holdings> {
  const { child } = server;
  await collectGarbage(server);
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  const memoryMiB = Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)![1]) / 1024);
  return { memoryMiB, handles: (await readdir(`/proc/${child.pid}/fd`)).length };
}

async function judgeLog(server: MnemeProcess): Promise<Pick<FuzzOutcome, 'leaks' | 'surprises'>> {
  const lines = server.said.split('\n');
  const secrets = [SPOKEN, server.token];
  const spoken = lines.filter((line) => secrets.some((secret) => line.includes(secret)));
  const surprises = lines.filter((line) => /unhandled|uncaught|TypeError|RangeError|"INTERNAL/i.test(line));
  // The first start prints the owner's token, once.
  const leaks = spoken.filter((line) => !line.startsWith("Owner's token: ")).length;
  return { leaks, surprises: [...new Set(surprises.map((line) => line.slice(0, 300)))] };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
