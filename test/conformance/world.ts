import { expect, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { heardBy } from '../support/hearing/heard-by.js';
import { HearingProvider, type Script } from '../support/hearing/hearing-provider.js';
import { MnemeProcess, type ProcessOptions } from '../support/mneme-process.js';
import { OmiClient, type OmiClientOptions } from '../support/omi-client.js';
import { addAccounts, refusedTokens } from '../support/second-account.js';

/** How long a busy server is left alone. The app waits for 15 s. */
const RETRY_MS = 1_000;
/** Something that takes a moment on a busy machine. */
export const SOON = { timeout: 30_000, interval: 50 };

/** Numbers that stand for sentences: from 1001 on somebody's, from 2001 on somebody else's. */
export const SENTENCE = 1000;
export const ANSWER = 2000;
export const INTRODUCTION = 3001;
export const TASK = 3002;

/** What the recognizer of these tests hears in place of a number; smaller ones are words of their own: `w7`. */
export const SCRIPT: Script = (number) => {
  const value = Number(number.slice(1));
  if (value === INTRODUCTION) return { text: 'My name is Grace.', speaker: 1 };
  if (value === TASK) return { text: 'Remind me to call the bank tomorrow.' };
  if (value > ANSWER) return { text: `Answer ${value}.`, speaker: 1 };
  return value > SENTENCE ? { text: `Sentence ${value}.` } : undefined;
};

/** Somebody who has an account at a server, and the devices with which they talk to it. */
export class Owner {
  readonly clients: OmiClient[] = [];

  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** Resolves when the handshake is through. */
  async connect(options: OmiClientOptions = {}): Promise<OmiClient> {
    const client = await OmiClient.connect(this.url, { token: this.token, ...options });
    this.clients.push(client);
    return client;
  }

  /** Resolves when speech is recognized. Comes back, as the app does, when the server has no time to spare. */
  async stream(options: OmiClientOptions = {}): Promise<OmiClient> {
    for (;;) {
      const client = await this.connect(options);
      const refused = client.closed.then(({ reason }) => reason);
      const ready = vi.waitFor(() => expect(client.statuses).toContain('ready'), SOON).then(() => null);
      const reason = await Promise.race([ready, refused]);
      if (reason === null) return client;
      ready.catch(() => undefined);
      if (reason !== 'busy') throw new Error(`The server closed: ${reason}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' };
    return fetch(this.url + path, { ...init, headers });
  }

  async json<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await this.fetch(path, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  conversations(...statuses: Conversation['status'][]): Promise<Conversation[]> {
    return this.json(`/v1/conversations?statuses=${statuses.join(',')}&include_discarded=true&limit=50`);
  }

  conversation(id: string): Promise<Conversation> {
    return this.json(`/v1/conversations/${id}`);
  }

  async hangUp(): Promise<void> {
    for (const { socket } of this.clients) socket.terminate();
    await Promise.all(this.clients.map(({ closed }) => closed));
  }
}

/** One built server for everybody, its recognizer, and as many owners as there are tests. */
export class World {
  private readonly owners: Owner[] = [];

  private constructor(
    readonly server: MnemeProcess,
    private readonly provider: HearingProvider,
    private readonly tokens: string[],
    readonly refused: { readonly nobody: string; readonly expired: string },
  ) {}

  static async start(accounts: number, options: ProcessOptions = {}): Promise<World> {
    const provider = await HearingProvider.start({ script: SCRIPT });
    const first = await MnemeProcess.start(options);
    await first.stop();
    const tokens = await addAccounts(first, accounts);
    const refused = await refusedTokens(first);
    const env = { ...options.env, ...heardBy(provider.port) };
    const server = await MnemeProcess.start({ ...options, dataDir: first.dataDir, env });
    server.token = first.token;
    return new World(server, provider, tokens, refused);
  }

  get url(): string {
    return this.server.url;
  }

  /** Somebody new. */
  owner(): Owner {
    const token = this.tokens.pop();
    if (!token) throw new Error('The world has no more accounts: start it with more.');
    const owner = new Owner(this.url, token);
    this.owners.push(owner);
    return owner;
  }

  /** Every client that there was. */
  get clients(): OmiClient[] {
    return this.owners.flatMap(({ clients }) => clients);
  }

  async end(): Promise<void> {
    await Promise.all(this.owners.map((owner) => owner.hangUp()));
    await this.server.dispose();
    await this.provider.stop();
  }
}

/** Ids of the conversations that a client was told of, in order. */
export function toldConversations(client: OmiClient): string[] {
  return client.named('conversation_session').map((event) => String(event['conversation_id']));
}

/** What a client says when it wants its last words recognized now. */
export function flush(client: OmiClient): void {
  client.sendText({ type: 'CloseStream' });
}

/** Sends frames as fast as the line takes them. */
export function send(client: OmiClient, frames: readonly Uint8Array[]): void {
  for (const frame of frames) client.sendFrame(frame);
}

/** Resolves when a client was told these words, and no others. */
export async function hears(client: OmiClient, text: string): Promise<void> {
  await vi.waitFor(() => expect(client.text).toBe(text), SOON);
}

/** Numbers from 1 to `last`, as they are said and as they are heard. */
export const numbers = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
export const heardAs = (...values: readonly number[]): string => values.map((value) => `w${value}`).join(' ');
