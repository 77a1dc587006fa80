import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, connect, type AddressInfo } from 'node:net';

export interface ServiceCommand {
  /** As found on the PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** Whether the service answers now; asked again and again until it does. */
  readonly answers: () => Promise<boolean>;
}

const START_LIMIT_MS = 60_000;
const POLL_MS = 50;

/** A server program that tests start, stop, freeze and start again under the same command. It never outlives this process. */
export class ServiceProcess {
  private child: ChildProcess | undefined;
  private said = '';

  constructor(private readonly command: ServiceCommand) {
    process.once('exit', () => this.child?.kill('SIGKILL'));
  }

  /** Resolves when the service answers; rejects with what the program said when it ends before, or takes a minute. */
  async start(): Promise<void> {
    const { program, args, answers } = this.command;
    this.said = '';
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said = (this.said + chunk.toString()).slice(-10_000)));
    for (const limitMs = Date.now() + START_LIMIT_MS; !(await answers());) {
      const ended = child.exitCode !== null || child.signalCode !== null;
      if (failure || ended || Date.now() > limitMs) {
        child.kill('SIGKILL');
        throw new Error(`${program} did not start: ${this.said}`, { cause: failure });
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Ends it as an operator would, or as a power cut does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGCONT');
    child.kill(signal);
    await gone;
  }

  /** Freezes it: connections stay open and are accepted, and nothing is answered. */
  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }
}

/** A service with an address that it keeps, however often it is stopped and started. */
export abstract class Service {
  protected constructor(private readonly process: ServiceProcess) {}

  /** As an operator would, or as a power cut does. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    return this.process.stop(signal);
  }

  /** After `stop`. */
  restart(): Promise<void> {
    return this.process.start();
  }

  /** Connections stay open and nothing is answered, as when the network swallows packets. */
  pause(): void {
    this.process.pause();
  }

  resume(): void {
    this.process.resume();
  }

  /** Stops it and removes what it kept. */
  dispose(): Promise<void> {
    return this.stop('SIGKILL');
  }
}

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Whether what listens on the port answers `request` with something that begins with `reply`. */
export function portAnswers(port: number, request: string, reply: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('data', (chunk: Buffer) => done(chunk.toString('latin1').startsWith(reply)));
  });
}
