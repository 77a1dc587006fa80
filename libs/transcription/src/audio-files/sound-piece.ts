import { Resampler } from '../codecs/resampler.js';

/** Decoded sound of a file: a channel each, samples between -1 and 1. */
export interface SoundPiece {
  readonly channelData: readonly Float32Array[];
  readonly sampleRate: number;
}

/** Pieces of a file, in order, as speech recognizers want them: mono, at one rate, 16 bits. */
export class SpeechConverter {
  private resampler: Resampler | null = null;
  private inputRate: number;

  /** @param outputRate Hz */
  constructor(private readonly outputRate: number) {
    this.inputRate = outputRate;
  }

  push({ channelData, sampleRate }: SoundPiece): Int16Array {
    if (!channelData[0]?.length) return new Int16Array(0);
    if (sampleRate !== this.inputRate) {
      this.inputRate = sampleRate;
      this.resampler = new Resampler(sampleRate, this.outputRate);
    }
    const mono = mixDown(channelData);
    return toPcm16(this.resampler ? this.resampler.push(mono) : mono);
  }

  end(): Int16Array {
    return toPcm16(this.resampler?.end() ?? new Float32Array(0));
  }
}

function mixDown(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0]!;
  const mono = new Float32Array(channels[0]!.length);
  for (const channel of channels) {
    for (let n = 0; n < mono.length; n += 1) mono[n]! += channel[n]! / channels.length;
  }
  return mono;
}

function toPcm16(samples: Float32Array): Int16Array {
  const output = new Int16Array(samples.length);
  for (let n = 0; n < samples.length; n += 1) {
    output[n] = Math.round(Math.max(-1, Math.min(1, samples[n]!)) * 32_767);
  }
  return output;
}
