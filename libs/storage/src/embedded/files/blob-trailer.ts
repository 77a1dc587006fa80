import type { FileHandle } from 'node:fs/promises';

/**
 * A blob's content type lies behind its bytes in the same file: content, type, its length (2 bytes), mark (8 bytes). So content and type
 * appear together by one rename, and the file still begins with its own format, which players and viewers can open.
 */
const MARK = Buffer.from('MNEMEBLB');
const LENGTH_BYTES = 2;
const TAIL_BYTES = LENGTH_BYTES + MARK.length;
const MAX_TYPE_BYTES = 255;

export interface BlobTrailer {
  readonly sizeBytes: number;
  readonly contentType: string;
}

export function encodeTrailer(contentType: string): Buffer {
  const type = Buffer.from(contentType).subarray(0, MAX_TYPE_BYTES);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(type.length);
  return Buffer.concat([type, length, MARK]);
}

/** Null when the file was not written by the blob store. */
export async function readTrailer(file: FileHandle, fileBytes: number): Promise<BlobTrailer | null> {
  const from = Math.max(0, fileBytes - TAIL_BYTES - MAX_TYPE_BYTES);
  const end = Buffer.alloc(fileBytes - from);
  await file.read(end, 0, end.length, from);
  const typeEnd = end.length - TAIL_BYTES;
  if (typeEnd < 0 || !end.subarray(-MARK.length).equals(MARK)) return null;
  const typeBytes = end.readUInt16BE(typeEnd);
  if (typeBytes > typeEnd) return null;
  return {
    sizeBytes: fileBytes - TAIL_BYTES - typeBytes,
    contentType: end.toString('utf8', typeEnd - typeBytes, typeEnd),
  };
}
