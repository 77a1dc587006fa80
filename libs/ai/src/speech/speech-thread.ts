import { Worker } from 'node:worker_threads';
import { AppError, builtModuleUrl } from '#libs/kernel';
import type { SpeechReply, SpeechRequest, SpeechThreadData } from './speech-protocol.js';

export type StreamReply = Exclude<SpeechReply, { type: 'ready' }>;

export interface ThreadStream {
  onReply(reply: StreamReply): void;
  /** The thread is gone, and what it had not told with it. */
  onDeath(error: AppError): void;
}

/** The main thread's end of the speech thread. Carries messages; knows nothing of speech. */
export class SpeechThread {
  private readonly streams = new Map<number, ThreadStream>();
  private nextStream = 1;
  private dead: AppError | undefined;
  private readonly worker: Worker;
  private readonly exited: Promise<void>;
  private readonly started: Promise<void>;

  constructor(data: SpeechThreadData) {
    this.worker = new Worker(builtModuleUrl(import.meta.url, './speech-worker.js'), { workerData: data });
    this.exited = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.started = new Promise((resolve, reject) => {
      this.worker.on('message', (reply: SpeechReply) => {
        if (reply.type === 'ready') resolve();
        else this.streams.get(reply.stream)?.onReply(reply);
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

  attach(stream: ThreadStream): number {
    if (this.dead) throw this.dead;
    const number = this.nextStream;
    this.nextStream += 1;
    this.streams.set(number, stream);
    return number;
  }

  detach(stream: number): void {
    this.streams.delete(stream);
  }

  post(request: SpeechRequest): void {
    if (request.type === 'push') this.worker.postMessage(request, [request.samples.buffer]);
    else this.worker.postMessage(request);
  }

  /** Ends the thread after what it is computing right now. */
  async stop(): Promise<void> {
    if (!this.dead) this.post({ type: 'stop' });
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
