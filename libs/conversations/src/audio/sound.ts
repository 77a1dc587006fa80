import { Readable } from 'node:stream';
import { DECODED_OPUS_RATE, WAV_HEADER_BYTES, wavHeader } from '#libs/transcription';

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Bytes that can be read from any one on. */
export interface RangedBytes {
  readonly sizeBytes: number;
  /** All of it without a range. */
  read(range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
}

/** A recording in one of its forms. */
export interface Sound extends RangedBytes {
  readonly contentType: string;
}

/** 16 kHz, mono, signed 16 bit, little-endian; with or without a header. */
export type PcmFormat = 'wav' | 'pcm';

/** Samples `from` (included) to `to` (not included). */
export interface SampleRange {
  readonly from: number;
  readonly to: number;
}

const BYTES_PER_SAMPLE = 2;

/** The bytes of a range out of a stream that begins at byte `position`. Ends as soon as the range does. */
export async function* sliceBytes(
  bytes: AsyncIterable<Uint8Array>,
  range: ByteRange,
  position = 0,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    const from = Math.max(0, range.start - position);
    const to = Math.min(chunk.length, range.end + 1 - position);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position > range.end) return;
  }
}

/** Several things as one, one after the other. Only those that a range touches are read. */
export function joinedBytes(contentType: string, parts: readonly RangedBytes[]): Sound {
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  return {
    contentType,
    sizeBytes,
    read: (range = { start: 0, end: sizeBytes - 1 }) => Promise.resolve(readParts(parts, range)),
  };
}

async function* readParts(
  parts: readonly RangedBytes[],
  { start, end }: ByteRange,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (const part of parts) {
    const first = Math.max(0, start - position);
    const last = Math.min(part.sizeBytes - 1, end - position);
    position += part.sizeBytes;
    if (first <= last) yield* await part.read({ start: first, end: last });
  }
}

/** Samples that are made when they are asked for, as a file whose every byte has its place before the first one is made. */
export function pcmSound(
  format: PcmFormat,
  samples: number,
  play: (range: SampleRange) => AsyncIterable<Int16Array>,
): Sound {
  const pcm: RangedBytes = {
    sizeBytes: samples * BYTES_PER_SAMPLE,
    read: ({ start, end } = { start: 0, end: samples * BYTES_PER_SAMPLE - 1 }) =>
      Promise.resolve(readSamples(play, { start, end })),
  };
  if (format === 'pcm') return joinedBytes('application/octet-stream', [pcm]);
  const header: RangedBytes = {
    sizeBytes: WAV_HEADER_BYTES,
    read: ({ start, end } = { start: 0, end: WAV_HEADER_BYTES - 1 }) =>
      Promise.resolve(Readable.from([wavHeader(DECODED_OPUS_RATE, samples).subarray(start, end + 1)])),
  };
  return joinedBytes('audio/wav', [header, pcm]);
}

function readSamples(
  play: (range: SampleRange) => AsyncIterable<Int16Array>,
  range: ByteRange,
): AsyncIterable<Uint8Array> {
  const from = Math.floor(range.start / BYTES_PER_SAMPLE);
  const to = Math.floor(range.end / BYTES_PER_SAMPLE) + 1;
  return sliceBytes(bytesOf(play({ from, to })), range, from * BYTES_PER_SAMPLE);
}

async function* bytesOf(pieces: AsyncIterable<Int16Array>): AsyncGenerator<Uint8Array> {
  for await (const samples of pieces) {
    if (samples.length > 0) yield new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  }
}
