import { encodeOpus, samplesOf, TALK } from '../../support/recordings.js';
import type { FleetOrder, FleetReport } from './fleet-order.js';
import { Histogram } from './histogram.js';
import { deviceOf, type FleetCounts, type SimulatedDevice } from './simulated-device.js';

/**
 * A fleet of simulated devices in a process of its own, so that it does not share the server's core. Started by the benches with an order as
 * its argument; its report is its only message.
 */
const FRAME_MS = 20;
/** Silence between two rounds of the recording: a day is mostly silent, but a bench has no time for a day. */
const PAUSE_MS = 20_000;

class Fleet {
  private readonly counts: FleetCounts = { acks: new Histogram(), lost: 0, busy: 0 };
  private readonly lateness = new Histogram();
  private readonly devices: { readonly device: SimulatedDevice; at: number; left: number }[] = [];
  private failed = 0;
  private framesSent = 0;
  private mostBufferedBytes = 0;

  constructor(
    private readonly order: FleetOrder,
    private readonly sound: readonly Uint8Array[],
  ) {}

  async run(): Promise<FleetReport> {
    const { streams, seconds, connectsPerSecond, first } = this.order;
    const startedMs = performance.now();
    const ticking = this.tick(startedMs);
    for (let index = 0; index < streams; index += 1) {
      if (index === first?.streams) await pause(first.restSeconds * 1_000);
      void this.join(index, startedMs + seconds * 1_000);
      await pause(1_000 / connectsPerSecond);
    }
    await ticking;
    const framesLeft = this.devices.reduce((sum, { device }) => sum + device.left, 0);
    for (const { device } of this.devices) device.close();
    return {
      acks: this.counts.acks.summary(),
      lateness: this.lateness.summary(),
      framesSent: this.framesSent,
      framesLeft,
      lost: this.counts.lost + this.failed,
      busy: this.counts.busy,
      mostBufferedBytes: this.mostBufferedBytes,
    };
  }

  private async join(index: number, untilMs: number): Promise<void> {
    const device = deviceOf(this.order, index, this.counts);
    try {
      await device.connect();
      // Everybody is at another place of the recording.
      const at = Math.floor(Math.random() * this.sound.length);
      this.devices.push({ device, at, left: Math.ceil((untilMs - performance.now()) / FRAME_MS) });
    } catch {
      this.failed += 1;
    }
  }

  /** Every device speaks a frame every 20 ms, spread over that time; ends when all have spoken theirs and had a moment to hear of it. */
  private async tick(startedMs: number): Promise<void> {
    for (let tick = 1; !this.isOver(); tick += 1) {
      const dueMs = startedMs + tick * FRAME_MS;
      await pause(dueMs - performance.now());
      this.lateness.add(performance.now() - dueMs);
      for (const speaker of this.devices) {
        if (speaker.left <= 0 || !speaker.device.isOpen) continue;
        speaker.device.send(this.sound[(speaker.at += 1) % this.sound.length]!);
        speaker.left -= 1;
        this.framesSent += 1;
        this.mostBufferedBytes = Math.max(this.mostBufferedBytes, speaker.device.bufferedBytes);
      }
    }
    await pause(1_000);
  }

  private isOver(): boolean {
    const { streams } = this.order;
    return this.devices.length + this.failed >= streams && this.devices.every(({ left }) => left <= 0);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

async function soundOfADay(): Promise<Uint8Array[]> {
  const talk = await samplesOf(TALK.path);
  const samples = new Int16Array(talk.length + PAUSE_MS * 16);
  samples.set(talk);
  return encodeOpus(samples);
}

const order = JSON.parse(process.argv[2]!) as FleetOrder;
const report = await new Fleet(order, await soundOfADay()).run();
process.send!(report, () => process.exit(0));
