import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OwnerBootstrap } from '#libs/accounts';
import { loadConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { heardBy } from '../support/hearing/heard-by.js';
import { HearingProvider } from '../support/hearing/hearing-provider.js';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import { JumpingClock } from '../support/jumping-clock.js';
import { flush, hears, Owner, SCRIPT, send, SENTENCE, SOON, toldConversations } from './world.js';

/** What takes minutes, before a server whose clock can be moved: everything else about it is as it is built, sockets and disks included. */
describe('conformance with the listen protocol over time', () => {
  let clock: JumpingClock;
  let provider: HearingProvider;
  let app: INestApplication;
  let dataDir: string;
  let owner: Owner;

  beforeEach(async () => {
    clock = new JumpingClock();
    provider = await HearingProvider.start({ script: SCRIPT });
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-over-time-'));
    const config = loadConfig({ ...heardBy(provider.port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
    const module = await Test.createTestingModule({ imports: [ApiModule.forConfig(config)] })
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    app = module.createNestApplication({ logger: false });
    await app.init();
    const { firstToken } = await app.get(OwnerBootstrap).ensureOwner();
    await app.listen(0, '127.0.0.1');
    owner = new Owner(await app.getUrl(), firstToken!);
  });
  afterEach(async () => {
    await owner.hangUp();
    const closed = app.close();
    await clock.pass(10);
    await closed;
    await provider.stop();
    await rm(dataDir, { recursive: true, force: true });
    expect(owner.clients.map(({ choked }) => choked)).toEqual(owner.clients.map(() => null));
  });

  it('7. `ping`, four characters, comes at least every 15 s', async () => {
    const client = await owner.stream();
    const times: number[] = [];
    client.socket.on('message', (data: Buffer) => {
      if (data.toString() === 'ping') times.push(clock.nowMs());
    });
    await clock.pass(65);
    await vi.waitFor(() => expect(times.length).toBeGreaterThanOrEqual(6), SOON);
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
  });

  it('9. who answers pings stays for minutes; who says nothing is closed with 1001 after 90 s', async () => {
    const [alive, dead] = [
      await owner.stream({ headers: { 'X-Device-Id-Hash': 'alive' } }),
      await owner.stream({ headers: { 'X-Device-Id-Hash': 'dead' }, answersPings: false }),
    ];
    await clock.pass(85);
    expect(dead.socket.readyState).toBe(dead.socket.OPEN);
    await clock.pass(15);
    expect((await dead.closed).code).toBe(1001);
    await clock.pass(100);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });

  it('29. a conversation ends after its time of silence on an open socket, and the next words get a new one', async () => {
    const client = await owner.stream();
    send(client, opusOfSounds(SENTENCE + 1));
    flush(client);
    await hears(client, 'Sentence 1001.');
    const [first] = toldConversations(client);
    await clock.pass(140);
    await vi.waitFor(async () => expect((await owner.conversation(first!)).status).toBe('completed'), SOON);
    send(client, opusOfSounds(SENTENCE + 2));
    flush(client);
    await vi.waitFor(() => expect(client.text).toContain('Sentence 1002.'), SOON);
    const next = toldConversations(client).at(-1)!;
    expect(next).not.toBe(first);
    expect((await owner.conversation(next)).transcript_segments).toMatchObject([{ text: 'Sentence 1002.' }]);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('30. `conversation_timeout` below 120 is 120, and -1 is 14400', async () => {
    const spoken = await Promise.all(
      [2, -1].map(async (conversation_timeout) => {
        const headers = { 'X-Device-Id-Hash': `timeout${conversation_timeout}` };
        const client = await owner.stream({ headers, query: { conversation_timeout } });
        send(client, opusOfSounds(SENTENCE + 1));
        flush(client);
        await hears(client, 'Sentence 1001.');
        await client.close();
        return toldConversations(client)[0]!;
      }),
    );
    const statuses = async () =>
      (await Promise.all(spoken.map((id) => owner.conversation(id)))).map(({ status }) => status);
    await clock.pass(110, 5);
    expect(await statuses()).toEqual(['in_progress', 'in_progress']);
    await clock.pass(30, 5);
    await vi.waitFor(async () => expect(await statuses()).toEqual(['completed', 'in_progress']), SOON);
    await clock.pass(14_000, 100);
    expect(await statuses()).toEqual(['completed', 'in_progress']);
    await clock.pass(600, 20);
    await vi.waitFor(async () => expect(await statuses()).toEqual(['completed', 'completed']), SOON);
  });

  it('31. a session in which nothing is said or seen leaves nothing behind', async () => {
    const client = await owner.stream();
    send(client, opusOfSounds({ pauseMs: 5_000 }));
    flush(client);
    expect(await owner.conversations('in_progress')).toHaveLength(1);
    await client.close();
    await clock.pass(140);
    const any = ['in_progress', 'processing', 'completed', 'failed'] as const;
    await vi.waitFor(async () => expect(await owner.conversations(...any)).toEqual([]), SOON);
    expect(client.named('memory_created')).toEqual([]);
  });
});
