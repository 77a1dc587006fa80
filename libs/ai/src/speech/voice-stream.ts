import { AppError } from '#libs/kernel';
import { FRAME_SAMPLES, loudnessDb } from './audio-frames.js';
import { EnergyGate } from './energy-gate.js';
import type { StreamThread, ThreadStream } from './stream-thread.js';
import type { VoiceReply, VoiceRequest } from './voice-protocol.js';

/** 512 samples (32 ms), and what was heard in them. */
export interface JudgedFrame {
  readonly samples: Int16Array;
  readonly levelDb: number;
  readonly voiced: boolean;
}

export interface VoiceStreamEvents {
  /** Every whole frame that was pushed, once, in order. May be called within `push`. */
  onFrame(frame: JudgedFrame): void;
  /** The thread is gone, and with it the verdicts on what was pushed and not yet told. */
  onDeath(error: AppError): void;
}

interface PendingFrame {
  readonly samples: Int16Array;
  readonly levelDb: number;
  /** Absent as long as the thread has not said it. */
  voiced?: boolean;
}

/** The detector hears this much of the past (320 ms) when it is woken, to find its feet. */
const WARM_UP_FRAMES = 10;
/** The detector goes on listening for a second after the energy gate closed: people trail off. */
const AWAKE_FRAMES = 31;
/** One message to the thread for about 100 ms. */
const FRAMES_PER_MESSAGE = 3;

/**
 * Tells of one stream's frames whether they hold a voice. The energy gate decides here, so that silence costs next to nothing; what is
 * louder the thread hears. The verdicts depend on the samples alone, not on how they are pushed.
 */
export class VoiceStream implements ThreadStream<VoiceReply> {
  private readonly number: number;
  private readonly gate = new EnergyGate();
  /** In order; the first is the oldest that was not told. */
  private readonly pending: PendingFrame[] = [];
  /** The part of `pending` that the thread was not sent yet. */
  private unsent: PendingFrame[] = [];
  /** What the thread has been sent and not answered. */
  private unanswered: PendingFrame[] = [];
  private recent: Int16Array[] = [];
  private warmUp: readonly Int16Array[] = [];
  private awakeFrames = 0;
  private incomplete = new Int16Array(FRAME_SAMPLES);
  private filled = 0;
  private toldFrames = 0;
  private readonly waiters: { readonly frames: number; readonly told: PromiseWithResolvers<void> }[] = [];
  private failure: AppError | undefined;

  constructor(
    private readonly thread: StreamThread<VoiceRequest, VoiceReply>,
    private readonly events: VoiceStreamEvents,
  ) {
    this.number = thread.attach(this);
  }

  /** Samples that were pushed and are in no told frame. */
  get pendingSamples(): number {
    return this.pending.length * FRAME_SAMPLES + this.filled;
  }

  /** Copies what it keeps. */
  push(samples: Int16Array): void {
    if (this.failure) return;
    for (let read = 0; read < samples.length;) {
      const taken = samples.subarray(read, read + FRAME_SAMPLES - this.filled);
      this.incomplete.set(taken, this.filled);
      this.filled += taken.length;
      read += taken.length;
      if (this.filled === FRAME_SAMPLES) this.judge(this.completed());
    }
    if (this.unsent.length >= FRAMES_PER_MESSAGE) this.send();
    this.tell();
  }

  /** Resolves when every whole frame that was pushed so far was told. Rejects when the thread dies before. */
  async settle(): Promise<void> {
    if (this.failure) throw this.failure;
    this.send();
    this.tell();
    if (this.pending.length === 0) return;
    const told = Promise.withResolvers<void>();
    this.waiters.push({ frames: this.toldFrames + this.pending.length, told });
    await told.promise;
  }

  /** Fills the incomplete frame up with silence, tells all, and ends. Rejects when the thread dies before. */
  async finish(): Promise<void> {
    if (this.filled > 0) this.push(new Int16Array(FRAME_SAMPLES - this.filled));
    await this.settle();
    this.end();
  }

  /** The samples that were pushed and are in no told frame: what is left to those who go on without verdicts. */
  untold(): Int16Array {
    const samples = new Int16Array(this.pendingSamples);
    this.pending.forEach((frame, index) => samples.set(frame.samples, index * FRAME_SAMPLES));
    samples.set(this.incomplete.subarray(0, this.filled), this.pending.length * FRAME_SAMPLES);
    return samples;
  }

  /** Ends without telling anything more; nobody waits any longer. */
  end(): void {
    this.thread.detach(this.number);
    for (const waiter of this.waiters.splice(0)) waiter.told.resolve();
    if (!this.failure) this.thread.post({ type: 'rest', stream: this.number });
  }

  onReply({ voiced }: VoiceReply): void {
    this.unanswered.splice(0, voiced.length).forEach((frame, index) => (frame.voiced = voiced[index] === 1));
    this.tell();
  }

  onDeath(error: AppError): void {
    this.failure = error;
    for (const waiter of this.waiters.splice(0)) waiter.told.reject(error);
    this.events.onDeath(error);
  }

  private completed(): Int16Array {
    const samples = this.incomplete;
    this.incomplete = new Int16Array(FRAME_SAMPLES);
    this.filled = 0;
    return samples;
  }

  private judge(samples: Int16Array): void {
    const frame: PendingFrame = { samples, levelDb: loudnessDb(samples) };
    this.pending.push(frame);
    if (this.gate.admits(frame.levelDb)) this.wake();
    if (this.awakeFrames === 0) frame.voiced = false;
    else this.hear(frame);
    this.recent.push(samples);
    if (this.recent.length > WARM_UP_FRAMES) this.recent.shift();
  }

  private wake(): void {
    if (this.awakeFrames === 0) this.warmUp = [...this.recent];
    this.awakeFrames = AWAKE_FRAMES;
  }

  private hear(frame: PendingFrame): void {
    this.unsent.push(frame);
    this.awakeFrames -= 1;
    if (this.awakeFrames > 0) return;
    this.send();
    this.thread.post({ type: 'rest', stream: this.number });
  }

  private send(): void {
    if (this.unsent.length === 0) return;
    const frames = [...this.warmUp, ...this.unsent.map((frame) => frame.samples)];
    const samples = new Int16Array(frames.length * FRAME_SAMPLES);
    frames.forEach((frame, index) => samples.set(frame, index * FRAME_SAMPLES));
    const warmUpFrames = this.warmUp.length;
    this.thread.post({ type: 'hear', stream: this.number, samples, warmUpFrames }, [samples.buffer]);
    this.unanswered.push(...this.unsent);
    this.unsent = [];
    this.warmUp = [];
  }

  private tell(): void {
    const unknown = this.pending.findIndex(({ voiced }) => voiced === undefined);
    const known = this.pending.splice(0, unknown === -1 ? this.pending.length : unknown);
    for (const { samples, levelDb, voiced } of known) {
      this.toldFrames += 1;
      this.events.onFrame({ samples, levelDb, voiced: voiced! });
    }
    while (this.waiters[0] && this.waiters[0].frames <= this.toldFrames) this.waiters.shift()!.told.resolve();
  }
}
