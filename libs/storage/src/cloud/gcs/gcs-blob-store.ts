import { IdempotencyStrategy, Storage, type Bucket, type FileMetadata } from '@google-cloud/storage';
import type { Clock } from '#libs/kernel';
import { checkBlobKey, checkBlobPrefix, checkDeletePrefix } from '../../blob-key.js';
import { BlobStore, type BlobInfo } from '../../ports/blob-store.js';
import type { Cache } from '../../ports/cache.js';
import { GcsDownload } from './gcs-download.js';
import { gcsUnavailable, isPassing, statusOf } from './gcs-errors.js';
import { upload } from './gcs-upload.js';
import { SignedUrls } from './signed-urls.js';

export interface GcsBlobStoreOptions {
  readonly bucket: string;
  /** Instead of Google's own, for an emulator; it is called without credentials. */
  readonly apiEndpoint: string | null;
  /** Whether to sign addresses, with the account that Google's libraries find. Default: except for an emulator. */
  readonly signs?: boolean;
  /** Remembers signed addresses, since signing may mean asking Google. */
  readonly cache: Cache;
  readonly clock: Clock;
}

/** Of one request, tries included. */
const TOTAL_LIMIT_SECONDS = 60;
const MAX_RETRIES = 5;
const SLOWEST_RETRY_SECONDS = 10;
const CHECK_LIMIT_MS = 5_000;
const LIST_PAGE = 1_000;
const DELETES_AT_ONCE = 32;

/**
 * Blobs in one bucket of Google Cloud Storage, under their own keys. Every request is safe to repeat, a blob being immutable, so all of
 * them are tried again for a minute when Google is busy or away.
 */
export class GcsBlobStore extends BlobStore {
  private readonly bucket: Bucket;
  /** Answers for its state now, so it neither repeats nor waits. */
  private readonly probed: Bucket;
  private readonly downloads: GcsDownload;
  private readonly urls: SignedUrls;

  constructor(options: GcsBlobStoreOptions) {
    super();
    const { apiEndpoint, cache, clock, signs = apiEndpoint === null } = options;
    const client = apiEndpoint === null ? {} : { apiEndpoint };
    const retryOptions = {
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
      retryableErrorFn: isPassing,
      maxRetries: MAX_RETRIES,
      totalTimeout: TOTAL_LIMIT_SECONDS,
      maxRetryDelay: SLOWEST_RETRY_SECONDS,
    };
    this.bucket = new Storage({ ...client, retryOptions }).bucket(options.bucket);
    const impatient = { ...client, retryOptions: { autoRetry: false }, timeout: CHECK_LIMIT_MS };
    this.probed = new Storage(impatient).bucket(options.bucket);
    const auth = apiEndpoint === null ? this.bucket.storage.authClient : null;
    this.downloads = new GcsDownload(this.bucket, auth, clock);
    this.urls = new SignedUrls(signs ? this.bucket : null, cache, clock);
  }

  /** Rejects unless the bucket can be read now. */
  async check(): Promise<void> {
    await this.probed.getFiles({ autoPaginate: false, maxResults: 1 }).catch(rejectUnavailable);
  }

  override async put(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo> {
    const file = this.bucket.file(checkBlobKey(key));
    await upload(file, content, contentType);
    return infoOf(key, file.metadata);
  }

  override async stat(key: string): Promise<BlobInfo | null> {
    try {
      const [metadata] = await this.bucket.file(checkBlobKey(key)).getMetadata();
      return infoOf(key, metadata);
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw gcsUnavailable(error);
    }
  }

  override async read(
    key: string,
    range?: { start: number; end: number },
  ): Promise<AsyncIterable<Uint8Array>> {
    return this.downloads.open(checkBlobKey(key), range);
  }

  override async delete(key: string): Promise<void> {
    const file = this.bucket.file(checkBlobKey(key));
    await file.delete({ ignoreNotFound: true }).catch(rejectUnavailable);
    await this.urls.forget(key);
  }

  override async deleteByPrefix(prefix: string): Promise<number> {
    let count = 0;
    let batch: Promise<void>[] = [];
    for await (const { key } of this.list(checkDeletePrefix(prefix))) {
      batch.push(this.delete(key));
      count += 1;
      if (batch.length < DELETES_AT_ONCE) continue;
      await Promise.all(batch);
      batch = [];
    }
    await Promise.all(batch);
    return count;
  }

  /** Google lists names in the order of their bytes, which for our keys is the order of their text. */
  override async *list(prefix: string): AsyncIterable<BlobInfo> {
    const query = { prefix: checkBlobPrefix(prefix), autoPaginate: false, maxResults: LIST_PAGE };
    for (let pageToken: string | undefined; ;) {
      const [files, next] = await this.bucket
        .getFiles({ ...query, ...(pageToken !== undefined && { pageToken }) })
        .catch(rejectUnavailable);
      for (const { name, metadata } of files) yield infoOf(name, metadata);
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
      if (pageToken === undefined) return;
    }
  }

  override async signedUrl(key: string, ttlMs: number): Promise<string | null> {
    return this.urls.of(checkBlobKey(key), ttlMs);
  }
}

function infoOf(key: string, { size, contentType, updated }: FileMetadata): BlobInfo {
  return {
    key,
    sizeBytes: Number(size),
    contentType: contentType ?? 'application/octet-stream',
    modifiedAt: new Date(updated!),
  };
}

function rejectUnavailable(error: unknown): never {
  throw gcsUnavailable(error);
}
