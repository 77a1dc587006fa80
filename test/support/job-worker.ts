import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from './mneme-process.js';

/** The built worker as a process of its own, with a data folder of its own. */
export class JobWorker {
  healthUrl = '';
  said = '';

  private constructor(
    readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {}

  /** Starts it and waits until it runs jobs. */
  static async start(env: Readonly<Record<string, string>>): Promise<JobWorker> {
    const worker = await JobWorker.launch({ ...env, WORKER_HEALTH_PORT: '0' });
    await new Promise<void>((resolve, reject) => {
      worker.child.stdout!.on('data', () => {
        worker.healthUrl = /its health: (\S+)\/readyz/.exec(worker.said)?.[1] ?? '';
        if (worker.healthUrl) resolve();
      });
      worker.child.once('exit', (code) =>
        reject(new Error(`the worker ended with ${code}:\n${worker.said}`)),
      );
    });
    return worker;
  }

  /** Starts it without waiting. */
  static async launch(env: Readonly<Record<string, string>>): Promise<JobWorker> {
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-worker-'));
    const main = join(PROJECT, 'dist/apps/worker/src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: { ...process.env, LOG_LEVEL: 'warn', LOG_FORMAT: 'json', ...env, DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const worker = new JobWorker(child, dataDir);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => void (worker.said += chunk.toString('utf8')));
    return worker;
  }

  /** Resolves with the exit code (or the signal's name). */
  exited(): Promise<number | string> {
    if (this.child.exitCode !== null) return Promise.resolve(this.child.exitCode);
    return new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(code ?? signal!)));
  }

  stop(): Promise<number | string> {
    const gone = this.exited();
    this.child.kill('SIGTERM');
    return gone;
  }

  async dispose(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
