import { MnemeProcess } from '../../support/mneme-process.js';
import { table } from '../table.js';
import { cpuSeconds, Helper, pause, pin, residentMiB, sendFleet, SERVER_CORE } from './child.js';
import { freePort } from './counting-servers.js';
import type { FleetOrder, FleetReport } from './fleet-order.js';
import { Inspector } from './inspector.js';

/**
 * How many live streams one core carries: the server alone on one core; devices, provider and this program on the other. Each stream sends
 * Opus of 20 ms in real time, a third of it silence; the server decodes, gates, writes its capture log and relays to a provider. The last
 * row is a WebSocket server that does nothing. `npm run bench:listen -- capacity [SECONDS]`
 */
interface Case {
  readonly title: string;
  readonly protocol: 'mneme' | 'omi';
  readonly gate: 'energy' | 'active' | 'off';
  readonly streams: number;
}

const CASES: readonly Case[] = [
  { title: 'Mneme protocol, energy gate', protocol: 'mneme', gate: 'energy', streams: 300 },
  { title: 'Omi protocol, energy gate', protocol: 'omi', gate: 'energy', streams: 250 },
  { title: 'Mneme protocol, neural gate', protocol: 'mneme', gate: 'active', streams: 120 },
];
const CONNECTS_PER_SECOND = 50;
/** A third of them come first: what a stream costs in memory is what the others add, because compiled code and a grown heap are paid once. */
const FIRST_SHARE = 1 / 3;
const REST_SECONDS = 8;
/** Long enough for all of them to come and to send a while. */
const HELD_SECONDS = 25;

export interface Load {
  readonly report: FleetReport;
  /** Share of one core, while all streams were sending. */
  readonly cpuShare: number;
  /** What one more stream adds to resident memory, garbage that nobody had to collect yet included. */
  readonly mibPerStream: number;
  /** The same after garbage was collected: what a stream holds. NaN where nobody can look into the process. */
  readonly heldMibPerStream: number;
  /** What the server grew by since it was idle, divided by its streams. */
  readonly mibWithFixed: number;
}

export async function capacityBench(seconds = 40): Promise<void> {
  const rows: (string | number)[][] = [];
  for (const one of CASES) rows.push(await measure(one, seconds));
  rows.push(await measureBare(250, seconds));
  process.stdout.write(
    table(
      ['one core carries', 'streams', 'core, %', 'streams a core', 'MiB more a stream', 'held', 'with fixed', 'ack p50', 'p95', 'p99', 'max', 'world late p99', 'lost', 'sound relayed, %'], // prettier-ignore
      rows,
    ),
  );
}

/** What it takes to be looked into, and to stop for collecting garbage, would be seen in the acknowledgements: so memory has a run of its own. */
async function measure(one: Case, seconds: number): Promise<(string | number)[]> {
  const told = await serving(one, async ({ server, sink, order }) => {
    const load = await underLoad(server.child.pid!, { ...order, seconds });
    const acks = one.protocol === 'mneme' ? load.report.acks : await ackDelays(server);
    const relayed = await sink.ask<{ seconds: number }>();
    const sent = load.report.framesSent / 50;
    return { load, acks, share: Math.round((100 * relayed.seconds) / sent) };
  });
  const { heldMibPerStream } = await serving(one, ({ server, inspector, order }) =>
    underLoad(server.child.pid!, { ...order, seconds: HELD_SECONDS }, inspector),
  );
  return row(one.title, one.streams, { ...told.load, heldMibPerStream }, told.acks, told.share);
}

/** A server on its core, and all that is around it. */
interface Served {
  readonly server: MnemeProcess;
  readonly sink: Helper;
  readonly inspector: Inspector;
  readonly order: Omit<FleetOrder, 'seconds'>;
}

async function serving<T>(
  { protocol, gate, streams }: Case,
  work: (served: Served) => Promise<T>,
): Promise<T> {
  const sink = Helper.start('sink-provider');
  const { port } = await sink.hear<{ port: number }>();
  const inspectorPort = await freePort();
  const server = await serverBefore(port, gate, inspectorPort);
  pin(server.child.pid!, SERVER_CORE);
  const inspector = await Inspector.attach(inspectorPort);
  const { url, token } = server;
  const order = { url, token, protocol, streams, connectsPerSecond: CONNECTS_PER_SECOND };
  try {
    return await work({ server, sink, inspector, order });
  } finally {
    inspector.close();
    await server.dispose();
    sink.stop();
  }
}

function serverBefore(sinkPort: number, gate: Case['gate'], inspectorPort: number): Promise<MnemeProcess> {
  return MnemeProcess.start({
    env: {
      LOG_LEVEL: 'warn',
      SPEECH_PROVIDERS: 'deepgram',
      DEEPGRAM_API_KEY: 'bench',
      DEEPGRAM_URL: `http://127.0.0.1:${sinkPort}`,
      SPEECH_GATE: gate,
      MAX_LIVE_STREAMS: '100000',
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect=${inspectorPort}`,
    },
  });
}

async function measureBare(streams: number, seconds: number): Promise<(string | number)[]> {
  const bare = Helper.start('bare-server');
  const { port } = await bare.hear<{ port: number }>();
  pin(bare.pid, SERVER_CORE);
  const url = `http://127.0.0.1:${port}`;
  const order = {
    url,
    token: '',
    protocol: 'bare',
    streams,
    seconds,
    connectsPerSecond: CONNECTS_PER_SECOND,
  } as const;
  const load = await underLoad(bare.pid, order);
  bare.stop();
  return row(
    'bare ws server that does nothing',
    streams,
    load,
    { p50: '-', p95: '-', p99: '-', max: '-' },
    '-',
  );
}

/** Sends a fleet and watches the process: its memory before, with the first third and with all; its work when all are there. */
export async function underLoad(pid: number, order: FleetOrder, inspector?: Inspector): Promise<Load> {
  const heldMiB = async () => (await inspector?.held())?.residentMiB ?? Number.NaN;
  const idleMiB = residentMiB(pid);
  const first = { streams: Math.ceil(order.streams * FIRST_SHARE), restSeconds: REST_SECONDS };
  const seconds = order.seconds + REST_SECONDS;
  const startedMs = performance.now();
  const until = (ms: number) => pause(Math.max(0, startedMs + ms - performance.now()));
  const reporting = sendFleet({ ...order, seconds, first });
  await until((1_000 * first.streams) / order.connectsPerSecond + REST_SECONDS * 1_000);
  const firstMiB = residentMiB(pid);
  const firstHeldMiB = await heldMiB();
  await until((1_000 * order.streams) / order.connectsPerSecond + REST_SECONDS * 1_000 + 3_000);
  const before = { cpu: cpuSeconds(pid), ms: performance.now() };
  await until(seconds * 1_000 - 2_000);
  const cpuShare = (cpuSeconds(pid) - before.cpu) / ((performance.now() - before.ms) / 1_000);
  const allMiB = residentMiB(pid);
  const allHeldMiB = await heldMiB();
  const added = order.streams - first.streams;
  return {
    report: await reporting,
    cpuShare,
    mibPerStream: (allMiB - firstMiB) / added,
    heldMibPerStream: (allHeldMiB - firstHeldMiB) / added,
    mibWithFixed: (allMiB - idleMiB) / order.streams,
  };
}

function row(
  title: string,
  streams: number,
  { report, cpuShare, mibPerStream, heldMibPerStream, mibWithFixed }: Load,
  acks: Readonly<Record<'p50' | 'p95' | 'p99' | 'max', number | string>>,
  relayed: number | string,
): (string | number)[] {
  const { lateness, lost } = report;
  return [
    title,
    streams,
    Math.round(100 * cpuShare),
    Math.round(streams / cpuShare),
    mibPerStream.toFixed(2),
    Number.isNaN(heldMibPerStream) ? '-' : heldMibPerStream.toFixed(2),
    mibWithFixed.toFixed(2),
    acks.p50,
    acks.p95,
    acks.p99,
    acks.max,
    lateness.p99,
    lost,
    relayed,
  ];
}

/** The Omi protocol acknowledges nothing, so what the server itself measured from frame to disk has to do: upper bounds of its buckets. */
async function ackDelays(server: MnemeProcess): Promise<Record<'p50' | 'p95' | 'p99' | 'max', number>> {
  const metrics = await (await server.fetch('/metrics')).text();
  const buckets = [...metrics.matchAll(/^mneme_live_ack_seconds_bucket\{le="([^"]+)"\} (\d+)/gm)].map(
    ([, bound, count]) => ({ ms: Math.round(Number(bound) * 1_000), count: Number(count) }),
  );
  const total = buckets.at(-1)?.count ?? 0;
  const at = (share: number) => buckets.find(({ count }) => count >= total * share)?.ms ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
