import { clockRate, type AudioFormat } from './audio-format.js';
import { adtsFrames, adtsTicks } from './adts-frame.js';
import { lc3Samples } from './lc3-frame.js';
import { opusPacketSamples } from './opus-packet.js';

/** Why a frame gives no audio; stable, sent to the client. */
export type FrameFault = 'OPUS_PACKET_INVALID' | 'AAC_FRAME_INVALID' | 'LC3_FRAME_INVALID';

/** What one frame adds to the session's audio. */
export interface FrameTiming {
  /** Samples at the format's clock rate. */
  readonly samples: number;
  readonly fault?: FrameFault;
}

/**
 * Counts a session's audio in whole samples from nothing but the frames, so that the same log always gives the same positions:
 * Opus packets by their framing, PCM by its bytes (an odd byte at the end counts with the next frame).
 */
export class FrameClock {
  private samples = 0;
  private oddBytes = 0;

  constructor(private readonly format: AudioFormat) {}

  /** Samples so far. */
  get position(): number {
    return this.samples;
  }

  get positionMs(): number {
    return (this.samples * 1_000) / clockRate(this.format);
  }

  /** 1 while half a sample waits for its other byte. */
  get carriedBytes(): number {
    return this.oddBytes;
  }

  /** Goes to a place that an earlier clock of the same session had reached. */
  restore(position: number, carriedBytes: number): void {
    this.samples = position;
    this.oddBytes = carriedBytes;
  }

  advance(frame: Uint8Array): FrameTiming {
    const timing = this.measure(frame);
    this.samples += timing.samples;
    return timing;
  }

  private measure(frame: Uint8Array): FrameTiming {
    if (frame.length === 0) return { samples: 0 };
    switch (this.format.codec) {
      case 'opus':
      case 'opus_fs320': {
        const samples = opusPacketSamples(frame);
        return samples === null ? { samples: 0, fault: 'OPUS_PACKET_INVALID' } : { samples };
      }
      case 'aac':
        return measureAdts(frame);
      case 'lc3':
      case 'lc3_fs1030':
        return measureLc3(frame);
      case 'pcm8':
        return { samples: frame.length };
      case 'pcm16': {
        const bytes = this.oddBytes + frame.length;
        this.oddBytes = bytes % 2;
        return { samples: (bytes - this.oddBytes) / 2 };
      }
    }
  }
}

/** The whole frames at the start of a message count; a fault says that something else follows them. */
function measureAdts(message: Uint8Array): FrameTiming {
  const { frames, isWhole } = adtsFrames(message);
  const samples = frames.reduce((sum, frame) => sum + adtsTicks(frame), 0);
  return isWhole ? { samples } : { samples, fault: 'AAC_FRAME_INVALID' };
}

function measureLc3(message: Uint8Array): FrameTiming {
  const samples = lc3Samples(message);
  return samples === null ? { samples: 0, fault: 'LC3_FRAME_INVALID' } : { samples };
}
