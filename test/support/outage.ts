import { expect, vi } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { TcpProxy } from '#libs/storage/testing';
import { ask } from './chat.js';
import { CloudInstallation, sharedServices } from './cloud-installation.js';
import { Device } from './device.js';
import { MnemeProcess } from './mneme-process.js';
import { BOOK, opusOf, TALK } from './recordings.js';

/** The services of the cloud profile: which variable tells their address, and the check of `/readyz` that names them. */
export const SERVICES = {
  redis: { variable: 'REDIS_URL', checks: ['cache', 'locks', 'jobs'] },
  firestore: { variable: 'FIRESTORE_EMULATOR_HOST', checks: ['documents'] },
  gcs: { variable: 'GCS_API_ENDPOINT', checks: ['blobs'] },
  pinecone: { variable: 'PINECONE_HOST', checks: ['vectors'] },
  typesense: { variable: 'TYPESENSE_URL', checks: ['keywords'] },
} as const;
export type Service = keyof typeof SERVICES;

const READY = { timeout: 30_000, interval: 200 };
const FINISHED = { timeout: 120_000, interval: 250 };

/** A server that reaches one of its services over a line that can be cut. */
export class ServerWithLine {
  private constructor(
    readonly server: MnemeProcess,
    readonly line: TcpProxy,
    private readonly service: Service,
  ) {}

  static async start(service: Service, dataDir: string): Promise<ServerWithLine> {
    const { variable } = SERVICES[service];
    const { env } = await CloudInstallation.of(dataDir, sharedServices()!);
    const address = env[variable]!;
    const target = address.includes('://') ? new URL(address).host : address;
    const line = await TcpProxy.start(target);
    const server = await MnemeProcess.start({
      dataDir,
      env: { [variable]: address.replace(target, line.address) },
    });
    return new ServerWithLine(server, line, service);
  }

  /** Cuts the line and waits until `/readyz` names what is away, and nothing else. */
  async cut(): Promise<void> {
    this.line.cut();
    await vi.waitFor(async () => {
      const response = await this.server.fetch('/readyz');
      const { checks } = (await response.json()) as { checks: Record<string, string> };
      const away = Object.keys(checks).filter((name) => checks[name] !== 'ok');
      expect(away.length).toBeGreaterThan(0);
      expect(SERVICES[this.service].checks).toEqual(expect.arrayContaining(away));
      expect(response.status).toBe(503);
    }, READY);
  }

  /** Mends it and waits until the server says that it is ready. */
  async mend(): Promise<void> {
    this.line.mend();
    await vi.waitFor(async () => expect((await this.server.fetch('/readyz')).status).toBe(200), READY);
  }

  async dispose(): Promise<void> {
    await this.server.dispose();
    await this.line.close();
  }
}

/**
 * One conversation has just ended and is being processed, another is being recorded, and a service goes away until `wait` is over. Fails
 * unless every frame was acknowledged meanwhile and both conversations are whole in the end: words once each, tasks, memories, recording,
 * and found by search.
 */
export async function surviveOutage(installation: ServerWithLine, wait: () => Promise<void>): Promise<void> {
  const { server } = installation;
  const [book, talk] = [await opusOf(BOOK.path), await opusOf(TALK.path)];
  const first = await Device.connect(server.url, server.token, { device_id: 'first' });
  const second = await Device.connect(server.url, server.token, { device_id: 'second' });
  await first.sendAll(book);
  await second.sendAll(talk.slice(0, 900));
  await first.end();
  const bookId = await first.finalize();
  await installation.cut();
  await second.sendAll(talk.slice(900), 901);
  expect(second.durable).toBe(talk.length);
  await wait();
  await installation.mend();
  await vi.waitFor(() => second.end(), FINISHED);
  const talkId = await vi.waitFor(() => second.finalize(), FINISHED);
  await expectWhole(server, bookId, BOOK.words);
  await expectWhole(server, talkId, TALK.words);
  await expectUnderstood(server);
  first.close();
  second.close();
}

async function expectWhole(server: MnemeProcess, id: string, words: readonly string[]): Promise<void> {
  await vi.waitFor(async () => {
    const conversation = await server.json<Conversation>(`/v1/conversations/${id}`);
    expect(conversation.status).toBe('completed');
    const text = conversation.transcript_segments
      .map((segment) => segment.text)
      .join(' ')
      .toLowerCase();
    for (const word of words) expect(text).toContain(word);
    expect(conversation.audio_files).toHaveLength(1);
  }, FINISHED);
}

async function expectUnderstood(server: MnemeProcess): Promise<void> {
  await vi.waitFor(async () => {
    const memories = await server.json<Memory[]>('/v3/memories');
    expect(memories.filter(({ content }) => /allerg/i.test(content))).toHaveLength(1);
    const { action_items } = await server.json<{ action_items: { description: string }[] }>(
      '/v1/action-items',
    );
    expect(action_items.filter(({ description }) => /cake/i.test(description))).toHaveLength(1);
    expect((await ask(server, 'What is Oliver allergic to?')).text.toLowerCase()).toContain('peanuts');
  }, FINISHED);
}
