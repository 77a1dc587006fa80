import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { Cache } from '#libs/storage';
import { RATE_LIMITS, type RateLimitName } from './rate-limits.js';

const keyOf = (name: RateLimitName, ownerId: string, startedAtMs: number) =>
  `rate_limit:${name}:${ownerId}:${startedAtMs}`;

/** Where an owner stands with one limit, this request included. */
export interface Standing {
  readonly isOver: boolean;
  /** Requests in a window. */
  readonly limit: number;
  /** Requests that are left in this one. */
  readonly remaining: number;
  /** When the next window begins, epoch milliseconds. */
  readonly resetsAtMs: number;
}

/**
 * Counts requests of each owner in fixed windows of the wall clock, for all processes together when they share a cache. While that is away
 * everybody is let through, which the cache itself counts (`mneme_cache_skipped_total`).
 */
@Injectable()
export class RateLimiter {
  private readonly boost: number;

  constructor(
    private readonly cache: Cache,
    private readonly clock: Clock,
    { rateLimit }: AppConfig,
  ) {
    this.boost = rateLimit.boost;
  }

  /** Counts one request. Null: nothing is limited here. */
  async count(ownerId: string, name: RateLimitName): Promise<Standing | null> {
    const { requests, windowMs } = RATE_LIMITS[name];
    const limit = Math.ceil(requests * this.boost);
    if (limit === 0) return null;
    const startedAtMs = Math.floor(this.clock.nowMs() / windowMs) * windowMs;
    const used = await this.cache.increment(keyOf(name, ownerId, startedAtMs), 1, windowMs);
    return {
      isOver: used > limit,
      limit,
      remaining: Math.max(0, limit - used),
      resetsAtMs: startedAtMs + windowMs,
    };
  }
}
