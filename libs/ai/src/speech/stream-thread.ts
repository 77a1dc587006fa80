import { Worker } from 'node:worker_threads';
import { AppError } from '#libs/kernel';

/** What a stream is told by its thread: `stream` is the number that it was given. */
export interface ThreadReply {
  readonly stream: number;
}

export interface ThreadStream<Reply extends ThreadReply> {
  onReply(reply: Reply): void;
  /** The thread is gone, and what it had not told with it. */
  onDeath(error: AppError): void;
}

/** A message that every thread understands, besides its own: end after what you are computing right now. */
export interface StopRequest {
  readonly type: 'stop';
}

/** A message that every thread sends once, before all others: models are loaded. */
export interface ReadyReply {
  readonly type: 'ready';
}

/** The main thread's end of a worker thread that many streams share. Carries messages; knows nothing of speech. */
export class StreamThread<Request extends { readonly type: string }, Reply extends ThreadReply> {
  private readonly streams = new Map<number, ThreadStream<Reply>>();
  private nextStream = 1;
  private dead: AppError | undefined;
  private readonly worker: Worker;
  private readonly exited: Promise<void>;
  private readonly started: Promise<void>;

  /** @param workerData what the worker finds as its `workerData` */
  constructor(module: URL, workerData: unknown) {
    this.worker = new Worker(module, { workerData });
    this.exited = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.started = new Promise((resolve, reject) => {
      this.worker.on('message', (reply: Reply | ReadyReply) => {
        if ('stream' in reply) this.streams.get(reply.stream)?.onReply(reply);
        else resolve();
      });
      this.worker.on('error', (error) => reject(this.die(error)));
      this.worker.on('exit', () => reject(this.die()));
    });
    // Whoever waits for `ready` hears of it; nobody has to wait.
    this.started.catch(() => undefined);
  }

  get alive(): boolean {
    return this.dead === undefined;
  }

  /** Resolves when models are loaded. Throws `unavailable` SPEECH_UNAVAILABLE. */
  ready(): Promise<void> {
    return this.started;
  }

  attach(stream: ThreadStream<Reply>): number {
    if (this.dead) throw this.dead;
    const number = this.nextStream;
    this.nextStream += 1;
    this.streams.set(number, stream);
    return number;
  }

  detach(stream: number): void {
    this.streams.delete(stream);
  }

  /** @param transfer what moves to the thread and is gone here afterwards */
  post(request: Request, transfer: ArrayBuffer[] = []): void {
    this.worker.postMessage(request, transfer);
  }

  /** Ends the thread after what it is computing right now. */
  async stop(): Promise<void> {
    if (!this.dead) this.worker.postMessage({ type: 'stop' } satisfies StopRequest);
    await this.exited;
  }

  private die(cause?: unknown): AppError {
    if (this.dead) return this.dead;
    this.dead = new AppError(
      'unavailable',
      'SPEECH_UNAVAILABLE',
      'The speech thread stopped. It starts again with the next stream; send the audio after the last progress once more.',
      {},
      { cause },
    );
    const streams = [...this.streams.values()];
    this.streams.clear();
    for (const stream of streams) stream.onDeath(this.dead);
    return this.dead;
  }
}
