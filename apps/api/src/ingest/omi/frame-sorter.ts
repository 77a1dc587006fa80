import { KEEP_ALIVE_FRAME_BYTES, MAX_FRAME_BYTES } from '#libs/contracts';
import type { LiveParams } from '#libs/conversations';

const NO_FRAMES: readonly Uint8Array[] = [];

/** What a binary message holds: the channel it belongs to, and its frames. */
export interface SortedFrames {
  readonly channel: number;
  readonly frames: readonly Uint8Array[];
}

/** The channel of a stream that has only one. */
export const ONLY_CHANNEL = 0;

/** Tells sound from signs of life, and the voices of a call from each other. */
export class FrameSorter {
  private readonly isCall: boolean;
  private readonly channels: ReadonlySet<number>;
  private readonly isByteStream: boolean;

  constructor({ channels, codec }: Pick<LiveParams, 'channels' | 'codec'>) {
    this.isCall = channels.length > 0;
    this.channels = new Set(channels.map(({ id }) => id));
    this.isByteStream = codec === 'pcm8' || codec === 'pcm16';
  }

  /** Null for what is no sound: at most two bytes, an unknown channel, a packet longer than any codec makes them. */
  sort(message: Uint8Array): SortedFrames | null {
    if (message.byteLength <= KEEP_ALIVE_FRAME_BYTES) return null;
    const channel = this.isCall ? message[0]! : ONLY_CHANNEL;
    if (this.isCall && !this.channels.has(channel)) return null;
    const frames = this.framesOf(this.isCall ? message.subarray(1) : message);
    return frames.length > 0 ? { channel, frames } : null;
  }

  private framesOf(sound: Uint8Array): readonly Uint8Array[] {
    if (sound.byteLength <= MAX_FRAME_BYTES) return [sound];
    if (!this.isByteStream) return NO_FRAMES;
    const count = Math.ceil(sound.byteLength / MAX_FRAME_BYTES);
    return Array.from({ length: count }, (_, index) =>
      sound.subarray(index * MAX_FRAME_BYTES, (index + 1) * MAX_FRAME_BYTES),
    );
  }
}
