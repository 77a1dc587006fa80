import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type MissingProgram } from './programs.js';
import { ServiceProcess, freePort, portAnswers } from './service-process.js';

export interface RedisServerOptions {
  /** Every write is on disk before it is answered, and is there again after `stop` and `restart`. Without it a stop forgets all. */
  readonly durable?: boolean;
}

/** A real redis-server on a free port of 127.0.0.1. */
export class RedisServer {
  private constructor(
    /** `redis://127.0.0.1:PORT`; the same after a restart. */
    readonly url: string,
    private readonly folder: string,
    private readonly service: ServiceProcess,
  ) {}

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
    const server = new RedisServer(`redis://127.0.0.1:${port}`, folder, service);
    await service.start();
    return server;
  }

  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    return this.service.stop(signal);
  }

  /** After `stop`: on the same port. */
  restart(): Promise<void> {
    return this.service.start();
  }

  /** Connections stay open and nothing is answered, as when the network swallows packets. */
  pause(): void {
    this.service.pause();
  }

  resume(): void {
    this.service.resume();
  }

  async dispose(): Promise<void> {
    await this.service.stop('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
