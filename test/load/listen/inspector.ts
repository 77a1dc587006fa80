import { WebSocket } from 'ws';

/** What a process holds after its garbage was collected. */
export interface Held {
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly buffersMiB: number;
  readonly sockets: number;
  readonly timers: number;
  /** Everything else that keeps the event loop alive. */
  readonly others: number;
}

const MEASURE = `(() => {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return JSON.stringify({ rss, heapUsed, arrayBuffers, active: process.getActiveResourcesInfo() });
})()`;
const MIB = 1024 * 1024;

/** Looks into a process that was started with `--inspect`. */
export class Inspector {
  private lastId = 0;
  private readonly waiting = new Map<number, (result: { result?: { value?: string } }) => void>();

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString('utf8')) as { id?: number; result: object };
      if (id !== undefined) this.waiting.get(id)?.(result);
    });
  }

  static async attach(port: number): Promise<Inspector> {
    const response = await fetch(`http://127.0.0.1:${port}/json`);
    const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target!.webSocketDebuggerUrl, { perMessageDeflate: false });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new Inspector(socket);
  }

  async held(): Promise<Held> {
    // The second time collects what the first one finalized.
    for (let round = 0; round < 2; round += 1) await this.call('HeapProfiler.collectGarbage');
    const { result } = await this.call('Runtime.evaluate', { expression: MEASURE, returnByValue: true });
    const { rss, heapUsed, arrayBuffers, active } = JSON.parse(result!.value!) as {
      rss: number;
      heapUsed: number;
      arrayBuffers: number;
      active: string[];
    };
    const count = (name: RegExp) => active.filter((kind) => name.test(kind)).length;
    return {
      residentMiB: rss / MIB,
      heapMiB: heapUsed / MIB,
      buffersMiB: arrayBuffers / MIB,
      sockets: count(/TCP/),
      timers: count(/Timeout/),
      others: active.length - count(/TCP|Timeout/),
    };
  }

  close(): void {
    this.socket.terminate();
  }

  private call(method: string, params: object = {}): Promise<{ result?: { value?: string } }> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, (result) => {
        this.waiting.delete(id);
        resolve(result);
      });
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
