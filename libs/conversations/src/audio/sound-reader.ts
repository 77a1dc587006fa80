import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BlobStore } from '#libs/storage';
import {
  DECODED_OPUS_RATE,
  decodeOggOpus,
  Resampler,
  WAV_HEADER_BYTES,
  wavRateOf,
} from '#libs/transcription';
import type { ByteRange } from './sound.js';
import type { SoundBlob } from './stored-sound.rules.js';

/** Packets decoded before the event loop gets its turn: about a millisecond of work. */
const PACKETS_PER_TURN = 50;
const BYTES_PER_SAMPLE = 2;

/** Reads stored sound as 16 kHz, whatever it was stored as. A range always gives the same samples, whoever asks for it and in what steps. */
@Injectable()
export class SoundReader {
  constructor(private readonly blobs: BlobStore) {}

  /** As they are stored. */
  async bytes({ key }: SoundBlob, range?: ByteRange): Promise<AsyncIterable<Uint8Array>> {
    return this.blobs.read(key, range);
  }

  /** Samples `from` (included) to `to` (not included) of a blob, in pieces: exactly so many, silence where it holds fewer than it promised. */
  async *samples(blob: SoundBlob, from: number, to: number): AsyncGenerator<Int16Array> {
    if (blob.contentType !== 'audio/wav') return yield* between(this.opusSamples(blob), from, to);
    const rate = await this.wavRate(blob);
    if (rate !== DECODED_OPUS_RATE) return yield* between(this.resampled(blob, rate), from, to);
    yield* between(this.wavSamples(blob, from), 0, to - from);
  }

  private async *opusSamples({ key }: SoundBlob): AsyncGenerator<Int16Array> {
    let packets = 0;
    for await (const samples of decodeOggOpus(await this.blobs.read(key))) {
      yield samples;
      packets += 1;
      if (packets % PACKETS_PER_TURN === 0) await nextTurn();
    }
  }

  private async wavRate({ key }: SoundBlob): Promise<number> {
    const header = await this.blobs.read(key, { start: 0, end: WAV_HEADER_BYTES - 1 });
    return wavRateOf(Buffer.concat(await Array.fromAsync(header)));
  }

  private async *wavSamples({ key, sizeBytes }: SoundBlob, from = 0): AsyncGenerator<Int16Array> {
    const start = WAV_HEADER_BYTES + from * BYTES_PER_SAMPLE;
    if (start >= sizeBytes) return;
    for await (const samples of wholeSamples(await this.blobs.read(key, { start, end: sizeBytes - 1 }))) {
      yield samples;
      await nextTurn();
    }
  }

  /** Recordings of earlier versions are at the rate of the device. */
  private async *resampled(blob: SoundBlob, rate: number): AsyncGenerator<Int16Array> {
    const resampler = new Resampler(rate, DECODED_OPUS_RATE);
    for await (const samples of this.wavSamples(blob)) yield toInt16(resampler.push(samples));
    yield toInt16(resampler.end());
  }
}

async function* between(
  pieces: AsyncIterable<Int16Array>,
  from: number,
  to: number,
): AsyncGenerator<Int16Array> {
  let position = 0;
  if (to <= from) return;
  for await (const piece of pieces) {
    const part = piece.subarray(Math.max(0, from - position), Math.max(0, to - position));
    position += piece.length;
    if (part.length > 0) yield part;
    if (position >= to) return;
  }
  yield new Int16Array(to - Math.max(from, position));
}

/** Bytes as samples, however they are cut. */
async function* wholeSamples(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Int16Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % BYTES_PER_SAMPLE);
    rest = bytes.subarray(whole);
    yield new Int16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
  }
}

function toInt16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (value) => Math.max(-32_768, Math.min(32_767, Math.round(value))));
}
