import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';

type Server = ReturnType<IoAdapter['createIOServer']>;

/** Socket.IO over Redis streams, so that servers and workers reach each other's sockets and hear each other's events. */
export class RedisIoAdapter extends IoAdapter {
  private readonly redis: Redis;

  constructor(app: INestApplicationContext, redisUrl: string, onError: (error: Error) => void) {
    super(app);
    // The adapter reads again at once whenever a read fails: a client that refuses commands while Redis is away would make it spin.
    this.redis = new Redis(redisUrl, { maxRetriesPerRequest: null, enableOfflineQueue: true });
    this.redis.on('error', onError);
  }

  override createIOServer(...args: Parameters<IoAdapter['createIOServer']>): Server {
    const server = super.createIOServer(...args);
    server.adapter(createAdapter(this.redis));
    return server;
  }

  override async close(server: Server): Promise<void> {
    await super.close(server);
    this.redis.disconnect();
  }
}
