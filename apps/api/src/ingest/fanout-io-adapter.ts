import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Fanout, FanoutServer } from '#libs/product';

type Server = ReturnType<IoAdapter['createIOServer']>;

/** Socket.IO as one of several servers of an installation. */
export class FanoutIoAdapter extends IoAdapter {
  constructor(
    app: INestApplicationContext,
    private readonly fanout: Fanout,
  ) {
    super(app);
  }

  override createIOServer(...args: Parameters<IoAdapter['createIOServer']>): Server {
    const server = super.createIOServer(...args);
    this.fanout.join(server as FanoutServer);
    return server;
  }
}
