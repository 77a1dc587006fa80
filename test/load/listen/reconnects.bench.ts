import { NumberSpeaker, spokenNumbers } from '../../support/hearing/number-speaker.js';
import { AUDIBLE_WORD_MS } from '../../support/hearing/audible-words.js';
import { table } from '../table.js';
import { pause } from './child.js';
import { CountingServer } from './counting-servers.js';
import { Histogram } from './histogram.js';

/** Numbers that each device says before and after its server dies. */
const WORDS = 12;
/** How much slower than in real time the devices speak: this is about connections, not about sound. */
const SLOWNESS = 10;

/** The server dies under a thousand devices, which come back all at once. `npm run bench:listen -- reconnects [DEVICES]` */
export async function reconnectsBench(devices = 1_000): Promise<void> {
  const packets = spokenNumbers(WORDS);
  const server = await CountingServer.start();
  const back = new Histogram();
  try {
    const fleet = Array.from(
      { length: devices },
      (_, index) =>
        new NumberSpeaker(packets, { url: server.url, token: server.token, deviceId: `counter-${index}` }),
    );
    for (const speaker of fleet) void speaker.client.connect();
    const talking = talkSlowly(fleet);
    await pause((WORDS * AUDIBLE_WORD_MS * SLOWNESS) / 2);
    await server.crash();
    const listensMs = performance.now();
    await Promise.all(
      fleet.map((speaker) =>
        speaker.nextAcknowledgement().then(() => back.add(performance.now() - listensMs)),
      ),
    );
    await talking;
    await Promise.all(fleet.map(({ client }) => client.end()));
    const heard = await Promise.all(fleet.map(({ conversationIds }) => server.check(conversationIds, WORDS)));
    const { p50, p95, max } = back.summary();
    process.stdout.write(
      table(
        ['devices that come back at once', 'found', 'aim'],
        [
          ['devices', devices, ''],
          ['server listens to device acknowledged again, ms p50', p50, ''],
          ['p95', p95, ''],
          ['max', max, ''],
          ['words said', devices * WORDS, ''],
          ['words missing', heard.reduce((sum, { missing }) => sum + missing, 0), 0],
          ['words twice', heard.reduce((sum, { doubled }) => sum + doubled, 0), 0],
        ],
      ),
    );
    for (const { client } of fleet) client.close();
  } finally {
    await server.dispose();
  }
}

async function talkSlowly(fleet: readonly NumberSpeaker[]): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    const elapsedMs = (performance.now() - startedMs) / SLOWNESS;
    if (fleet.map((speaker) => speaker.speakUntil(elapsedMs)).every(Boolean)) return;
    await pause(200);
  }
}
