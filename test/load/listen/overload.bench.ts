import { MnemeProcess } from '../../support/mneme-process.js';
import { table } from '../table.js';
import { Helper, pause, pin, sendFleet, SERVER_CORE } from './child.js';
import type { FleetReport } from './fleet-order.js';

/** Twice as many devices as the server admits: what the surplus is told, and what the others notice. `npm run bench:listen -- overload` */
export async function overloadBench(capacity = 150, seconds = 30): Promise<void> {
  const sink = Helper.start('sink-provider');
  const { port } = await sink.hear<{ port: number }>();
  const server = await MnemeProcess.start({
    env: {
      LOG_LEVEL: 'warn',
      SPEECH_PROVIDERS: 'deepgram',
      DEEPGRAM_API_KEY: 'bench',
      DEEPGRAM_URL: `http://127.0.0.1:${port}`,
      SPEECH_GATE: 'energy',
      MAX_LIVE_STREAMS: String(capacity),
    },
  });
  pin(server.child.pid!, SERVER_CORE);
  try {
    const order = {
      url: server.url,
      token: server.token,
      protocol: 'mneme',
      streams: capacity,
      connectsPerSecond: 50,
    } as const;
    const alone = await sendFleet({ ...order, seconds });
    await pause(2_000);
    const admitted = sendFleet({ ...order, seconds: seconds * 2 });
    await pause((1_000 * capacity) / order.connectsPerSecond + 2_000);
    const surplus = sendFleet({ ...order, name: 'surplus', seconds });
    report(capacity, alone, await admitted, await surplus);
  } finally {
    await server.dispose();
    sink.stop();
  }
}

function report(capacity: number, alone: FleetReport, admitted: FleetReport, surplus: FleetReport): void {
  const row = (title: string, { acks, busy, lost, framesLeft }: FleetReport) => [
    title,
    capacity,
    acks.p50,
    acks.p95,
    acks.p99,
    busy,
    lost,
    framesLeft,
  ];
  process.stdout.write(
    table(
      ['fleet', 'devices', 'ack p50', 'p95', 'p99', 'told to come back', 'lines lost', 'frames not durable'],
      [
        row('alone', alone),
        row('admitted, while as many again knock', admitted),
        row('the surplus: waits, and gets in when the others are gone', surplus),
      ],
    ),
  );
}
