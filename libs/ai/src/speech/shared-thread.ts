import type { StreamThread, ThreadReply } from './stream-thread.js';

/** A thread that starts when it is first needed, and again after it died. */
export class SharedThread<Request extends { readonly type: string }, Reply extends ThreadReply> {
  private starting: Promise<StreamThread<Request, Reply>> | undefined;
  private running: StreamThread<Request, Reply> | undefined;

  constructor(private readonly create: () => Promise<StreamThread<Request, Reply>>) {}

  /** The running thread, its models loaded. Throws what `create` throws, and `unavailable` SPEECH_UNAVAILABLE. */
  started(): Promise<StreamThread<Request, Reply>> {
    if (this.running && !this.running.alive) this.starting = this.running = undefined;
    this.starting ??= this.start().catch((error: unknown) => {
      this.starting = undefined;
      throw error;
    });
    return this.starting;
  }

  /** Ends the thread after what it is computing right now. */
  async stop(): Promise<void> {
    const thread = await this.starting?.catch(() => undefined);
    this.starting = undefined;
    await thread?.stop();
  }

  private async start(): Promise<StreamThread<Request, Reply>> {
    const thread = await this.create();
    await thread.ready();
    this.running = thread;
    return thread;
  }
}
