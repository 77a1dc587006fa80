/** Of the files that are written here. */
export const WAV_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** What writers put where they cannot know the size: players then read to the end. */
const UNKNOWN_SIZE = 0xffff_ffff;

/** @param samples how many will follow, or undefined when that is not known (or too many for the format's 32 bits). */
export function wavHeader(sampleRate: number, samples: number | undefined): Buffer {
  const dataBytes = samples === undefined ? Infinity : samples * BYTES_PER_SAMPLE;
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(UNKNOWN_SIZE, dataBytes + WAV_HEADER_BYTES - 8), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * BYTES_PER_SAMPLE, 28);
  header.writeUInt16LE(BYTES_PER_SAMPLE, 32);
  header.writeUInt16LE(8 * BYTES_PER_SAMPLE, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(UNKNOWN_SIZE, dataBytes), 40);
  return header;
}

/** Samples as a mono WAV file of 16 bits, piece by piece. */
export async function* encodeWav(
  chunks: AsyncIterable<Int16Array> | Iterable<Int16Array>,
  format: { readonly sampleRate: number; readonly samples?: number },
): AsyncGenerator<Uint8Array> {
  yield wavHeader(format.sampleRate, format.samples);
  for await (const samples of chunks) {
    if (samples.length > 0) yield new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  }
}

/** Hz, of a file that was written here. */
export function wavRateOf(header: Uint8Array): number {
  return Buffer.from(header.buffer, header.byteOffset, header.byteLength).readUInt32LE(24);
}
