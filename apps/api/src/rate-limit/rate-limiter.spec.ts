import { beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '#libs/config';
import { ManualClock } from '#libs/kernel/testing';
import type { Cache } from '#libs/storage';
import { MemoryCache } from '#libs/storage/testing';
import { RateLimiter } from './rate-limiter.js';
import type { RateLimitName } from './rate-limits.js';

const HOUR_MS = 3_600_000;
const REPROCESS = 'conversations:reprocess';

describe('limits on how often an owner does something', () => {
  let clock: ManualClock;
  let cache: MemoryCache;
  beforeEach(() => {
    clock = new ManualClock(Date.UTC(2026, 0, 5, 10, 20));
    cache = new MemoryCache(clock);
  });

  const limiter = (boost = '1', shared: Cache = cache) =>
    new RateLimiter(shared, clock, loadConfig({ RATE_LIMIT_BOOST: boost }));
  const countTimes = async (times: number, by = limiter(), name: RateLimitName = REPROCESS) => {
    for (let time = 1; time < times; time += 1) await by.count('ada', name);
    return by.count('ada', name);
  };

  it('let through as many in an hour as the reference does, and say what is left', async () => {
    expect(await countTimes(1)).toEqual({
      isOver: false,
      limit: 3,
      remaining: 2,
      resetsAtMs: Date.UTC(2026, 0, 5, 11),
    });
    expect(await countTimes(2)).toMatchObject({ isOver: false, remaining: 0 });
    expect(await countTimes(1)).toMatchObject({ isOver: true, remaining: 0 });
  });

  it('begin anew with each hour of the clock', async () => {
    expect(await countTimes(4)).toMatchObject({ isOver: true });
    await clock.advance(39 * 60_000);
    expect(await countTimes(1)).toMatchObject({ isOver: true });
    await clock.advance(60_000);
    expect(await countTimes(1)).toMatchObject({ isOver: false, remaining: 2 });
    await clock.advance(HOUR_MS);
    expect(await countTimes(3)).toMatchObject({ isOver: false });
  });

  it('are nobody else’s, and of one kind of request each', async () => {
    expect(await countTimes(4)).toMatchObject({ isOver: true });
    expect(await limiter().count('eve', REPROCESS)).toMatchObject({ isOver: false, remaining: 2 });
    expect(await limiter().count('ada', 'conversations:merge')).toMatchObject({ remaining: 4 });
  });

  it('count what processes with one cache do, together', async () => {
    const [first, second] = [limiter(), limiter()];
    await countTimes(3, first);
    expect(await second.count('ada', REPROCESS)).toMatchObject({ isOver: true });
  });

  it('can be made wider, tighter but never shut, and taken away', async () => {
    expect(await limiter('10').count('ada', REPROCESS)).toMatchObject({ limit: 30 });
    expect(await limiter('0.1').count('eve', REPROCESS)).toMatchObject({ limit: 1, isOver: false });
    expect(await countTimes(50, limiter('0'))).toBeNull();
  });

  it('let everybody through while the cache is away', async () => {
    class AwayCache extends MemoryCache {
      override increment(_: string, by: number): Promise<number> {
        return Promise.resolve(by);
      }
    }
    expect(await countTimes(50, limiter('1', new AwayCache(clock)))).toMatchObject({ isOver: false });
  });
});
