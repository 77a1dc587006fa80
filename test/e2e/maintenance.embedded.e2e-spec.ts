import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { ask } from '../support/chat.js';
import { mneme, mnemeDoes } from '../support/cli.js';
import { Device } from '../support/device.js';
import { diagnose, untilQuiet } from '../support/diagnosis.js';
import { contentsOf } from '../support/folder-contents.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';
import { wordsOnDisk } from '../support/words-on-disk.js';

const textOf = (conversation: Conversation) =>
  conversation.transcript_segments.map((segment) => segment.text.toLowerCase()).join(' ');

let folder: string;
let servers: MnemeProcess[];
const at = (name: string) => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-maintenance-'));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function start(name: string, token?: string): Promise<MnemeProcess> {
  const server = await MnemeProcess.start({ dataDir: at(name) });
  servers.push(server);
  if (token) server.token = token;
  return server;
}

const diagnosisOf = (name: string) => diagnose({ DATA_DIR: at(name) });
const quiet = (name: string) => untilQuiet({ DATA_DIR: at(name) });

it('a backup made while a device streams holds everything that was acknowledged before it began', async () => {
  const server = await start('data');
  const spoken = await speakConversation(server, TALK.path);
  const packets = await opusOf(BOOK.path);
  const device = await Device.connect(server.url, server.token);
  await device.sendAll(packets.slice(0, 700));
  const acknowledged = device.durable;

  const streaming = device.sendAll(packets.slice(700, 1_000), 701, 10);
  const said = await mnemeDoes(['backup', at('backup'), '--data-dir', at('data')]);
  expect(said).toContain('Backed up and verified');
  await streaming;
  device.close();
  await server.kill();

  await mnemeDoes(['restore', at('backup'), '--data-dir', at('restored')]);
  expect((await diagnosisOf('restored')).code).toBe(0);
  const copy = await start('restored', server.token);
  const kept = await copy.json<Conversation>(`/v1/conversations/${spoken.id}`);
  expect(kept.transcript_segments).toEqual(spoken.transcript_segments);
  const again = await Device.connect(copy.url, copy.token, { session_id: device.sessionId });
  expect(again.durable).toBeGreaterThanOrEqual(acknowledged);
  await again.sendAll(packets.slice(again.durable), again.durable + 1);
  await again.end();
  const id = await again.finalize();
  again.close();
  const heard = textOf(await copy.json<Conversation>(`/v1/conversations/${id}`));
  for (const word of BOOK.words) expect(heard).toContain(word);
});

describe('doctor', () => {
  it('finds a server that works in order, and what is broken in a copy of its data', async () => {
    const server = await start('data');
    const { id } = await speakConversation(server, TALK.path);
    await quiet('data');
    await server.stop();
    await quiet('data');

    await cp(at('data'), at('lost'), { recursive: true });
    await rm(join(at('lost'), 'blobs/files/audio'), { recursive: true });
    const lost = await diagnosisOf('lost');
    expect(lost.code).toBe(1);
    expect(lost.findings.find(({ level }) => level === 'problem')).toMatchObject({ check: 'recordings' });
    expect(JSON.stringify(lost.findings)).toContain(id);

    await cp(at('data'), at('torn'), { recursive: true });
    const file = join(at('torn'), 'documents.db');
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0x5a, 4_096, Math.min(bytes.length, 40_000)));
    const torn = await diagnosisOf('torn');
    expect(torn.code).toBe(1);
    expect(torn.findings.find(({ level }) => level === 'problem')).toMatchObject({ check: 'documents.db' });
    expect((await mneme(['doctor', '--data-dir', at('torn')])).said).toMatch(/→ .*restore/);
  });
});

describe('what an account holds', () => {
  it('moves to another server as an export, and search finds it there', async () => {
    const server = await start('data');
    await speakConversation(server, TALK.path);
    await quiet('data');
    const refused = await mneme(['export', at('refused'), '--data-dir', at('data')]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.said).toContain('Another Mneme process uses the data folder');
    await server.stop();

    await mnemeDoes(['export', at('first'), '--data-dir', at('data')]);
    await mnemeDoes(['import', at('first'), '--data-dir', at('other')]);
    await mnemeDoes(['import', at('first'), '--data-dir', at('other')]);
    await mnemeDoes(['export', at('second'), '--data-dir', at('other')]);
    expect(await contentsOf(at('second'))).toEqual(await contentsOf(at('first')));
    const { findings } = await diagnosisOf('other');
    expect(findings.find(({ check }) => check === 'search')).toMatchObject({ level: 'warning' });

    const token = (await mnemeDoes(['token'], { DATA_DIR: at('other') })).trim();
    const other = await start('other', token);
    expect(await other.json<Conversation[]>('/v1/conversations')).toHaveLength(1);
    await quiet('other');
    await other.stop();
    expect(await mnemeDoes(['reindex', '--all', '--data-dir', at('other')])).toMatch(
      /Dropped [1-9]\d* entries/,
    );
    expect((await diagnosisOf('other')).findings.find(({ check }) => check === 'search')).toMatchObject({
      level: 'warning',
    });
    await start('other', token);
    await quiet('other');
  });

  it('is on no disk any more after the account’s deletion, even if the server dies at once', async () => {
    const server = await start('data');
    const conversation = await speakConversation(server, TALK.path);
    await server.json(`/v1/conversations/${conversation.id}/title?title=Quincunx`, { method: 'PATCH' });
    await ask(server, 'Who may not eat peanuts at the zeugma?');
    await quiet('data');
    const said = ['peanuts', 'oliver', 'quincunx', 'zeugma'];
    for (const word of said) expect(await wordsOnDisk(at('data'), [word])).not.toEqual([]);
    const open = await Device.connect(server.url, server.token);
    await open.sendAll((await opusOf(BOOK.path)).slice(0, 300));

    const answer = await server.json('/v1/users/delete-account', { method: 'DELETE' });
    await server.kill();
    open.close();
    expect(answer).toMatchObject({ status: 'ok' });
    const restarted = await start('data', server.token);
    expect(await restarted.fetch('/v1/conversations').then(({ status }) => status)).toBe(401);
    await vi.waitFor(
      async () => {
        expect(await wordsOnDisk(at('data'), said)).toEqual([]);
        expect(Object.keys(await contentsOf(join(at('data'), 'capture')))).toEqual([]);
        expect(Object.keys(await contentsOf(join(at('data'), 'blobs')))).toEqual([]);
      },
      { timeout: 30_000, interval: 500 },
    );
    await restarted.stop();
    expect(await wordsOnDisk(at('data'), [...said, conversation.id])).toEqual([]);
  });

  it('is deleted by the command too, which asks first, and the next start makes a new owner', async () => {
    const server = await start('data');
    await speakConversation(server, TALK.path);
    await quiet('data');
    await server.stop();
    expect(await mneme(['delete-account', '--data-dir', at('data')])).toMatchObject({ code: 1 });
    expect(await wordsOnDisk(at('data'), ['peanuts'])).not.toEqual([]);
    const said = await mnemeDoes(['delete-account', '--yes', '--data-dir', at('data')]);
    expect(said).toContain('is deleted');
    expect(await wordsOnDisk(at('data'), ['peanuts'])).toEqual([]);
    const next = await start('data');
    expect(next.token).not.toBe('');
    expect(await next.json<Conversation[]>('/v1/conversations')).toEqual([]);
  });
});
