import { IdempotencyStrategy, Storage, type Bucket, type FileMetadata } from '@google-cloud/storage';
import type { Clock } from '#libs/kernel';
import { checkBlobKey, checkBlobPrefix, checkDeletePrefix } from '../../blob-key.js';
import { blobMissing, checkedRange, isRange } from '../../blob-read.js';
import { BlobStore, type BlobInfo, type BlobRange } from '../../ports/blob-store.js';
import type { Cache } from '../../ports/cache.js';
import { PatientCalls } from '../patient-calls.js';
import { GcsDownload } from './gcs-download.js';
import { gcsUnavailable, isPassing, statusOf } from './gcs-errors.js';
import { ONE_REQUEST_BYTES, uploadAtOnce, uploadInPieces, UploadSource } from './gcs-upload.js';
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

/** Of one request, its repetitions included. */
const DEADLINE_MS = 60_000;
const CHECK_LIMIT_MS = 5_000;
const LIST_PAGE = 1_000;
const DELETES_AT_ONCE = 32;

/**
 * Blobs in one bucket of Google Cloud Storage, under their own keys. Every request is safe to repeat, a blob being immutable, so all of
 * them are tried again for a minute when Google is busy or away.
 */
export class GcsBlobStore extends BlobStore {
  private readonly bucket: Bucket;
  /** Repeats by itself, for uploads that only Google's client can go on with. */
  private readonly sessions: Bucket;
  private readonly calls: PatientCalls;
  private readonly downloads: GcsDownload;
  private readonly urls: SignedUrls;
  private readonly clock: Clock;

  constructor(options: GcsBlobStoreOptions) {
    super();
    const { apiEndpoint, cache, clock, signs = apiEndpoint === null } = options;
    this.clock = clock;
    const client = apiEndpoint === null ? {} : { apiEndpoint };
    const once = { retryOptions: { autoRetry: false }, timeout: DEADLINE_MS };
    this.bucket = new Storage({ ...client, ...once }).bucket(options.bucket);
    const again = {
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
      retryableErrorFn: isPassing,
      totalTimeout: DEADLINE_MS / 1_000,
    };
    this.sessions = new Storage({ ...client, retryOptions: again }).bucket(options.bucket);
    this.calls = new PatientCalls({
      ...{ service: 'Google Cloud Storage', clock, deadlineMs: DEADLINE_MS },
      retryAfterMs: (error) => (isPassing(error) ? 0 : undefined),
    });
    const auth = apiEndpoint === null ? this.bucket.storage.authClient : null;
    this.downloads = new GcsDownload({ bucket: this.bucket, auth, calls: this.calls, clock });
    this.urls = new SignedUrls(signs ? this.bucket : null, cache, clock);
  }

  /** Rejects unless the bucket can be read now. */
  async check(): Promise<void> {
    const late = this.clock.sleep(CHECK_LIMIT_MS).then(() => rejectUnavailable(undefined));
    const probe = this.bucket.getFiles({ autoPaginate: false, maxResults: 1 }).catch(rejectUnavailable);
    await Promise.race([probe, late]);
  }

  override async put(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo> {
    checkBlobKey(key);
    const source = new UploadSource(content);
    const start = await source.first(ONE_REQUEST_BYTES);
    const metadata = start.isAll
      ? await this.calls
          .run(() => uploadAtOnce(this.bucket.file(key), start.bytes, contentType))
          .catch(rejectUnavailable)
      : await uploadInPieces(this.sessions.file(key), { source, start: start.bytes, contentType });
    return infoOf(key, metadata);
  }

  override async stat(key: string): Promise<BlobInfo | null> {
    try {
      const file = this.bucket.file(checkBlobKey(key));
      const [metadata] = await this.calls.run(() => file.getMetadata());
      return infoOf(key, metadata);
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw gcsUnavailable(error);
    }
  }

  override async read(
    key: string,
    range?: BlobRange,
    ifVersion?: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    checkBlobKey(key);
    if (range && !isRange(range)) checkedRange(range, ((await this.stat(key)) ?? blobMissing()).sizeBytes);
    return this.downloads.open(key, range, ifVersion);
  }

  override async delete(key: string): Promise<void> {
    const file = this.bucket.file(checkBlobKey(key));
    await this.calls.run(() => file.delete({ ignoreNotFound: true })).catch(rejectUnavailable);
    await this.urls.forget(key);
  }

  override async deleteByPrefix(prefix: string): Promise<number> {
    let count = 0;
    let keys: string[] = [];
    const deleteKeys = async () => {
      await Promise.all(keys.map((key) => this.delete(key)));
      count += keys.length;
      keys = [];
    };
    for await (const { key } of this.list(checkDeletePrefix(prefix))) {
      keys.push(key);
      if (keys.length === DELETES_AT_ONCE) await deleteKeys();
    }
    await deleteKeys();
    return count;
  }

  /** Google lists names in the order of their bytes, which for our keys is the order of their text. */
  override async *list(prefix: string): AsyncIterable<BlobInfo> {
    const query = { prefix: checkBlobPrefix(prefix), autoPaginate: false, maxResults: LIST_PAGE };
    for (let pageToken: string | undefined; ;) {
      const page = { ...query, ...(pageToken !== undefined && { pageToken }) };
      const [files, next] = await this.calls.run(() => this.bucket.getFiles(page)).catch(rejectUnavailable);
      for (const { name, metadata } of files) yield infoOf(name, metadata);
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
      if (pageToken === undefined) return;
    }
  }

  override async signedUrl(key: string, ttlMs: number): Promise<string | null> {
    return this.urls.of(checkBlobKey(key), ttlMs);
  }
}

function infoOf(key: string, { size, contentType, updated, generation }: FileMetadata): BlobInfo {
  return {
    key,
    sizeBytes: Number(size),
    contentType: contentType ?? 'application/octet-stream',
    modifiedAt: new Date(updated!),
    version: String(generation),
  };
}

function rejectUnavailable(error: unknown): never {
  throw gcsUnavailable(error);
}
