import type { OnApplicationShutdown } from '@nestjs/common';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { AppEventBus } from '#libs/contracts';
import type { Log } from '#libs/observability';
import { relayEvents } from './event-relay.js';
import { Fanout, type FanoutServer } from './fanout.js';

/** Socket.IO over Redis streams. While Redis is away events are lost, as they may be, and sockets of this process work on. */
export class RedisFanout extends Fanout implements OnApplicationShutdown {
  private readonly redis: Redis;
  private worker: Server | null = null;

  constructor(
    redisUrl: string,
    private readonly bus: AppEventBus,
    log: Log,
  ) {
    super();
    // The adapter reads again at once whenever a read fails: a client that refuses commands while Redis is away would make it spin.
    this.redis = new Redis(redisUrl, { connectionName: 'mneme-fanout', maxRetriesPerRequest: null });
    this.redis.on('error', (error: NodeJS.ErrnoException) => {
      log.debug('the connection for events has trouble', { 'error.code': error.code ?? 'REDIS' });
    });
  }

  override join(server: FanoutServer): void {
    server.adapter(createAdapter(this.redis) as never);
    relayEvents(this.bus, server);
  }

  override joinAsWorker(): void {
    this.worker = new Server();
    this.join(this.worker);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.worker?.of('/').adapter.close();
    this.redis.disconnect();
  }
}
