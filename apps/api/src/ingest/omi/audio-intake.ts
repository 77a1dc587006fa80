import { MAX_BATCH_FRAMES, type AudioAck } from '#libs/contracts';
import { toAppError, type Clock } from '#libs/kernel';

/** Takes frames and answers when they are durable. */
export type Push = (firstSeq: number, frames: readonly Uint8Array[]) => Promise<AudioAck>;

export interface IntakeEvents {
  /** Too much waits: take no more from the client until `relieved`. */
  onPressure(): void;
  onRelief(): void;
  /** Frames were made durable; some of them may give no sound. */
  onTaken(ack: AudioAck, count: number): void;
  /** Frames cannot be kept. Nothing more is pushed. */
  onFailed(error: unknown): void;
}

/** Bytes that may wait for the disk before the client is held back: eight seconds of the heaviest format, a minute of Opus and more. */
const HIGH_BYTES = 512 * 1024;
const LOW_BYTES = HIGH_BYTES / 4;
/** Small frames cost memory beyond their bytes. */
const HIGH_FRAMES = 5 * MAX_BATCH_FRAMES;
const LOW_FRAMES = MAX_BATCH_FRAMES;
/** When the log does not say how long it wants to be left alone. */
const RETRY_MS = 250;

/**
 * One stream of frames on its way to the capture log. Numbers them, and pushes what has come while the push before was being made durable:
 * so a batch is as long as the disk's group commit, no timer is needed, and a slow disk holds the client back instead of filling memory.
 */
export class AudioIntake {
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private nextSeq = 1;
  private push: Push | null = null;
  private pumping: Promise<void> | null = null;
  private underPressure = false;
  private failed = false;

  constructor(
    private readonly clock: Clock,
    private readonly events: IntakeEvents,
  ) {}

  /** Whether the client should be held back. */
  get isFull(): boolean {
    return this.underPressure;
  }

  /** From here on frames go to `push`, numbered on from `durableSeq`. Those that came before go first. */
  start(push: Push, durableSeq: number): void {
    this.push = push;
    this.nextSeq = durableSeq + 1;
    this.pump();
  }

  take(frame: Uint8Array): void {
    if (this.failed) return;
    this.waiting.push(frame);
    this.waitingBytes += frame.byteLength;
    if (!this.underPressure && this.isAbove(HIGH_BYTES, HIGH_FRAMES)) {
      this.underPressure = true;
      this.events.onPressure();
    }
    if (!this.pumping) this.pump();
  }

  /** Resolves when everything taken in so far is durable, or cannot become so. */
  async idle(): Promise<void> {
    await this.pumping;
  }

  /** Nothing more is pushed. */
  stop(): void {
    this.failed = true;
    this.waiting = [];
    this.waitingBytes = 0;
  }

  private pump(): void {
    const { push } = this;
    if (!push || this.waiting.length === 0) return;
    this.pumping = this.pushAll(push).finally(() => (this.pumping = null));
  }

  private async pushAll(push: Push): Promise<void> {
    while (this.waiting.length > 0 && !this.failed) {
      const frames = this.nextBatch();
      const ack = await this.pushBatch(push, frames);
      if (!ack) return;
      this.nextSeq += frames.length;
      this.events.onTaken(ack, frames.length);
      this.relieve();
    }
  }

  private nextBatch(): readonly Uint8Array[] {
    const frames =
      this.waiting.length <= MAX_BATCH_FRAMES ? this.waiting : this.waiting.slice(0, MAX_BATCH_FRAMES);
    this.waiting = this.waiting.slice(frames.length);
    for (const frame of frames) this.waitingBytes -= frame.byteLength;
    return frames;
  }

  /** Again and again while the log has too much to do. Null when it failed for good. */
  private async pushBatch(push: Push, frames: readonly Uint8Array[]): Promise<AudioAck | null> {
    while (!this.failed) {
      try {
        return await push(this.nextSeq, frames);
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.kind === 'rate_limited') await this.clock.sleep(error.retryAfterMs ?? RETRY_MS);
        else this.fail(thrown);
      }
    }
    return null;
  }

  private fail(error: unknown): void {
    if (this.failed) return;
    this.stop();
    this.events.onFailed(error);
  }

  private relieve(): void {
    if (!this.underPressure || this.isAbove(LOW_BYTES, LOW_FRAMES)) return;
    this.underPressure = false;
    this.events.onRelief();
  }

  private isAbove(bytes: number, frames: number): boolean {
    return this.waitingBytes > bytes || this.waiting.length > frames;
  }
}
