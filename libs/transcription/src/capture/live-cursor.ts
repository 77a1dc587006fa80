import { FileCursor, type CaptureCursor, type CaptureSource } from './capture-cursor.js';
import type { CapturedFrame } from './capture-state.js';
import type { Follower, RecentFrames } from './recent-frames.js';

/** What a cursor needs of a log that is open for writing. */
export interface OpenLog {
  readonly source: CaptureSource;
  readonly recent: RecentFrames;
  /** Everything durable can be found in the files when this resolves. */
  writeOut(): Promise<void>;
}

/** Follows a log that is being written: its newest frames from memory, older ones from the files. */
export class LiveCursor implements CaptureCursor, Follower {
  private file: FileCursor | null = null;
  /** Of the last frame given, or that needs not be given. */
  private seq = 0;

  constructor(
    private readonly log: OpenLog,
    private readonly fromMs: number,
  ) {
    if (log.recent.holdsFrom(fromMs)) this.seq = log.recent.heldAfterSeq;
    log.recent.follow(this);
  }

  get takenSeq(): number {
    return this.seq;
  }

  async take(max: number): Promise<CapturedFrame[]> {
    for (;;) {
      const recent = this.log.recent.after(this.seq, max);
      const frames = recent ? await this.fromMemory(recent) : await this.fromFile(max);
      if (frames.length === 0) return [];
      this.seq = frames.at(-1)!.seq;
      this.log.recent.taken();
      const wanted = frames.filter((frame) => frame.positionMs + frame.durationMs > this.fromMs);
      if (wanted.length > 0) return wanted;
    }
  }

  async close(): Promise<void> {
    this.log.recent.unfollow(this);
    await this.closeFile();
  }

  private async closeFile(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }

  private async fromMemory(frames: readonly CapturedFrame[]): Promise<readonly CapturedFrame[]> {
    await this.closeFile();
    return frames;
  }

  private async fromFile(max: number): Promise<readonly CapturedFrame[]> {
    const frames = this.file ? await this.file.take(max) : [];
    if (frames.length > 0) return frames;
    // It has ended, or was not opened yet: what came since may still be on its way to it.
    const { heldAfterSeq } = this.log.recent;
    await this.log.writeOut();
    this.file ??= await FileCursor.open(this.log.source, { fromMs: this.fromMs, afterSeq: this.seq });
    const rest = await this.file.take(max);
    // Where the file is damaged, what lies behind it in memory is all there is.
    if (rest.length === 0) this.seq = Math.max(this.seq, heldAfterSeq);
    return rest.length > 0 ? rest : (this.log.recent.after(this.seq, max) ?? []);
  }
}
