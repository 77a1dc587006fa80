import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, type MissingProgram } from './programs.js';
import { Service, ServiceProcess, freePort, portAnswers } from './service-process.js';

/** A real CalDAV server on a free port of 127.0.0.1, with the accounts `ada`, `ada1` to `ada19`, all with the password `lovelace`. */
export class RadicaleServer extends Service {
  private constructor(
    service: ServiceProcess,
    /** `http://127.0.0.1:PORT` */
    readonly url: string,
    private readonly folder: string,
  ) {
    super(service);
  }

  /** What is missing for `start` to work, or null. */
  static missing(): MissingProgram | null {
    if (findProgram('radicale')) return null;
    return { what: 'radicale', install: 'apt-get install radicale' };
  }

  static async start(): Promise<RadicaleServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'mneme-radicale-'));
    const users = join(folder, 'users');
    await writeFile(users, Array.from({ length: 20 }, (_, at) => `ada${at || ''}:lovelace`).join('\n'));
    const service = new ServiceProcess({
      program: 'radicale',
      args: [
        ...['--config', '', '--server-hosts', `127.0.0.1:${port}`, '--auth-type', 'htpasswd'],
        ...['--auth-htpasswd-filename', users, '--auth-htpasswd-encryption', 'plain', '--auth-delay', '0'],
        ...['--rights-type', 'owner_only', '--storage-filesystem-folder', join(folder, 'collections')],
      ],
      answers: () => portAnswers(port, 'GET /.web/ HTTP/1.0\r\n\r\n', 'HTTP/1.0'),
    });
    const server = new RadicaleServer(service, `http://127.0.0.1:${port}`, folder);
    await service.start();
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}
