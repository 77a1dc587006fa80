/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A recording in one of its forms, readable from any byte on. */
export interface Sound {
  readonly contentType: string;
  readonly sizeBytes: number;
  /** All of it without a range. */
  read(range?: ByteRange): Promise<AsyncIterable<Uint8Array>>;
}

/** The bytes of a range out of a stream that cannot be read from the middle. Ends as soon as the range does. */
export async function* sliceBytes(
  bytes: AsyncIterable<Uint8Array>,
  range: ByteRange,
): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const chunk of bytes) {
    const from = Math.max(0, range.start - position);
    const to = Math.min(chunk.length, range.end + 1 - position);
    if (from < to) yield chunk.subarray(from, to);
    position += chunk.length;
    if (position > range.end) return;
  }
}
