import { pipeline } from 'node:stream/promises';
import type { File } from '@google-cloud/storage';
import { gcsUnavailable } from './gcs-errors.js';

/** Google's advice: up to 8 MiB in one request, above in a session that can go on where it broke off. */
export const ONE_REQUEST_BYTES = 8 * 1024 * 1024;

/**
 * Writes all of it or nothing: an object appears when its last byte has arrived and its checksum was compared. Errors of `content` are
 * thrown as they came, errors of the service as `unavailable` STORAGE_UNAVAILABLE.
 */
export async function upload(
  file: File,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<void> {
  const source = new UploadSource(content);
  const start = await source.first(ONE_REQUEST_BYTES);
  const options = { contentType, validation: 'crc32c' } as const;
  try {
    if (start.isAll) await file.save(start.bytes, { ...options, resumable: false });
    else {
      const target = file.createWriteStream({ ...options, resumable: true, chunkSize: ONE_REQUEST_BYTES });
      await pipeline(source.all(start.bytes), target);
    }
  } catch (error) {
    throw source.failure ? source.failure.error : gcsUnavailable(error);
  }
}

/** Content that is read once, and knows whether it was itself what failed. */
class UploadSource {
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
      yield start;
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

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
