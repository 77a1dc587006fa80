import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { SilentLog, Metrics } from '#libs/observability';
import {
  RedisConnection,
  type RedisConnectionOptions,
  type RedisPurpose,
} from '../cloud/redis/redis-connection.js';

/** Takes the time off every key that has one; what is used up goes, as it would have by itself. */
const PASS = `
  for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do
    local leftMs = redis.call('PTTL', key)
    if leftMs >= 0 then redis.call('PEXPIRE', key, leftMs - ARGV[2]) end
  end`;
const CLEAR = `for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('DEL', key) end`;

/** A corner of a real Redis for one test: every key lies under a prefix that nobody else has. */
export class TemporaryRedis {
  private readonly opened: RedisConnection[] = [];

  private constructor(
    private readonly control: RedisConnection,
    private readonly options: RedisConnectionOptions,
  ) {}

  /** Waits longer for an answer than production does, since tests share a busy machine. */
  static async open(url: string, purpose: RedisPurpose): Promise<TemporaryRedis> {
    const shared = { url, purpose, log: new SilentLog(), metrics: new Metrics(), answerLimitMs: 10_000 };
    const keyPrefix = `test-${randomBytes(8).toString('hex')}:`;
    return new TemporaryRedis(await RedisConnection.open(shared), { ...shared, keyPrefix });
  }

  async connect(): Promise<RedisConnection> {
    const connection = await RedisConnection.open(this.options);
    this.opened.push(connection);
    return connection;
  }

  readonly pass = async (durationMs: number): Promise<void> => {
    await this.control.client.eval(PASS, 0, this.options.keyPrefix!, durationMs);
  };

  /** Cuts one connection and mends it. */
  outageOf({ client }: RedisConnection): { begin(): Promise<void>; end(): Promise<void> } {
    return {
      begin: async () => {
        const ended = once(client, 'end');
        client.disconnect();
        await ended;
      },
      end: () => client.connect(),
    };
  }

  async dispose(): Promise<void> {
    await this.control.client.eval(CLEAR, 0, this.options.keyPrefix!);
    await Promise.all([this.control, ...this.opened].map((connection) => connection.close()));
  }
}
