import { Worker } from 'node:worker_threads';
import { AppError, builtModuleUrl } from '#libs/kernel';
import type { SpeakerReply, SpeakerRequest, SpeakerThreadData } from './speaker-protocol.js';

/** The main thread's end of the thread that embeds voices. */
export class SpeakerThread {
  private readonly waiting = new Map<number, PromiseWithResolvers<Float32Array | null>>();
  private readonly worker: Worker;
  private readonly exited: Promise<void>;
  private nextId = 1;
  private isDead = false;

  constructor(data: SpeakerThreadData) {
    this.worker = new Worker(builtModuleUrl(import.meta.url, './speaker-worker.js'), { workerData: data });
    // It must not keep a process alive that has nothing else to do.
    this.worker.unref();
    this.exited = new Promise((resolve) => this.worker.once('exit', () => resolve()));
    this.worker.on('message', (reply: SpeakerReply) => this.take(reply));
    this.worker.on('error', (error) => this.die(error));
    this.worker.on('exit', () => this.die());
  }

  get alive(): boolean {
    return !this.isDead;
  }

  embed(samples: Int16Array): Promise<Float32Array | null> {
    if (this.isDead) return Promise.reject(unavailable());
    const id = this.nextId;
    this.nextId += 1;
    const answer = Promise.withResolvers<Float32Array | null>();
    this.waiting.set(id, answer);
    this.worker.ref();
    const copy = samples.slice();
    this.worker.postMessage({ type: 'embed', id, samples: copy } satisfies SpeakerRequest, [copy.buffer]);
    return answer.promise;
  }

  /** Ends the thread after what it is computing right now. */
  async stop(): Promise<void> {
    if (!this.isDead) this.worker.postMessage({ type: 'stop' } satisfies SpeakerRequest);
    await this.exited;
  }

  private take(reply: SpeakerReply): void {
    if (reply.type === 'ready') return;
    const answer = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) this.worker.unref();
    if (reply.type === 'embedded') answer?.resolve(reply.vector);
    else answer?.reject(unavailable());
  }

  private die(cause?: unknown): void {
    this.isDead = true;
    const answers = [...this.waiting.values()];
    this.waiting.clear();
    for (const answer of answers) answer.reject(unavailable(cause));
  }
}

function unavailable(cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'SPEAKER_EMBEDDER_UNAVAILABLE',
    'Voices cannot be told apart right now. Try again in a moment.',
    {},
    { cause },
  );
}
