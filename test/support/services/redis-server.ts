import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type MissingProgram } from './programs.js';
import { Service, ServiceProcess, freePort, portAnswers } from './service-process.js';

export interface RedisServerOptions {
  /** Every write is on disk before it is answered, and is there again after `stop` and `restart`. Without it a stop forgets all. */
  readonly durable?: boolean;
}

/** A real redis-server on a free port of 127.0.0.1. */
export class RedisServer extends Service {
  private constructor(
    service: ServiceProcess,
    /** `redis://127.0.0.1:PORT` */
    readonly url: string,
    /** Where a durable one keeps the log of its writes. */
    readonly folder: string,
  ) {
    super(service);
  }

  /** What is missing for `start` to work, or null. */
  static missing(): MissingProgram | null {
    if (findProgram('redis-server')) return null;
    return { what: 'redis-server', install: 'apt-get install redis-server' };
  }

  static async start({ durable = false }: RedisServerOptions = {}): Promise<RedisServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'mneme-redis-'));
    const persistence = durable ? ['yes', '--appendfsync', 'always'] : ['no'];
    const service = new ServiceProcess({
      program: 'redis-server',
      args: [
        ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
        ...['--save', '', '--appendonly', ...persistence],
      ],
      answers: () => portAnswers(port, 'PING\r\n', '+PONG'),
    });
    const server = new RedisServer(service, `redis://127.0.0.1:${port}`, folder);
    await service.start();
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}
