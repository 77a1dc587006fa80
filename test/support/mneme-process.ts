import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudInstallation, sharedServices } from './cloud-installation.js';

/** The checkout: `test/support` lies two levels below it, or three when it was compiled. */
export const PROJECT = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../', import.meta.url),
);
const SERVER = 'dist/apps/api/src/main.js';

export interface ProcessOptions {
  /** Reuses the folder of an earlier process; without it a temporary one is made. */
  dataDir?: string;
  env?: Record<string, string>;
  /** Another copy of the built project. */
  installation?: string;
}

/** The built server as a process of its own, as an operator runs it. */
export class MnemeProcess {
  url = '';
  /** Printed at the first start of a data folder only. */
  token = '';
  /** Everything that it wrote, log lines included. */
  said = '';

  private constructor(
    readonly child: ChildProcess,
    readonly dataDir: string,
    /** What it was told, without what every process has. */
    readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts it and waits until it listens; rejects with what it said when it ends before. */
  static async start(options: ProcessOptions = {}): Promise<MnemeProcess> {
    const server = await MnemeProcess.launch(options);
    await server.listening();
    return server;
  }

  /** Starts it without waiting. */
  static async launch({
    dataDir,
    env = {},
    installation = PROJECT,
  }: ProcessOptions = {}): Promise<MnemeProcess> {
    const main = join(installation, SERVER);
    if (!existsSync(main)) throw new Error('dist/ is missing: run `npm run build` first');
    const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'mneme-e2e-')));
    const told = { ...(await settingsOf(folder)), ...env };
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: { ...process.env, ...told },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new MnemeProcess(child, folder, told);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => void (server.said += chunk.toString('utf8')));
    return server;
  }

  /** Resolves when it listens; rejects with what it said when it ends before. */
  listening(): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        this.token = /^Owner's token: (\S+)$/m.exec(this.said)?.[1] ?? this.token;
        this.url = /^Mneme listens on (\S+)$/m.exec(this.said)?.[1] ?? '';
        if (!this.url || !this.said.includes('  Data: ')) return;
        this.child.stdout!.off('data', look);
        resolve();
      };
      this.child.stdout!.on('data', look);
      this.child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.said}`)));
    });
  }

  /** Resolves with the exit code (or the signal's name). */
  exited(): Promise<number | string> {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) return Promise.resolve(exitCode ?? signalCode!);
    return new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(code ?? signal!)));
  }

  /** Dies in the middle of whatever it does. */
  async kill(): Promise<void> {
    const gone = this.exited();
    this.child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    const gone = this.exited();
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await gone;
  }

  /** Stops it and removes its data. */
  async dispose(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    await CloudInstallation.dispose(this.dataDir);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A request with the owner's token. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, {
      ...init,
      headers: { Authorization: `Bearer ${this.token}`, ...(init.headers as Record<string, string>) },
    });
  }

  async json<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await this.fetch(path, init);
    if (!response.ok)
      throw new Error(
        `${init.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`,
      );
    return (await response.json()) as T;
  }
}

/** On the profile that this run is about: embedded, unless services of the cloud were started for it. */
async function settingsOf(dataDir: string): Promise<Record<string, string>> {
  const services = sharedServices();
  const cloud = services ? (await CloudInstallation.of(dataDir, services)).env : {};
  return {
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    TIME_ZONE: 'UTC',
    DATA_DIR: dataDir,
    ...cloud,
  };
}
