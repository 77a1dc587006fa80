import { newId } from '#libs/kernel';
import { Locks, type Lock } from '../../ports/locks.js';
import { redisUnavailable, type RedisConnection } from './redis-connection.js';

/** Apart from the keys of the cache, so that caching something can never give a lock away. */
const lockKey = (name: string) => `lock:${name}`;
const wholeMs = (ttlMs: number) => Math.max(1, Math.ceil(ttlMs));
const FENCING_KEY = 'lock-fencing-token';

/**
 * The token is the greater of the last one plus one and Redis's own time in microseconds: it grows over every expiry, and also when
 * Redis forgot the last one. Microseconds since 1970 stay exact in a double until the year 2255.
 */
const ACQUIRE = `
  if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
  local now = redis.call('TIME')
  local last = tonumber(redis.call('GET', KEYS[2]) or '0')
  local token = string.format('%.0f', math.max(last + 1, now[1] * 1000000 + now[2]))
  redis.call('SET', KEYS[2], token)
  return token`;

const RENEW = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

const RELEASE = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
  return redis.call('DEL', KEYS[1])`;

/**
 * Leases in one Redis, shared by all processes. Errors: `unavailable` STORAGE_UNAVAILABLE, never a lock, while Redis is away. An
 * acquisition whose answer was lost may hold the name until its time is over. A Redis that loses its data, or a failover to a replica
 * that lags, can let a second holder in while the first still works: what must not happen twice needs its fencing token checked by
 * the store it writes to. (Several independent Redises, as Redlock wants, would not change that.)
 */
export class RedisLocks extends Locks {
  constructor(private readonly connection: RedisConnection) {
    super();
  }

  override async tryAcquire(name: string, ttlMs: number): Promise<Lock | null> {
    const key = lockKey(name);
    const holder = newId();
    const token = await this.run(ACQUIRE, [key, FENCING_KEY], [holder, wholeMs(ttlMs)]);
    if (token === null) return null;
    return {
      fencingToken: Number(token),
      renew: async (renewedTtlMs) => (await this.run(RENEW, [key], [holder, wholeMs(renewedTtlMs)])) === 1,
      release: async () => {
        await this.connection.client.eval(RELEASE, 1, key, holder).catch(() => undefined);
      },
    };
  }

  private async run(
    script: string,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<unknown> {
    try {
      return await this.connection.client.eval(script, keys.length, ...keys, ...values);
    } catch (error) {
      throw redisUnavailable(error);
    }
  }
}
