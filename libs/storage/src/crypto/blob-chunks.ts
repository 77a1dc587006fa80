import { decrypt, encrypt, NONCE_BYTES, TAG_BYTES } from './envelope.js';

/** Every chunk of a blob but the last holds this much: so a byte's chunk, and the whole's size, can be computed. */
export const CHUNK_BYTES = 64 * 1_024;
/** Length, as the reference frames it: 4 bytes, big-endian, of what follows. */
const LENGTH_BYTES = 4;
const OVERHEAD_BYTES = LENGTH_BYTES + NONCE_BYTES + TAG_BYTES;
const STORED_CHUNK_BYTES = CHUNK_BYTES + OVERHEAD_BYTES;

/** What a sealed blob's chunks are bound to. */
export interface ChunkKey {
  readonly key: Uint8Array;
  /** Owner and key of the blob: a chunk opens nowhere else. */
  readonly place: string;
}

/** The size of the content, from the size of what is stored. */
export function plainSize(storedBytes: number): number {
  return storedBytes - Math.ceil(storedBytes / STORED_CHUNK_BYTES) * OVERHEAD_BYTES;
}

/** Where the chunks that hold a range lie in what is stored; `start` and `end` are bytes of the content, both included. */
export function storedRange(range: { start: number; end: number }): { start: number; end: number } {
  const first = Math.floor(range.start / CHUNK_BYTES);
  const last = Math.floor(range.end / CHUNK_BYTES);
  return { start: first * STORED_CHUNK_BYTES, end: (last + 1) * STORED_CHUNK_BYTES - 1 };
}

/** Content as length-framed chunks. The last one says that it is the last, so a blob that was cut off does not open. */
export async function* sealChunks(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  key: ChunkKey,
): AsyncGenerator<Uint8Array> {
  let index = 0;
  let waiting: Uint8Array | undefined;
  for await (const chunk of inPieces(content instanceof Uint8Array ? [content] : content, CHUNK_BYTES)) {
    if (waiting) yield sealChunk(waiting, key, index++, false);
    waiting = chunk;
  }
  if (waiting) yield sealChunk(waiting, key, index, true);
}

/**
 * The content of chunks, from chunk number `first` on. Undefined in place of a chunk that does not open.
 * @param chunks how many the whole blob has
 */
export async function* openChunks(
  stored: AsyncIterable<Uint8Array>,
  key: ChunkKey,
  { first, chunks }: { first: number; chunks: number },
): AsyncGenerator<Uint8Array | undefined> {
  let index = first;
  for await (const framed of inPieces(stored, STORED_CHUNK_BYTES)) {
    const isLast = index === chunks - 1;
    yield decrypt(key.key, framed.subarray(LENGTH_BYTES), aadOf(key, index, isLast));
    index += 1;
  }
}

export function chunkCount(plainBytes: number): number {
  return Math.ceil(plainBytes / CHUNK_BYTES);
}

function sealChunk(chunk: Uint8Array, key: ChunkKey, index: number, isLast: boolean): Uint8Array {
  const sealed = encrypt(key.key, chunk, aadOf(key, index, isLast));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

function aadOf({ place }: ChunkKey, index: number, isLast: boolean): string {
  return `${place}|${index}|${isLast ? 'last' : 'more'}`;
}

/** Pieces of one length, the last one shorter; nothing of nothing. */
async function* inPieces(
  content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const part of content) {
    let rest = part;
    while (held + rest.length >= length) {
      const taken = rest.subarray(0, length - held);
      yield Buffer.concat([...parts, taken]);
      rest = rest.subarray(taken.length);
      parts = [];
      held = 0;
    }
    // A copy: the sender may use its buffer again.
    if (rest.length > 0) parts.push(Buffer.from(rest));
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(parts);
}
