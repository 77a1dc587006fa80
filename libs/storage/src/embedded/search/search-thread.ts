import { Worker } from 'node:worker_threads';
import { AppError, builtModuleUrl } from '#libs/kernel';
import type { Log } from '#libs/observability';
import {
  STOP,
  unpackFailure,
  type SearchOperation,
  type SearchOperations,
  type SearchReply,
} from './search-protocol.js';

interface Waiting {
  resolve(result: unknown): void;
  reject(error: AppError): void;
}

export interface SearchThreadOptions {
  readonly file: string;
  readonly log: Log;
  /** What the thread runs; another one only in tests of its failure. */
  readonly module?: URL;
}

/**
 * The main thread's side of the search thread. The thread starts with the first request. When it dies, what waited for it fails with
 * STORAGE_UNAVAILABLE, which is worth another try, and the next request starts a new one.
 */
export class SearchThread {
  private worker: Worker | undefined;
  private stopped: Promise<void> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly options: SearchThreadOptions) {}

  call<Name extends SearchOperation>(
    operation: Name,
    ...args: Parameters<SearchOperations[Name]>
  ): Promise<ReturnType<SearchOperations[Name]>> {
    if (this.stopped)
      return Promise.reject(unavailable('The search thread was stopped: the server is stopping.'));
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      (this.worker ??= this.start()).postMessage({ id, operation, args });
    });
  }

  /** Lets the thread finish what it was asked, then ends it. */
  close(): Promise<void> {
    this.stopped ??= new Promise((resolve) => {
      if (!this.worker) return resolve();
      this.worker.once('exit', () => resolve());
      this.worker.postMessage(STOP);
    });
    return this.stopped;
  }

  private start(): Worker {
    const module = this.options.module ?? builtModuleUrl(import.meta.url, './search-worker.js');
    // No flags of this process: under the test runner they would make the thread resolve TypeScript sources.
    const worker = new Worker(module, {
      workerData: { file: this.options.file },
      name: 'search-worker',
      execArgv: [],
    });
    worker.on('message', (reply: SearchReply) => this.settle(reply));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker));
    return worker;
  }

  private settle(reply: SearchReply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('failure' in reply) waiting?.reject(unpackFailure(reply.failure));
    else waiting?.resolve(reply.result);
  }

  private lose(worker: Worker, cause?: unknown): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    const lost = [...this.waiting.values()];
    this.waiting.clear();
    if (!this.stopped) {
      this.options.log.error('the search thread died and will be started again', { count: lost.length });
    }
    for (const { reject } of lost) reject(unavailable('Search stopped while it worked. Try again.', cause));
  }
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', 'STORAGE_UNAVAILABLE', message, {}, { cause });
}
