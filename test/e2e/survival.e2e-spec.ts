import { rm } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';

const ALL_STATES = '?statuses=in_progress,processing,completed,failed';
const textOf = (conversation: Conversation) =>
  conversation.transcript_segments
    .map((segment) => segment.text)
    .join(' ')
    .toLowerCase();

describe('a server that is killed', () => {
  let dataDir: string;
  let server: MnemeProcess;
  let token: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-survival-'));
    server = await MnemeProcess.start({ dataDir });
    token = server.token;
  });
  afterEach(async () => {
    await server.dispose();
    await rm(dataDir, { recursive: true, force: true });
  });

  const restart = async () => {
    server = await MnemeProcess.start({ dataDir });
    expect(server.token).toBe(''); // printed once in the life of a data folder
    server.token = token;
  };
  const completed = (id: string) =>
    vi.waitFor(
      async () => {
        const conversation = await server.json<Conversation>(`/v1/conversations/${id}`);
        expect(conversation.status).toBe('completed');
        return conversation;
      },
      { timeout: 90_000, interval: 250 },
    );

  it('in the middle of a stream recognizes after its restart every frame that it acknowledged, once', async () => {
    const packets = await opusOf(BOOK.path);
    const device = await Device.connect(server.url, token);
    await device.sendAll(packets);
    await server.kill();
    device.close();
    await restart();

    const [live] = await server.json<Conversation[]>(`/v1/conversations${ALL_STATES}`);
    expect(live!.id).toBe(device.conversationId);
    await vi.waitFor(
      async () => {
        const text = textOf(await server.json<Conversation>(`/v1/conversations/${live!.id}`));
        for (const word of BOOK.words) expect(text).toContain(word);
      },
      { timeout: 60_000, interval: 250 },
    );
    const recovered = textOf(await server.json<Conversation>(`/v1/conversations/${live!.id}`));
    expect(recovered.split('dashwood')).toHaveLength(2);
    expect(recovered.split('cold')).toHaveLength(2);
  });

  it('lets a device resume where its acknowledgements ended', async () => {
    const packets = await opusOf(BOOK.path);
    const before = await Device.connect(server.url, token);
    await before.sendAll(packets.slice(0, 700));
    await server.kill();
    await restart();
    const after = await Device.connect(server.url, token, { session_id: before.sessionId });
    expect(after.durable).toBe(700);
    expect(after.conversationId).toBe(before.conversationId);
    await after.sendAll(packets.slice(700), 701);
    await after.end();
    const conversation = await completed(await after.finalize());
    for (const word of BOOK.words) expect(textOf(conversation)).toContain(word);
    expect(textOf(conversation).split('dashwood')).toHaveLength(2);
    before.close();
    after.close();
  });

  it('in the middle of processing finishes the work after its restart, once', async () => {
    const device = await Device.connect(server.url, token);
    await device.sendAll(await opusOf(TALK.path));
    await device.end();
    const id = await device.finalize();
    await server.kill(); // the job was put in a moment ago
    device.close();
    await restart();

    const conversation = await completed(id);
    expect(conversation.structured.title).not.toBe('');
    const tasks = async () =>
      (await server.json<{ action_items: { description: string }[] }>('/v1/action-items')).action_items;
    await vi.waitFor(
      async () => expect((await tasks()).length).toBe(conversation.structured.action_items.length),
      { timeout: 20_000 },
    );
    const memories = await vi.waitFor(
      async () => {
        const found = await server.json<Memory[]>('/v3/memories');
        expect(found.length).toBeGreaterThan(0);
        return found;
      },
      { timeout: 30_000, interval: 200 },
    );
    const contents = memories.map((memory) => memory.content);
    expect(new Set(contents).size).toBe(contents.length);
    const rows = await server.json<Conversation[]>(`/v1/conversations${ALL_STATES}`);
    expect(rows.filter((row) => row.transcript_segments.length > 0)).toHaveLength(1);
  });

  it('again and again still ends with every conversation finished and its sound stored', async () => {
    const device = await Device.connect(server.url, token);
    await device.sendAll(await opusOf(TALK.path));
    await device.end();
    const id = await device.finalize();
    device.close();
    for (const pauseMs of [50, 300, 900]) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      await server.kill();
      await restart();
    }
    await completed(id);
    await vi.waitFor(
      async () => {
        const { audio_files } = await server.json<{ audio_files: unknown[] }>(`/v1/sync/audio/${id}/urls`);
        expect(audio_files).toHaveLength(1);
      },
      { timeout: 60_000, interval: 250 },
    );
  });
});
