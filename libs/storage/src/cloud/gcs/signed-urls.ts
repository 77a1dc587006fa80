import type { Bucket } from '@google-cloud/storage';
import type { Clock } from '#libs/kernel';
import { cacheKeys } from '../../cache-keys.js';
import type { Cache } from '../../ports/cache.js';

interface SignedUrl {
  readonly url: string;
  readonly expires_at_ms: number;
}

/** An address given out lives at least so long, since somebody is about to use it. */
const LEAST_MS = 1_000;
/** Google signs for a week at most. */
const MOST_MS = 7 * 24 * 60 * 60 * 1_000;

/** V4 signed addresses to GET a blob, each used until it ends: clients can then keep what they fetched from it. */
export class SignedUrls {
  constructor(
    /** Null when nobody can sign. */
    private readonly bucket: Bucket | null,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  async of(key: string, ttlMs: number): Promise<string | null> {
    if (!this.bucket) return null;
    const cacheKey = cacheKeys.signedUrl(key);
    const nowMs = this.clock.nowMs();
    const known = await this.cache.get<SignedUrl>(cacheKey);
    const knownForMs = known ? known.expires_at_ms - nowMs : 0;
    if (known && knownForMs >= LEAST_MS && knownForMs <= ttlMs) return known.url;
    const lifeMs = Math.min(Math.max(ttlMs, LEAST_MS), MOST_MS);
    const url = await signed(this.bucket, key, nowMs, lifeMs);
    if (url === null) return null;
    const value: SignedUrl = { url, expires_at_ms: nowMs + lifeMs };
    await this.cache.set(cacheKey, value, lifeMs - LEAST_MS);
    return url;
  }

  forget(key: string): Promise<void> {
    return this.cache.delete(cacheKeys.signedUrl(key));
  }
}

/** Null when this machine's account has no key and no right to have Google sign for it. */
async function signed(bucket: Bucket, key: string, nowMs: number, lifeMs: number): Promise<string | null> {
  try {
    const times = { accessibleAt: nowMs, expires: nowMs + lifeMs };
    const [url] = await bucket.file(key).getSignedUrl({ version: 'v4', action: 'read', ...times });
    return url;
  } catch (error) {
    if ((error as Error).name === 'SigningError') return null;
    throw error;
  }
}
