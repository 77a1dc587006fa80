import { Decoder } from '@evan/opus';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { isOpus, OPUS_CLOCK_RATE, type AudioFormat } from './audio-format.js';
import { opusPacketSamples } from './opus-packet.js';
import { Resampler } from './resampler.js';

const NOTHING = new Int16Array(0);

/** Turns frames, in order, into samples. One per stretch of audio: it remembers what came before. */
export interface FrameDecoder {
  /** Hz of what comes out. */
  readonly outputRate: number;
  /** An unusable frame gives as much silence as its framing says it lasts, so that time does not shift. */
  decode(frame: Uint8Array): Int16Array;
  /** In place of a frame whose bytes are gone: silence. `carriedBytes` is how much of a sample it had left for the next frame. */
  skip(samples: number, carriedBytes: number): Int16Array;
}

/** Opus is decoded at 16 kHz directly, with room for the longest legal packet (120 ms), whatever length was announced. */
class OpusFrameDecoder implements FrameDecoder {
  readonly outputRate = SPEECH_SAMPLE_RATE;
  private readonly decoder = new Decoder({ channels: 1, sample_rate: SPEECH_SAMPLE_RATE });

  decode(packet: Uint8Array): Int16Array {
    const samples = opusPacketSamples(packet);
    if (samples === null) return NOTHING;
    try {
      const bytes = this.decoder.decode(packet);
      return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
    } catch {
      return this.skip(samples);
    }
  }

  skip(samples: number): Int16Array {
    return new Int16Array((samples * SPEECH_SAMPLE_RATE) / OPUS_CLOCK_RATE);
  }
}

/** Little-endian samples of 16 bits, as every machine that Node runs on keeps them. A frame may end in the middle of one. */
class Pcm16FrameDecoder implements FrameDecoder {
  private carried: number | null = null;

  constructor(readonly outputRate: number) {}

  decode(frame: Uint8Array): Int16Array {
    if (frame.length === 0) return NOTHING;
    const head = this.carried === null ? 0 : 1;
    const total = head + frame.length;
    const samples = new Int16Array(total >> 1);
    const bytes = new Uint8Array(samples.buffer);
    const ends = total % 2 === 0 ? frame.length : frame.length - 1;
    if (this.carried !== null && bytes.length > 0) bytes[0] = this.carried;
    bytes.set(frame.subarray(0, ends), head);
    this.carried = total % 2 === 0 ? null : frame[ends]!;
    return samples;
  }

  skip(samples: number, carriedBytes: number): Int16Array {
    this.carried = carriedBytes === 0 ? null : 0;
    return new Int16Array(samples);
  }
}

/** One unsigned byte a sample, as the current reference reads it: subtract 128, shift left by eight. */
class Pcm8FrameDecoder implements FrameDecoder {
  constructor(readonly outputRate: number) {}

  decode(frame: Uint8Array): Int16Array {
    return Int16Array.from(frame, (byte) => (byte - 128) << 8);
  }

  skip(samples: number): Int16Array {
    return new Int16Array(samples);
  }
}

/** Between two loud samples the filter may overshoot: cut off at full scale. */
function toInt16(samples: Float32Array): Int16Array {
  const output = new Int16Array(samples.length);
  for (let n = 0; n < samples.length; n += 1) {
    output[n] = Math.max(-32_768, Math.min(32_767, Math.round(samples[n]!)));
  }
  return output;
}

/** Samples as the device sent them: PCM at its own rate, Opus at 16 kHz. */
export function openDecoder(format: AudioFormat): FrameDecoder {
  if (isOpus(format.codec)) return new OpusFrameDecoder();
  return format.codec === 'pcm16'
    ? new Pcm16FrameDecoder(format.sampleRate)
    : new Pcm8FrameDecoder(format.sampleRate);
}

/** Samples as recognizers want them: 16 kHz, whatever the device sent. */
export class SpeechDecoder {
  private readonly decoder: FrameDecoder;
  private readonly resampler: Resampler | null;

  constructor(format: AudioFormat) {
    this.decoder = openDecoder(format);
    const { outputRate } = this.decoder;
    this.resampler = outputRate === SPEECH_SAMPLE_RATE ? null : new Resampler(outputRate, SPEECH_SAMPLE_RATE);
  }

  decode(frame: Uint8Array): Int16Array {
    return this.atSpeechRate(this.decoder.decode(frame));
  }

  skip(samples: number, carriedBytes: number): Int16Array {
    return this.atSpeechRate(this.decoder.skip(samples, carriedBytes));
  }

  /** What the resampler still held back. Nothing may be decoded afterwards. */
  end(): Int16Array {
    return this.resampler ? toInt16(this.resampler.end()) : NOTHING;
  }

  private atSpeechRate(samples: Int16Array): Int16Array {
    return this.resampler ? toInt16(this.resampler.push(samples)) : samples;
  }
}
