import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Conversation } from '#libs/contracts';
import { heardBy } from '../../support/hearing/heard-by.js';
import { HearingProvider } from '../../support/hearing/hearing-provider.js';
import { checkNumbers, type HeardNumbers } from '../../support/hearing/number-speaker.js';
import { MnemeProcess } from '../../support/mneme-process.js';

/** A server on one address that can be killed and started again, before a provider that hears numbers. */
export class CountingServer {
  private constructor(
    private readonly provider: HearingProvider,
    private readonly dataDir: string,
    private readonly port: number,
    private server: MnemeProcess,
    readonly token: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<CountingServer> {
    const provider = await HearingProvider.start();
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-counting-'));
    const port = await freePort();
    const server = await MnemeProcess.start({ dataDir, env: { ...settings(provider, port), ...env } });
    return new CountingServer(provider, dataDir, port, server, server.token);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }
  get pid(): number {
    return this.server.child.pid!;
  }

  /** Dies, and begins again at once. Resolves when it listens. */
  async crash(): Promise<void> {
    await this.server.kill();
    this.server = await MnemeProcess.start({
      dataDir: this.dataDir,
      env: settings(this.provider, this.port),
    });
    this.server.token = this.token;
  }

  cutProvider(): void {
    this.provider.cut();
  }

  async metric(name: string): Promise<number> {
    const text = await (await this.server.fetch('/metrics')).text();
    return Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, 'm').exec(text)?.[1]);
  }

  async transcript(ids: Iterable<string>): Promise<string> {
    const parts: string[] = [];
    for (const id of ids) {
      const response = await this.server.fetch(`/v1/conversations/${id}`);
      if (!response.ok) continue;
      const { transcript_segments } = (await response.json()) as Conversation;
      parts.push(transcript_segments.map(({ text }) => text).join(' '));
    }
    return parts.join(' ');
  }

  async check(ids: Iterable<string>, count: number): Promise<HeardNumbers> {
    return checkNumbers(await this.transcript(ids), count);
  }

  async dispose(): Promise<void> {
    await this.server.dispose();
    await this.provider.stop();
  }
}

function settings(provider: HearingProvider, port: number): Record<string, string> {
  return {
    PORT: String(port),
    LOG_LEVEL: 'warn',
    ...heardBy(provider.port),
    MAX_LIVE_STREAMS: '100000',
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
