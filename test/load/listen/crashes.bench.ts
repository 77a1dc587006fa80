import { NumberSpeaker, spokenNumbers, type HeardNumbers } from '../../support/hearing/number-speaker.js';
import { AUDIBLE_WORD_MS } from '../../support/hearing/audible-words.js';
import { table } from '../table.js';
import { pause } from './child.js';
import { CountingServer } from './counting-servers.js';
import { Histogram } from './histogram.js';

const STREAMS = 50;
/** A life of the server between two kills, milliseconds. */
const LIFE_MS = { shortest: 300, longest: 2_500 };
/** Longest round that the devices have words for: they count until the last of them is back. */
const ROUND_MS = 30_000;

/**
 * kill -9 at random instants while devices count aloud. Every number must be heard once, in order: a frame that was acknowledged and lost
 * leaves a number out, a segment that was stored twice doubles one. `npm run bench:listen -- crashes [KILLS]`
 */
export async function crashesBench(kills = 200): Promise<void> {
  const packets = spokenNumbers(Math.ceil((kills * ROUND_MS) / AUDIBLE_WORD_MS));
  const server = await CountingServer.start();
  const recovery = new Histogram();
  try {
    const fleet = Array.from({ length: STREAMS }, (_, index) => speakerOf(server, packets, index));
    await Promise.all(fleet.map(({ client }) => client.connect()));
    const talk = new Talk(fleet);
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(LIFE_MS.shortest + Math.random() * (LIFE_MS.longest - LIFE_MS.shortest));
      const diedMs = performance.now();
      await server.crash();
      await everybodyBack(fleet);
      recovery.add(performance.now() - diedMs);
      progress(kill + 1, kills);
    }
    const count = await talk.end();
    await Promise.all(fleet.map(({ client }) => client.end()));
    const heard = await Promise.all(fleet.map(({ conversationIds }) => server.check(conversationIds, count)));
    report(kills, count, heard, recovery);
  } finally {
    await server.dispose();
  }
}

function speakerOf(
  { url, token }: CountingServer,
  packets: readonly Uint8Array[],
  index: number,
): NumberSpeaker {
  return new NumberSpeaker(packets, { url, token, deviceId: `counter-${index}` });
}

/** Everybody speaks in real time, also while there is no server, and after its end to the end of the word. */
class Talk {
  private readonly startedMs = performance.now();
  private readonly talking: Promise<void>;
  private untilMs = Infinity;

  constructor(private readonly fleet: readonly NumberSpeaker[]) {
    this.talking = this.run();
  }

  /** Answers how many words were said. */
  async end(): Promise<number> {
    const words = Math.ceil((performance.now() - this.startedMs) / AUDIBLE_WORD_MS);
    this.untilMs = words * AUDIBLE_WORD_MS;
    await this.talking;
    return words;
  }

  private async run(): Promise<void> {
    for (let elapsedMs = 0; elapsedMs < this.untilMs; await pause(20)) {
      elapsedMs = Math.min(this.untilMs, performance.now() - this.startedMs);
      if (this.fleet.some((speaker) => speaker.speakUntil(elapsedMs))) {
        throw new Error('the devices ran out of words: the server takes too long to come back');
      }
    }
  }
}

/** Resolves when every device is connected and has something acknowledged again. */
async function everybodyBack(fleet: readonly NumberSpeaker[]): Promise<void> {
  await Promise.all(fleet.map((speaker) => speaker.nextAcknowledgement()));
}

function progress(done: number, all: number): void {
  if (done % 20 === 0) process.stderr.write(`  ${done} of ${all} kills\n`);
}

function report(kills: number, count: number, heard: readonly HeardNumbers[], recovery: Histogram): void {
  const sum = (key: keyof HeardNumbers) => heard.reduce((total, numbers) => total + numbers[key], 0);
  const { p50, max } = recovery.summary();
  process.stdout.write(
    table(
      [`kill -9 under ${STREAMS} streams`, 'found', 'aim'],
      [
        ['kills at random instants', kills, ''],
        ['words said', count * STREAMS, ''],
        ['words missing', sum('missing'), 0],
        ['words twice', sum('doubled'), 0],
        ['words out of order', sum('misplaced'), 0],
        ['kill to everybody acknowledged again, ms p50', p50, 5_000],
        ['kill to everybody acknowledged again, ms max', max, 5_000],
      ],
    ),
  );
}
