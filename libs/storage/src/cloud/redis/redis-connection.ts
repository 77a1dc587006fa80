import { Redis } from 'ioredis';
import { AppError } from '#libs/kernel';
import type { Log, Metrics } from '#libs/observability';

/** What a connection is for decides how long its callers can wait, in milliseconds. */
const ANSWER_LIMIT_MS = {
  /** A request waits for it, and can do without. */
  cache: 250,
  /** Nothing can go on without it, and a busy moment of this process should not look like an outage. */
  locks: 2_000,
} as const;

export type RedisPurpose = keyof typeof ANSWER_LIMIT_MS;

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with user, password and database number where needed. Never logged. */
  readonly url: string;
  readonly purpose: RedisPurpose;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Before every key, for several installations in one Redis. */
  readonly keyPrefix?: string;
  /** Instead of the purpose's own limit. */
  readonly answerLimitMs?: number;
}

const FIRST_RECONNECT_MS = 50;
const SLOWEST_RECONNECT_MS = 2_000;
/** Answers of a server that lets us in no further; waiting does not help, an operator does. */
const REFUSED = new Set(['NOAUTH', 'WRONGPASS', 'NOPERM']);

/**
 * One connection that fails at once while Redis is away and comes back by itself. A command is sent once: what was under way when the
 * connection broke is rejected, since an increment sent again would count twice. A server that takes commands and answers none is
 * taken for dead after the limit; from then on nothing is sent until it answers again.
 */
export class RedisConnection {
  private available: boolean | undefined;
  private lastCode: string | undefined;
  private isClosing = false;

  private constructor(
    /** Every method rejects at once while Redis is away. */
    readonly client: Redis,
    private readonly options: RedisConnectionOptions,
  ) {
    client.on('ready', () => this.changed(true));
    client.on('close', () => this.changed(false));
    client.on('error', (error: unknown) => (this.lastCode = codeOf(error)));
  }

  /** Resolves when Redis answered or could not be reached: a process may start before it. */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    const limitMs = options.answerLimitMs ?? ANSWER_LIMIT_MS[options.purpose];
    const client = new Redis(options.url, {
      ...(options.keyPrefix !== undefined && { keyPrefix: options.keyPrefix }),
      connectionName: `mneme-${options.purpose}`,
      lazyConnect: true,
      connectTimeout: Math.max(limitMs, SLOWEST_RECONNECT_MS),
      commandTimeout: limitMs,
      socketTimeout: limitMs,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(FIRST_RECONNECT_MS * 2 ** (attempt - 1), SLOWEST_RECONNECT_MS),
      // After a failover the connection may lead to what is now a replica.
      reconnectOnError: (error) => codeOf(error) === 'READONLY',
    });
    const connection = new RedisConnection(client, options);
    await client.connect().catch(() => connection.changed(false));
    return connection;
  }

  /** Rejects with `unavailable` STORAGE_UNAVAILABLE unless Redis answers now. */
  async check(): Promise<void> {
    try {
      await this.client.ping();
    } catch (error) {
      throw redisUnavailable(error, this.lastCode);
    }
  }

  /** Lets commands under way finish. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.client.quit().catch(() => this.client.disconnect());
  }

  /** One line for the beginning of an outage and one for its end, however many attempts fail in between. */
  private changed(available: boolean): void {
    const { log, metrics, purpose } = this.options;
    if (available === this.available || this.isClosing) return;
    metrics.redisAvailable.set({ purpose }, available ? 1 : 0);
    const isFirst = this.available === undefined;
    this.available = available;
    const service = { 'service.name': `redis ${purpose}` };
    if (!available) log.warn('redis is away', { ...service, 'error.code': this.lastCode ?? 'CLOSED' });
    else if (!isFirst) log.info('redis is back', service);
    if (available) this.lastCode = undefined;
  }
}

/** `unavailable` STORAGE_UNAVAILABLE, without the command: its arguments are users' data. */
export function redisUnavailable(error: unknown, reason = codeOf(error)): AppError {
  const advice =
    reason !== undefined && REFUSED.has(reason)
      ? 'Redis refuses us. Check the user and password in REDIS_URL.'
      : 'Redis does not answer right now. Check that it runs and that REDIS_URL leads to it.';
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    advice,
    { redis_code: reason ?? 'CLOSED' },
    { cause: error },
  );
}

/** The system's code, like ECONNREFUSED, or the first word of Redis's own answer, like OOM. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return code ?? /^[A-Z]{2,}\b/.exec(error.message)?.[0];
}
