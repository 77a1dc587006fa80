import { WebSocket } from 'ws';
import { ListenClient } from '#libs/client';
import { MnemeProcess } from '../../support/mneme-process.js';
import { encodeOpus, samplesOf, TALK } from '../../support/recordings.js';
import { table } from '../table.js';
import { Helper, pause } from './child.js';
import { freePort } from './counting-servers.js';
import { Inspector, type Held } from './inspector.js';

/** Devices at once. Each comes again and again, always with a new session, over one door or the other. */
const DEVICES = 100;
/** Sessions after which every part of the server has been at work: what is there then is the start. */
const WARM_UP = 500;
/** Two seconds of speech. */
const FRAMES = 100;
/** Recordings that nobody came back to are held for two minutes; then some time to settle. */
const SETTLE_MS = 135_000;
/** Close code of a server that has no room, and how long it is left alone then. */
const BUSY = 1013;
const BUSY_PAUSE_MS = 2_000;
const TOLERANCE = 0.05;

/** Short sessions come and go; then the server must hold what it held before. `npm run bench:listen -- soak [SESSIONS]` */
export async function soakBench(sessions = 10_000): Promise<void> {
  const sound = encodeOpus(await samplesOf(TALK.path)).slice(0, FRAMES);
  const sink = Helper.start('sink-provider');
  const { port } = await sink.hear<{ port: number }>();
  const inspectorPort = await freePort();
  const server = await MnemeProcess.start({ env: settings(port, inspectorPort) });
  try {
    const inspector = await Inspector.attach(inspectorPort);
    const idle = await inspector.held();
    await visit(server, sound, WARM_UP);
    await pause(SETTLE_MS);
    const before = await inspector.held();
    const startedMs = performance.now();
    await visit(server, sound, sessions);
    const seconds = (performance.now() - startedMs) / 1_000;
    const crowded = await inspector.held();
    await pause(SETTLE_MS);
    const after = await inspector.held();
    inspector.close();
    report({ idle, before, crowded, after }, sessions, seconds);
  } finally {
    await server.dispose();
    sink.stop();
  }
}

function settings(sinkPort: number, inspectorPort: number): Record<string, string> {
  return {
    LOG_LEVEL: 'warn',
    SPEECH_PROVIDERS: 'deepgram',
    DEEPGRAM_API_KEY: 'bench',
    DEEPGRAM_URL: `http://127.0.0.1:${sinkPort}`,
    SPEECH_GATE: 'energy',
    MAX_LIVE_STREAMS: '100000',
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect=${inspectorPort}`,
  };
}

/** So many sessions, one after the other on every device. */
async function visit(server: MnemeProcess, sound: readonly Uint8Array[], sessions: number): Promise<void> {
  let begun = 0;
  const comeAndGo = async (device: number): Promise<void> => {
    const visitOnce = device % 2 === 0 ? overMneme : overOmi;
    while (begun < sessions) {
      begun += 1;
      if (begun % 1_000 === 0) process.stderr.write(`  ${begun} of ${sessions} sessions\n`);
      await visitOnce(server, `soak-${device}`, sound);
    }
  };
  await Promise.all(Array.from({ length: DEVICES }, (_, device) => comeAndGo(device)));
}

async function overMneme(
  { url, token }: MnemeProcess,
  deviceId: string,
  sound: readonly Uint8Array[],
): Promise<void> {
  const query = { device_id: deviceId };
  const client = new ListenClient({ url, token, codec: 'opus_fs320', sampleRate: 16_000, query });
  await client.connect();
  for (const frame of sound) client.write(frame);
  await client.end();
  client.close();
}

/** Omi's clients hang up without a word; what they sent before is taken in all the same. */
async function overOmi(server: MnemeProcess, deviceId: string, sound: readonly Uint8Array[]): Promise<void> {
  const { url, token } = server;
  const address = `${url.replace('http', 'ws')}/v4/listen?codec=opus_fs320&sample_rate=16000&language=en`;
  const headers = { Authorization: `Bearer ${token}`, 'X-Device-Id-Hash': deviceId };
  const socket = new WebSocket(address, { headers, perMessageDeflate: false });
  const closed = new Promise<number>((resolve, reject) =>
    socket.once('close', resolve).once('error', reject),
  );
  const ready = new Promise<'ready'>((resolve) =>
    socket.on('message', (data: Buffer) => data.includes('"ready"') && resolve('ready')),
  );
  const outcome = await Promise.race([ready, closed]);
  if (outcome === BUSY) {
    await pause(BUSY_PAUSE_MS);
    return overOmi(server, deviceId, sound);
  }
  if (outcome !== 'ready') throw new Error(`a device was sent away with ${outcome}`);
  for (const frame of sound) socket.send(frame);
  socket.close(1000);
  await closed;
}

function report(
  held: Readonly<Record<'idle' | 'before' | 'crowded' | 'after', Held>>,
  sessions: number,
  seconds: number,
): void {
  // prettier-ignore
  const row = (title: string, { residentMiB, heapMiB, buffersMiB, sockets, timers, others }: Held) => [
    title,
    residentMiB.toFixed(1),
    heapMiB.toFixed(1),
    buffersMiB.toFixed(1),
    sockets,
    timers,
    others,
  ];
  const { idle, before, crowded, after } = held;
  const change = (key: 'residentMiB' | 'heapMiB') => {
    const share = after[key] / before[key] - 1;
    return `${(100 * share).toFixed(1)} %${Math.abs(share) <= TOLERANCE ? '' : ' !'}`;
  };
  process.stdout.write(
    table(
      [`what a server holds, garbage collected`, 'resident MiB', 'heap MiB', 'buffers MiB', 'sockets', 'timers', 'others'], // prettier-ignore
      [
        row('when it has begun', idle),
        row(`after ${WARM_UP} sessions and a pause: the start`, before),
        row(`right after ${sessions} more, ${Math.round(seconds)} s`, crowded),
        row('and a pause', after),
        ['against the start (aim: within 5 %)', change('residentMiB'), change('heapMiB'), '', '', '', ''],
      ],
    ),
  );
}
