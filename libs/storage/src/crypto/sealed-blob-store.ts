import { AppError } from '#libs/kernel';
import { blobChanged, blobMissing, checkedRange } from '../blob-read.js';
import { BlobStore, type BlobInfo, type BlobRange } from '../ports/blob-store.js';
import { chunkCount, CHUNK_BYTES, openChunks, plainSize, sealChunks, storedRange } from './blob-chunks.js';
import type { OwnerKeys } from './owner-keys.js';
import type { ProtectionLevel, ProtectionLevels } from './protection-levels.js';

/** What a sealed blob's content type says: that it is sealed, with which key, and what it is inside. */
const SEALED_TYPE = /^application\/x-mneme-sealed; key=([0-9a-f]{8}); type=(.*)$/s;

/** How often a read that is overtaken by a new version begins, before it is told to come back later. */
const READ_ATTEMPTS = 5;

interface Opened {
  readonly info: BlobInfo;
  /** Null for a blob that is stored in the open. */
  readonly keyId: string | null;
}

/**
 * The same store, seen in the open: blobs of owners at level `enhanced` are stored as encrypted chunks in the reference's framing. The owner
 * is the second segment of a key, `audio/{uid}/…`. Beside the errors of `BlobStore`: `unavailable` DATA_UNDECRYPTABLE.
 */
export class SealedBlobStore extends BlobStore {
  constructor(
    private readonly inner: BlobStore,
    private readonly keys: OwnerKeys,
    private readonly levels: Pick<ProtectionLevels, 'of'>,
  ) {
    super();
  }

  override async put(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo> {
    const ownerId = ownerOf(key);
    const level = ownerId === null ? 'standard' : await this.levels.of(ownerId);
    return this.putAt(level, key, content, contentType);
  }

  override async stat(key: string): Promise<BlobInfo | null> {
    const stored = await this.inner.stat(key);
    return stored && openInfo(stored).info;
  }

  /** A blob that is replaced between its head and its first byte, as when its owner's level changes, is read anew. */
  override async read(
    key: string,
    range?: BlobRange,
    ifVersion?: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    if (ifVersion !== undefined) return this.readVersion(key, range, ifVersion);
    const open = () => unlessOvertaken(() => this.readVersion(key, range));
    return ofOneVersion(await open(), open);
  }

  override delete(key: string): Promise<void> {
    return this.inner.delete(key);
  }

  override deleteByPrefix(prefix: string): Promise<number> {
    return this.inner.deleteByPrefix(prefix);
  }

  override async *list(prefix: string): AsyncIterable<BlobInfo> {
    for await (const stored of this.inner.list(prefix)) yield openInfo(stored).info;
  }

  /** An address would give out the ciphertext, so a sealed blob has none. */
  override async signedUrl(key: string, ttlMs: number): Promise<string | null> {
    const stored = await this.inner.stat(key);
    return stored && openInfo(stored).keyId !== null ? null : this.inner.signedUrl(key, ttlMs);
  }

  /** Blobs below a prefix with the master key each is encrypted with, null for those in the open. */
  async *keyIds(prefix: string): AsyncIterable<{ key: string; keyId: string | null }> {
    for await (const stored of this.inner.list(prefix))
      yield { key: stored.key, keyId: openInfo(stored).keyId };
  }

  /** Stores a blob again, at another level or with the newest key. False when it is gone. */
  async restore(key: string, level: ProtectionLevel): Promise<boolean> {
    const info = await this.stat(key);
    if (!info) return false;
    await this.putAt(level, key, await this.read(key), info.contentType);
    return true;
  }

  /** Head and content of one version: else the one would not open the other, or ciphertext would go out as content. */
  private async readVersion(
    key: string,
    range?: BlobRange,
    ifVersion?: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    const stored = (await this.inner.stat(key)) ?? blobMissing();
    if (ifVersion !== undefined && ifVersion !== stored.version) throw blobChanged();
    const { info, keyId } = openInfo(stored);
    if (keyId === null) return this.inner.read(key, range, stored.version);
    const ownerId = ownerOf(key);
    const owner = ownerId === null ? undefined : this.keys.of(ownerId, keyId);
    if (!owner) throw undecryptable(key, keyId);
    if (!range && info.sizeBytes === 0) return nothing();
    const wanted = checkedRange(range, info.sizeBytes);
    const framed = await this.inner.read(key, storedRange(wanted), stored.version);
    const first = Math.floor(wanted.start / CHUNK_BYTES);
    const place = placeOf(ownerId!, key);
    const chunks = openChunks(
      framed,
      { key: owner.key, place },
      { first, chunks: chunkCount(info.sizeBytes) },
    );
    return cut(chunks, { from: first * CHUNK_BYTES, ...wanted }, () => undecryptable(key, keyId));
  }

  private async putAt(
    level: ProtectionLevel,
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo> {
    const ownerId = ownerOf(key);
    if (level === 'standard' || ownerId === null) return this.inner.put(key, content, contentType);
    const owner = this.keys.current(ownerId);
    const sealed = sealChunks(content, { key: owner.key, place: placeOf(ownerId, key) });
    const type = `application/x-mneme-sealed; key=${owner.keyId}; type=${contentType}`;
    return openInfo(await this.inner.put(key, sealed, type)).info;
  }
}

/** Null for a key that belongs to nobody. */
export function ownerOf(key: string): string | null {
  const [, ownerId, rest] = key.split('/');
  return ownerId !== undefined && rest !== undefined ? ownerId : null;
}

function placeOf(ownerId: string, key: string): string {
  return `${ownerId}|${key}`;
}

function openInfo(stored: BlobInfo): Opened {
  const sealed = SEALED_TYPE.exec(stored.contentType);
  if (!sealed) return { info: stored, keyId: null };
  const info = { ...stored, sizeBytes: plainSize(stored.sizeBytes), contentType: sealed[2]! };
  return { info, keyId: sealed[1]! };
}

/** Does something anew when it met another version than it looked at. The last failure is the caller's. */
async function unlessOvertaken<T>(work: () => Promise<T>): Promise<T> {
  for (let left = READ_ATTEMPTS - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || !isOvertaken(error)) throw error;
    }
  }
}

/** Opens the content anew when it was replaced before its first byte; after that only the reader can. */
async function* ofOneVersion(
  opened: AsyncIterable<Uint8Array>,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): AsyncGenerator<Uint8Array> {
  let hasBegun = false;
  for (let content = opened, left = READ_ATTEMPTS - 1; ; left -= 1) {
    try {
      for await (const chunk of content) {
        hasBegun = true;
        yield chunk;
      }
      return;
    } catch (error) {
      if (hasBegun || left === 0 || !isOvertaken(error)) throw error;
    }
    content = await open();
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof AppError && error.code === 'BLOB_CHANGED';
}

/** The bytes of a range out of opened chunks, of which the first begins at byte `from`. */
async function* cut(
  chunks: AsyncIterable<Uint8Array | undefined>,
  { from, start, end }: { from: number; start: number; end: number },
  damaged: () => AppError,
): AsyncGenerator<Uint8Array> {
  let position = from;
  for await (const chunk of chunks) {
    if (!chunk) throw damaged();
    const begin = Math.max(0, start - position);
    yield chunk.subarray(begin, Math.min(chunk.length, end + 1 - position));
    position += chunk.length;
  }
  if (position <= end) throw damaged();
}

/** A stream without bytes. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

function undecryptable(key: string, keyId: string): AppError {
  return new AppError(
    'unavailable',
    'DATA_UNDECRYPTABLE',
    'A stored file cannot be decrypted. Restore the master secret it was encrypted with; if nothing was lost, it was changed from outside.',
    { key, keyId },
  );
}
