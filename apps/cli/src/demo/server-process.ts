import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '#libs/config';
import { AppError, type Clock } from '#libs/kernel';

const SERVER = fileURLToPath(new URL('../../../api/src/main.js', import.meta.url));
const STOP_GRACE_MS = 15_000;

/** A server of its own, on a free port and a temporary data folder, for as long as the demo lasts. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    readonly token: string,
  ) {}

  /** Starts it and waits until it listens. Errors: `unavailable` SERVER_DID_NOT_START with what it said. */
  static async start(): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'mneme-demo-'));
    const child = spawn(process.execPath, ['--enable-source-maps', SERVER], {
      env: childEnvironment({
        DATA_DIR: folder,
        PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'warn',
        LOG_FORMAT: 'json',
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const { url, token } = await readBanner(child);
      return new ServerProcess(child, folder, url, token);
    } catch (error) {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Stops it as an operator would and removes its data. */
  async stop(clock: Clock): Promise<void> {
    const gone = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      const force = clock.after(STOP_GRACE_MS, () => this.child.kill('SIGKILL'));
      await gone;
      force();
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Reads the address and the token that a first start prints. */
function readBanner(child: ChildProcess): Promise<{ url: string; token: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const url = /^Mneme listens on (\S+)$/m.exec(said)?.[1];
      const token = /^Owner's token: (\S+)$/m.exec(said)?.[1];
      if (url && token) resolve({ url, token });
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.once('exit', () => {
      reject(
        new AppError(
          'unavailable',
          'SERVER_DID_NOT_START',
          `The server did not start. It said:\n${said.trim()}`,
        ),
      );
    });
  });
}
