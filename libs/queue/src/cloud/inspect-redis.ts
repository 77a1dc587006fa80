import type { Redis } from 'ioredis';

/** How a Redis keeps what it is given. Hosted services may forbid to ask: then a setting is undefined, and nothing is known. */
export interface RedisSettings {
  /** `maxmemory-policy`: what it drops when its memory is full. */
  readonly policy: string | undefined;
  /** `yes` when every write goes to its disk. */
  readonly appendonly: string | undefined;
  /** When that is forced there: `always`, `everysec` or `no`. */
  readonly appendfsync: string | undefined;
}

const ANSWER_LIMIT_MS = 3_000;

/** The settings of the Redis at `url`, by a connection of its own. Rejects when it cannot be reached. */
export async function inspectRedis(url: string): Promise<RedisSettings> {
  // Loaded here, because on the embedded profile nobody asks.
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: ANSWER_LIMIT_MS,
    commandTimeout: ANSWER_LIMIT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await settingsOf(client);
  } finally {
    client.disconnect();
  }
}

export async function settingsOf(client: Redis): Promise<RedisSettings> {
  const setting = async (name: string) => {
    const pair = (await client.config('GET', name).catch(() => [])) as string[];
    return pair[1];
  };
  return {
    policy: await setting('maxmemory-policy'),
    appendonly: await setting('appendonly'),
    appendfsync: await setting('appendfsync'),
  };
}
