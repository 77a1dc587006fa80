/** Bytes `start` to `end`, both included. */
export interface BlobRange {
  readonly start: number;
  readonly end: number;
}

export interface BlobInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly modifiedAt: Date;
  /** Opaque; another one for everything that was ever put under the key. */
  readonly version: string;
}

/**
 * Large immutable values under keys like `audio/{uid}/{conversation}/{file}.ogg` (segments of `A-Za-z0-9._-`, no `..`).
 * A write is whole or absent, also after a crash. Errors: `invalid` BLOB_KEY_INVALID; `not_found` BLOB_MISSING;
 * `invalid` BLOB_RANGE_INVALID; `unavailable` BLOB_CHANGED, STORAGE_FULL, STORAGE_UNAVAILABLE.
 */
export abstract class BlobStore {
  /** Replaces what is there. The stream is read to its end; if it fails, nothing changes. */
  abstract put(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo>;
  abstract stat(key: string): Promise<BlobInfo | null>;
  /**
   * Bytes `start` to `end`, both included; all of it without a range. With `ifVersion` of that version or not at all: BLOB_CHANGED, here or
   * instead of the first byte, once another one has taken its place.
   */
  abstract read(key: string, range?: BlobRange, ifVersion?: string): Promise<AsyncIterable<Uint8Array>>;
  /** Deleting what is not there is fine. */
  abstract delete(key: string): Promise<void>;
  /** Deletes every key that begins with `prefix`, which must end in `/`; answers how many went. */
  abstract deleteByPrefix(prefix: string): Promise<number>;
  /** Keys that begin with `prefix`, in order. */
  abstract list(prefix: string): AsyncIterable<BlobInfo>;
  /**
   * An address from which anyone who knows it can GET the blob for at most `ttlMs`, at least a second, without asking this server.
   * Null when this store has no such addresses: read the blob and pass it on. Does not look whether the blob is there.
   */
  abstract signedUrl(key: string, ttlMs: number): Promise<string | null>;
}
