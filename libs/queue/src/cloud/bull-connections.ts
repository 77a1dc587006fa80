import { Redis, type RedisOptions } from 'ioredis';
import type Bull from 'bull';
import { AppError } from '#libs/kernel';
import type { Log } from '#libs/observability';
import { settingsOf } from './inspect-redis.js';

export interface BullTimings {
  /** A process that is silent for this long has lost its jobs. */
  readonly lockMs: number;
  /** How often a process prolongs the locks of its jobs; two may fail before a lock ends. */
  readonly tendEveryMs: number;
  /** How often jobs without a lock are looked for: they are taken up again at the second look. */
  readonly stalledEveryMs: number;
}

export const BULL_TIMINGS: BullTimings = { lockMs: 15_000, tendEveryMs: 5_000, stalledEveryMs: 5_000 };

export interface BullConnectionsOptions {
  readonly redisUrl: string;
  /** All keys begin with it. */
  readonly prefix?: string;
  readonly log: Log;
  readonly timings?: BullTimings;
}

/** A command that Redis does not answer in this time has failed, also when the connection looks alive. */
const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** How long a worker's connection waits for a job before it asks again; new jobs end the wait at once. */
const WAIT_FOR_JOB_S = 5;
/**
 * A connection that waits for jobs hears at least that there are none; one that hears nothing for this long is dead. Not ioredis'
 * `blockingTimeout`: it gives up single commands, and the job in an answer that comes after that would be thrown away.
 */
const SILENT_CONNECTION_MS = 3 * WAIT_FOR_JOB_S * 1_000;
const LONGEST_RECONNECT_WAIT_MS = 1_000;

/**
 * The connections that all Bull queues of a process share: one for commands, which fails quickly so that a request is answered, one for
 * notices of delayed jobs, and per queue one that waits for jobs and comes back by itself after any outage. Redis Cluster is not supported.
 */
export class BullConnections {
  readonly client: Redis;
  readonly prefix: string;
  readonly timings: BullTimings;
  private readonly patient: Redis[] = [];
  private subscriber: Redis | undefined;
  private away = false;

  constructor(private readonly options: BullConnectionsOptions) {
    this.prefix = options.prefix ?? 'mneme:jobs';
    this.timings = options.timings ?? BULL_TIMINGS;
    this.client = this.connect({ maxRetriesPerRequest: 1, commandTimeout: COMMAND_TIMEOUT_MS });
    this.client.on('close', () => this.noteAway(true));
    this.client.on('ready', () => this.noteAway(false));
  }

  /** For `BullModule.forRoot`, or `new Bull(name, …)`. */
  get queueOptions(): Bull.QueueOptions {
    const { lockMs, stalledEveryMs } = this.timings;
    return {
      prefix: this.prefix,
      createClient: (type) => this.clientFor(type),
      settings: {
        lockDuration: lockMs,
        // Locks are prolonged by BullLane, which also learns which ones are lost.
        lockRenewTime: 0x7fffffff,
        stalledInterval: stalledEveryMs,
        // What takes its process down is given up on by its attempts, as every job.
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        retryProcessDelay: LONGEST_RECONNECT_WAIT_MS,
        drainDelay: WAIT_FOR_JOB_S,
      },
    };
  }

  /**
   * Whether Redis is there and keeps what it is given.
   * @throws AppError `unavailable` JOB_STORE_UNAVAILABLE; `unavailable` REDIS_EVICTS when it may drop jobs to make room
   */
  async checkAtOpen(): Promise<void> {
    await this.check();
    const { policy, appendonly } = await settingsOf(this.client);
    if (policy !== undefined && policy !== 'noeviction') throw evicts(policy);
    if (appendonly === 'no')
      this.options.log.warn('Redis keeps jobs in memory only: set appendonly yes and appendfsync always');
  }

  /** @throws AppError `unavailable` JOB_STORE_UNAVAILABLE */
  async check(): Promise<void> {
    await asked(this.client.ping());
  }

  close(): void {
    for (const connection of [this.client, this.subscriber, ...this.patient]) connection?.disconnect();
  }

  private clientFor(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'client') return this.client;
    const waiting = { maxRetriesPerRequest: null, enableReadyCheck: false, keepAlive: 10_000 };
    if (type === 'subscriber') return (this.subscriber ??= this.connect(waiting));
    const connection = this.connect({ ...waiting, socketTimeout: SILENT_CONNECTION_MS });
    this.patient.push(connection);
    return unnamed(connection);
  }

  private connect(options: RedisOptions): Redis {
    const connection = new Redis(this.options.redisUrl, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: (times) => Math.min(times * 50, LONGEST_RECONNECT_WAIT_MS),
      ...options,
    });
    // Every queue listens to the shared ones.
    connection.setMaxListeners(0);
    // What it means is told by the commands that fail, and by `away`.
    connection.on('error', () => undefined);
    return connection;
  }

  private noteAway(away: boolean): void {
    if (away === this.away) return;
    this.away = away;
    if (away) this.options.log.warn('Redis cannot be reached; jobs wait', { 'error.code': UNAVAILABLE });
    else this.options.log.info('Redis is back; jobs go on');
  }
}

const UNAVAILABLE = 'JOB_STORE_UNAVAILABLE';

/**
 * Bull gives each such connection a name and lets nobody catch when that fails, which ends a process that is just stopping. The name is
 * for lists of workers that we do not show.
 */
function unnamed(connection: Redis): Redis {
  connection.client = (() => Promise.resolve('OK')) as unknown as Redis['client'];
  return connection;
}

/** Gives a command's failure the port's words. */
export async function asked<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (cause) {
    const message = 'The job queue cannot be reached. Check that Redis runs and that REDIS_URL leads to it.';
    throw new AppError('unavailable', UNAVAILABLE, message, {}, { cause });
  }
}

function evicts(policy: string): AppError {
  const message =
    `Redis may drop jobs when its memory is full (maxmemory-policy ${policy}). ` +
    'Set maxmemory-policy noeviction on the Redis of REDIS_URL.';
  return new AppError('unavailable', 'REDIS_EVICTS', message, { policy });
}
