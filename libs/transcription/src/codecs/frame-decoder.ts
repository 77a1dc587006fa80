import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { AacDecoder, type AacSound } from './aac-decoder.js';
import { adtsFrames, adtsTicks, type AdtsFrame } from './adts-frame.js';
import { AAC_CLOCK_RATE, OPUS_CLOCK_RATE, type AudioFormat } from './audio-format.js';
import { Lc3Decoder } from './lc3-codec.js';
import { LC3_FRAME_BYTES, LC3_FRAME_SAMPLES, LC3_RATE, lc3Samples } from './lc3-frame.js';
import { borrowOpusDecoder, returnOpusDecoder } from './opus-decoders.js';
import { opusPacketSamples } from './opus-packet.js';
import { Resampler } from './resampler.js';

const NOTHING = new Int16Array(0);

/** Turns frames, in order, into samples. One per stretch of audio: it remembers what came before. */
interface FrameDecoder {
  /** Hz of what came out last; of AAC it follows the frames, else it never changes. */
  readonly outputRate: number;
  /** An unusable frame gives as much silence as its framing says it lasts, so that time does not shift. */
  decode(frame: Uint8Array): Int16Array;
  /**
   * In place of a frame whose bytes are gone: silence.
   * @param ticks its length at the format's clock rate
   * @param carriedBytes how much of a sample it had left for the next frame
   */
  skip(ticks: number, carriedBytes: number): Int16Array;
  /** Gives memory back. Nothing may be decoded afterwards. */
  close(): void;
}

/** Opus is decoded at 16 kHz directly, with room for the longest legal packet (120 ms), whatever length was announced. */
class OpusFrameDecoder implements FrameDecoder {
  readonly outputRate = SPEECH_SAMPLE_RATE;
  private readonly decoder = borrowOpusDecoder();

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

  close(): void {
    returnOpusDecoder(this.decoder);
  }
}

/** AAC at whatever rate its frames turn out to have. */
class AacFrameDecoder implements FrameDecoder {
  private readonly decoder = new AacDecoder();
  /** Part of a sample that silence so far was too short by. */
  private remainder = 0;

  constructor(public outputRate: number) {}

  decode(message: Uint8Array): Int16Array {
    return joined(adtsFrames(message).frames.map((frame) => this.decodeFrame(frame)));
  }

  skip(ticks: number): Int16Array {
    const exact = (ticks * this.outputRate) / AAC_CLOCK_RATE + this.remainder;
    const samples = Math.floor(exact);
    this.remainder = exact - samples;
    return new Int16Array(samples);
  }

  close(): void {
    this.decoder.close();
  }

  private decodeFrame(frame: AdtsFrame): Int16Array {
    const sound = this.decoder.decode(frame.bytes);
    if (!sound || !lastsAsLongAs(sound, frame)) return this.skip(adtsTicks(frame));
    this.outputRate = sound.sampleRate;
    return sound.samples.slice();
  }
}

/** Time follows the header: a decoder that gives more or less than it would shift everything after. */
function lastsAsLongAs(sound: AacSound, frame: AdtsFrame): boolean {
  return sound.samples.length * frame.sampleRate === frame.samples * sound.sampleRate;
}

class Lc3FrameDecoder implements FrameDecoder {
  readonly outputRate = LC3_RATE;
  private readonly decoder = new Lc3Decoder();

  decode(message: Uint8Array): Int16Array {
    const samples = new Int16Array(lc3Samples(message) ?? 0);
    for (let n = 0; n * LC3_FRAME_SAMPLES < samples.length; n += 1) {
      const frame = message.subarray(n * LC3_FRAME_BYTES, (n + 1) * LC3_FRAME_BYTES);
      const decoded = this.decoder.decode(frame);
      if (decoded) samples.set(decoded, n * LC3_FRAME_SAMPLES);
    }
    return samples;
  }

  skip(samples: number): Int16Array {
    return new Int16Array(samples);
  }

  close(): void {
    this.decoder.close();
  }
}

function joined(pieces: readonly Int16Array[]): Int16Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
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

  close(): void {}
}

/** One unsigned byte a sample, as the current reference reads it: subtract 128, shift left by eight. */
class Pcm8FrameDecoder implements FrameDecoder {
  constructor(readonly outputRate: number) {}

  decode(frame: Uint8Array): Int16Array {
    const samples = new Int16Array(frame.length);
    for (let n = 0; n < frame.length; n += 1) samples[n] = (frame[n]! - 128) << 8;
    return samples;
  }

  skip(samples: number): Int16Array {
    return new Int16Array(samples);
  }

  close(): void {}
}

/** Between two loud samples the filter may overshoot: cut off at full scale. */
function toInt16(samples: Float32Array): Int16Array {
  const output = new Int16Array(samples.length);
  for (let n = 0; n < samples.length; n += 1) {
    output[n] = Math.max(-32_768, Math.min(32_767, Math.round(samples[n]!)));
  }
  return output;
}

function openDecoder(format: AudioFormat): FrameDecoder {
  switch (format.codec) {
    case 'opus':
    case 'opus_fs320':
      return new OpusFrameDecoder();
    case 'aac':
      return new AacFrameDecoder(format.sampleRate);
    case 'lc3':
    case 'lc3_fs1030':
      return new Lc3FrameDecoder();
    case 'pcm16':
      return new Pcm16FrameDecoder(format.sampleRate);
    case 'pcm8':
      return new Pcm8FrameDecoder(format.sampleRate);
  }
}

/** Samples as recognizers want them: 16 kHz, whatever the device sent. */
export class SpeechDecoder {
  /** Null once closed: what it borrowed may serve another session by then. */
  private decoder: FrameDecoder | null;
  private resampler: Resampler | null = null;
  private inputRate = SPEECH_SAMPLE_RATE;

  constructor(format: AudioFormat) {
    this.decoder = openDecoder(format);
  }

  decode(frame: Uint8Array): Int16Array {
    return this.atSpeechRate(this.open.decode(frame));
  }

  /**
   * Silence in place of what is not there.
   * @param ticks its length at the format's clock rate
   * @param carriedBytes of a PCM sample that the missing frame left for the next one
   */
  skip(ticks: number, carriedBytes: number): Int16Array {
    return this.atSpeechRate(this.open.skip(ticks, carriedBytes));
  }

  /** What the resampler still held back. Nothing may be decoded afterwards. */
  end(): Int16Array {
    this.close();
    return this.resampler ? toInt16(this.resampler.end()) : NOTHING;
  }

  /** Gives the decoder's memory back; `end` does so too. One that is dropped without is found by the garbage collector. */
  close(): void {
    this.decoder?.close();
    this.decoder = null;
  }

  private get open(): FrameDecoder {
    if (!this.decoder) throw new Error('This decoder was closed');
    return this.decoder;
  }

  private atSpeechRate(samples: Int16Array): Int16Array {
    if (samples.length === 0) return samples;
    const { outputRate } = this.open;
    if (outputRate !== this.inputRate) return this.changeRate(outputRate, samples);
    return this.resampler ? toInt16(this.resampler.push(samples)) : samples;
  }

  private changeRate(rate: number, samples: Int16Array): Int16Array {
    const before = this.resampler ? toInt16(this.resampler.end()) : NOTHING;
    this.inputRate = rate;
    this.resampler = rate === SPEECH_SAMPLE_RATE ? null : new Resampler(rate, SPEECH_SAMPLE_RATE);
    const after = this.atSpeechRate(samples);
    return before.length === 0 ? after : joined([before, after]);
  }
}
