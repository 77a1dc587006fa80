import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { File, FileMetadata } from '@google-cloud/storage';
import { gcsUnavailable } from './gcs-errors.js';

/** Google's advice: up to 8 MiB in one request, above in a session that can go on where it broke off. */
export const ONE_REQUEST_BYTES = 8 * 1024 * 1024;

/** Of the two checksums that Google compares, the one that Node has: CRC32C in JavaScript would hold this thread for 40 ms a megabyte. */
const CHECKED = { validation: 'md5' } as const;
/** Between two of these, others get their turn. */
const SLICE_BYTES = 64 * 1024;

/** Safe to repeat. Errors are the client's own. */
export async function uploadAtOnce(file: File, bytes: Buffer, contentType: string): Promise<FileMetadata> {
  await file.save(() => slices(bytes), { ...CHECKED, contentType, resumable: false });
  return file.metadata;
}

export interface LongUpload {
  readonly source: UploadSource;
  /** What was read of the source already. */
  readonly start: Buffer;
  readonly contentType: string;
}

/**
 * The object appears when its last byte has arrived and its checksum was compared. Errors of the source are thrown as they came, errors
 * of the service as `unavailable` STORAGE_UNAVAILABLE.
 */
export async function uploadInPieces(
  file: File,
  { source, start, contentType }: LongUpload,
): Promise<FileMetadata> {
  const options = { ...CHECKED, contentType, resumable: true, chunkSize: ONE_REQUEST_BYTES };
  try {
    await pipeline(source.all(start), file.createWriteStream(options));
  } catch (error) {
    throw source.failure ? source.failure.error : gcsUnavailable(error);
  }
  return file.metadata;
}

/** Content that is read once, and knows whether it was itself what failed. */
export class UploadSource {
  failure: { readonly error: unknown } | undefined;
  private readonly rest: AsyncIterator<Uint8Array>;

  constructor(content: Uint8Array | AsyncIterable<Uint8Array>) {
    this.rest = content instanceof Uint8Array ? only(content) : content[Symbol.asyncIterator]();
  }

  /** Everything, if it is no more than `limitBytes`; else a little more than that. */
  async first(limitBytes: number): Promise<{ bytes: Buffer; isAll: boolean }> {
    const chunks: Uint8Array[] = [];
    for (let bytes = 0; bytes <= limitBytes;) {
      const { done, value } = await this.rest.next();
      if (done) return { bytes: Buffer.concat(chunks), isAll: true };
      chunks.push(value);
      bytes += value.length;
    }
    return { bytes: Buffer.concat(chunks), isAll: false };
  }

  async *all(start: Buffer): AsyncGenerator<Uint8Array> {
    let isDone = false;
    try {
      yield* slices(start);
      for (;;) {
        const { done, value } = await this.next();
        isDone = done === true;
        if (done) return;
        yield value;
      }
    } finally {
      if (!isDone && !this.failure) await this.rest.return?.();
    }
  }

  private async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      return await this.rest.next();
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

async function* slices(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    yield bytes.subarray(at, at + SLICE_BYTES);
    await setImmediate();
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
