import { MnemeProcess } from '../../support/mneme-process.js';
import { BOOK, encodeOpus, samplesOf } from '../../support/recordings.js';
import { table } from '../table.js';
import { cpuSeconds, pause, pin, SERVER_CORE } from './child.js';
import { LocalSpeaker } from './local-speaker.js';

/** Ways of speaking: `perStep` more people come every step. */
const WAYS = [
  { title: 'people who never pause', pauseShare: 0, perStep: 1 },
  { title: 'people who speak a third of the time', pauseShare: 2, perStep: 3 },
];
const STEP_MS = 8_000;
/** Steps after the first one was told to wait. */
const STEPS_ABOVE = 4;
const MAX_STEPS = 40;
/** What was left is heard within this time, or never. */
const CATCH_UP_MS = 10 * 60_000;

/** How long final texts took to come: what the server counted so far, by upper bounds in seconds. */
type Delays = ReadonlyMap<number, number>;

/**
 * How many people one core transcribes by itself while they speak, and what becomes of more: those who came last wait and are heard later;
 * the others notice nothing. `npm run bench:listen -- local [STEPS ABOVE]`
 */
export async function localBench(stepsAbove = STEPS_ABOVE): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const way of WAYS) rows.push(await measure(way, stepsAbove));
  process.stdout.write(
    table(
      ['local transcription on one core', 'served at once', 'core, %', 'final text p95, s', 'people above', 'p95 then, s', 'had to wait', 's said', 's not heard in the end', 's without words'], // prettier-ignore
      rows,
    ),
  );
}

async function measure(
  { title, pauseShare, perStep }: (typeof WAYS)[number],
  stepsAbove: number,
): Promise<(string | number)[]> {
  const sound = await soundWithPauses(pauseShare);
  const server = await MnemeProcess.start({ env: { LOG_LEVEL: 'warn', MAX_LIVE_STREAMS: '100000' } });
  pin(server.child.pid!, SERVER_CORE);
  const crowd = new Crowd(server, sound);
  try {
    await crowd.grow(1);
    // The model is being loaded.
    await crowd.until(() => crowd.people.every(({ isServed }) => isServed), CATCH_UP_MS);
    const below = await crowd.growUntil(perStep, (step) => crowd.waited.length > 0 || step === MAX_STEPS);
    const above = await crowd.growUntil(perStep, (step) => step === stepsAbove);
    const counted = crowd.people.length;
    await crowd.fallSilent();
    const { received, recognition } = await soundOf(server);
    return [
      title,
      below.people - perStep,
      Math.round(100 * below.cpuShare),
      below.p95,
      counted - (below.people - perStep),
      above.p95,
      crowd.waited.length,
      Math.round(received),
      (recognition.pending + recognition.not_recognized).toFixed(1),
      recognition.failed.toFixed(1),
    ];
  } finally {
    for (const person of crowd.people) person.close();
    await server.dispose();
  }
}

interface Stretch {
  readonly people: number;
  readonly cpuShare: number;
  /** Upper bound of 95 % of the delays in it, seconds. */
  readonly p95: number;
}

/** People in front of one server. */
class Crowd {
  readonly people: LocalSpeaker[] = [];
  private readonly sinceMs = new Map<LocalSpeaker, number>();
  private isSilent = false;
  private readonly speaking: Promise<void>;

  constructor(
    private readonly server: MnemeProcess,
    private readonly sound: readonly Uint8Array[],
  ) {
    this.speaking = this.speak();
  }

  /** Those who had to wait at some time. */
  get waited(): LocalSpeaker[] {
    return this.people.filter(({ waits }) => waits > 0);
  }

  async grow(count: number): Promise<void> {
    for (let more = 0; more < count; more += 1) {
      const person = new LocalSpeaker(this.server, this.people.length, this.sound);
      await person.connect();
      this.sinceMs.set(person, performance.now());
      this.people.push(person);
    }
  }

  /** What happened until `isEnough`, asked after every step. */
  async growUntil(perStep: number, isEnough: (step: number) => boolean): Promise<Stretch> {
    const pid = this.server.child.pid!;
    const before = { delays: await delaysAt(this.server), cpu: cpuSeconds(pid), ms: performance.now() };
    let cpuShare = 0;
    for (let step = 1; ; step += 1) {
      await this.grow(perStep);
      const start = { cpu: cpuSeconds(pid), ms: performance.now() };
      await pause(STEP_MS);
      cpuShare = (cpuSeconds(pid) - start.cpu) / ((performance.now() - start.ms) / 1_000);
      if (isEnough(step)) break;
    }
    return { people: this.people.length, cpuShare, p95: p95Of(before.delays, await delaysAt(this.server)) };
  }

  /** Nobody speaks any more; resolves when everything that was said is written down. */
  async fallSilent(): Promise<void> {
    this.isSilent = true;
    await this.speaking;
    await this.until(() => this.people.every(({ isServed }) => isServed), CATCH_UP_MS);
    await Promise.all(this.people.map((person) => person.end()));
  }

  async until(isSo: () => boolean, withinMs: number): Promise<void> {
    const startedMs = performance.now();
    while (!isSo()) {
      if (performance.now() - startedMs > withinMs) throw new Error('somebody was never heard');
      await pause(200);
    }
  }

  private async speak(): Promise<void> {
    for (; !this.isSilent; await pause(20)) {
      const nowMs = performance.now();
      for (const [person, sinceMs] of this.sinceMs) person.speakUntil(nowMs - sinceMs);
    }
  }
}

/** Somebody reads, and then is silent for so many times as long. */
async function soundWithPauses(pauseShare: number): Promise<Uint8Array[]> {
  const book = await samplesOf(BOOK.path);
  const samples = new Int16Array(book.length * (1 + pauseShare));
  samples.set(book);
  return encodeOpus(samples);
}

/** The account of everything that was said, seconds. */
interface Sound {
  readonly received: number;
  readonly recognition: {
    readonly pending: number;
    readonly not_recognized: number;
    readonly failed: number;
  };
}

async function soundOf(server: MnemeProcess): Promise<Sound> {
  const { totals } = await server.json<{ totals: Sound }>('/v1/capture/ledger');
  return totals;
}

async function delaysAt(server: MnemeProcess): Promise<Delays> {
  const metrics = await (await server.fetch('/metrics')).text();
  const buckets = metrics.matchAll(/^mneme_speech_final_text_seconds_bucket\{([^}]*)\} (\d+)/gm);
  return new Map(
    [...buckets].map(([, labels, count]) => [
      Number(/le="([^"]+)"/.exec(labels!)![1]!.replace('+Inf', 'Infinity')),
      Number(count),
    ]),
  );
}

function p95Of(before: Delays, after: Delays): number {
  const since = [...after].map(([bound, count]) => ({ bound, count: count - (before.get(bound) ?? 0) }));
  const total = since.at(-1)?.count ?? 0;
  return since.find(({ count }) => count >= total * 0.95)?.bound ?? Number.NaN;
}
