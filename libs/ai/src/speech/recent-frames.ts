import { FRAME_SAMPLES } from './audio-frames.js';
import type { FrameRange } from './utterance-segmenter.js';

/** The sound of a stream that may still be needed, by frame number. */
export class RecentFrames {
  private frames: Int16Array[] = [];
  private first = 0;

  /** The number that the next frame will get. */
  get next(): number {
    return this.first + this.frames.length;
  }

  append(frame: Int16Array): void {
    this.frames.push(frame);
  }

  dropBefore(frame: number): void {
    const count = Math.min(this.frames.length, frame - this.first);
    if (count <= 0) return;
    this.frames.splice(0, count);
    this.first += count;
  }

  /** The last frames that are still here, oldest first. */
  latest(count: number): readonly Int16Array[] {
    return this.frames.slice(-count);
  }

  samples({ start, end }: FrameRange): Int16Array {
    const frames = this.frames.slice(Math.max(0, start - this.first), end - this.first);
    const samples = new Int16Array(frames.length * FRAME_SAMPLES);
    frames.forEach((frame, index) => samples.set(frame, index * FRAME_SAMPLES));
    return samples;
  }
}
