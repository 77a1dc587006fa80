import { createCache, KeyvAdapter, type CacheManagerStore } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Keyv, type StoredData } from 'keyv';
import type { Metrics } from '#libs/observability';
import { Cache } from '../../ports/cache.js';
import type { RedisConnection } from './redis-connection.js';

/** Atomic, and in one round trip. What is there and no counter makes room for one, as a value that expired would. */
const INCREMENT = `
  local held = redis.call('GET', KEYS[1])
  if held and not string.match(held, '^-?%d+$') then redis.call('DEL', KEYS[1]) end
  local value = redis.call('INCRBY', KEYS[1], ARGV[1])
  if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return value`;

type Operation = 'get' | 'set' | 'delete' | 'increment';

/**
 * Values and counters in Redis. Keys are stored as they are given, so names can follow the reference's; the values are this product's
 * own. While Redis is away nothing is found and nothing is kept, at once and without an error; a counter then answers as on its
 * first use, so that a limit lets everyone through.
 */
export class RedisCache extends Cache {
  private readonly cache: ReturnType<typeof createCache>;

  constructor(
    private readonly connection: RedisConnection,
    private readonly metrics: Metrics,
  ) {
    super();
    this.cache = createCache({ stores: [keyvOver(connection)] });
    this.cache.on('get', ({ error }) => {
      if (error) this.skipped('get');
    });
  }

  override get<T>(key: string): Promise<T | undefined> {
    return this.cache.get<T>(key);
  }

  override async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    // To the layers below, no time at all would mean for ever.
    if (ttlMs <= 0) return this.delete(key);
    await this.cache.set(key, value, Math.ceil(ttlMs)).catch(() => this.skipped('set'));
  }

  override async delete(key: string): Promise<void> {
    await this.cache.del(key).catch(() => this.skipped('delete'));
  }

  override async increment(key: string, by: number, ttlMs: number): Promise<number> {
    try {
      return (await this.connection.client.eval(INCREMENT, 1, key, by, Math.ceil(ttlMs))) as number;
    } catch {
      this.skipped('increment');
      return by;
    }
  }

  private skipped(operation: Operation): void {
    this.metrics.cacheSkipped.inc({ operation });
  }
}

/**
 * The bare store revives text of certain shapes into functions and dates. Above it a value is always JSON text that begins with a
 * brace, which it leaves alone. Redis alone counts the time to live, so that the clocks of several machines need not agree.
 */
function keyvOver(connection: RedisConnection): Keyv {
  const store = redisInsStore(connection.client) as unknown as CacheManagerStore;
  return new Keyv({
    store: new TextAndCounters(store),
    useKeyPrefix: false,
    throwOnErrors: true,
    emitErrors: false,
    serialize: ({ value }) => JSON.stringify({ value }),
    deserialize: (text) => JSON.parse(text) as never,
  });
}

/** Lets through what `set` and `increment` wrote, and nothing that the store below made of another program's data. */
class TextAndCounters extends KeyvAdapter {
  override async get<T>(key: string): Promise<StoredData<T> | undefined> {
    const stored: unknown = await super.get(key);
    if (typeof stored === 'string') return stored as T;
    if (typeof stored === 'number') return { value: stored as T, expires: undefined };
    return undefined;
  }
}
