import { rmSync } from 'node:fs';
import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';
import { restoreBackup } from './backup-restorer.js';
import { releaseHeldFiles, writeBackup, type BackupOptions } from './backup-writer.js';

const CONVERSATION = 'users/ada/conversations/talk';
const SEGMENT = 'capture/owner/session/00000001.seg';
const HEADER = 'capture/owner/session/session.json';

describe('a backup', () => {
  let folder: string;
  let dataDir: string;
  let target: string;
  let storage: EmbeddedStorage;
  const clock = new ManualClock();
  const open = (path: string) =>
    EmbeddedStorage.open({ dataDir: path, indexes: [], clock, log: new SilentLog() });
  const backUp = (options: Partial<BackupOptions> = {}) =>
    writeBackup({ dataDir, target, withSecrets: true, clock, ...options });
  const restored = () => join(folder, 'restored');
  const restore = () => restoreBackup({ backup: target, dataDir: restored() });
  const write = (id: string, data: object = {}) =>
    storage.documents.write([{ kind: 'set', path: `users/ada/notes/${id}`, data }]);
  const record = async () => {
    await storage.blobs.put('audio/ada/talk/sound.wav', new Uint8Array([1, 2, 3]), 'audio/wav');
    await storage.documents.write([
      { kind: 'set', path: CONVERSATION, data: { audio_files: [{ id: 'sound' }] } },
    ]);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-backup-'));
    dataDir = join(folder, 'data');
    target = join(folder, 'backup');
    storage = await open(dataDir);
    await mkdir(join(dataDir, 'capture/owner/session'), { recursive: true });
    await writeFile(join(dataDir, HEADER), '{}');
    await writeFile(join(dataDir, SEGMENT), 'frames');
    await writeFile(join(dataDir, 'secrets.json'), '{"token_key":"k"}', { mode: 0o600 });
    await record();
  });
  afterEach(async () => {
    await storage.close();
    await rm(folder, { recursive: true });
  });

  it('of a folder in use becomes the same folder elsewhere', async () => {
    const { manifest, missingRecordings } = await backUp();
    expect(manifest).toMatchObject({
      with_secrets: true,
      counts: { documents: 1, recordings: 1, unfinished_recordings: 1 },
    });
    expect(missingRecordings).toEqual([]);
    await restore();
    expect(await readFile(join(restored(), SEGMENT), 'utf8')).toBe('frames');
    expect((await stat(join(restored(), 'secrets.json'))).mode & 0o777).toBe(0o600);
    const copy = await open(restored());
    expect(await copy.documents.get(CONVERSATION)).toMatchObject({
      data: { audio_files: [{ id: 'sound' }] },
    });
    const sound = await Array.fromAsync(await copy.blobs.read('audio/ada/talk/sound.wav'));
    expect(Buffer.concat(sound)).toEqual(Buffer.from([1, 2, 3]));
    await copy.close();
  });

  it('holds everything that was written before it began, while writing goes on', async () => {
    for (let index = 0; index < 50; index += 1) await write(`before-${index}`);
    let running = true;
    let later = 0;
    const writing = (async () => {
      for (; running; later += 1) {
        await write(`later-${later}`, { text: 'x'.repeat(2_000) });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await backUp();
    running = false;
    await writing;
    await restore();
    const copy = await open(restored());
    const { documents } = await copy.documents.query({ collection: 'users/ada/notes' });
    const ids = new Set(documents.map(({ id }) => id));
    for (let index = 0; index < 50; index += 1) expect(ids).toContain(`before-${index}`);
    const kept = [...ids].filter((id) => id.startsWith('later-')).length;
    for (let index = 0; index < kept; index += 1) expect(ids).toContain(`later-${index}`);
    await copy.close();
  });

  it('keeps an unfinished recording that is let go while it is made', async () => {
    await backUp({
      progress: (step) => {
        if (step === 'recordings') rmSync(join(dataDir, 'capture'), { recursive: true });
      },
    });
    await restore();
    expect(await readFile(join(restored(), SEGMENT), 'utf8')).toBe('frames');
  });

  it('names only recordings it holds when a conversation is deleted meanwhile', async () => {
    let deleted: Promise<unknown> | undefined;
    const { manifest, missingRecordings } = await backUp({
      progress: (step) => {
        if (step !== 'recordings' || deleted) return;
        deleted = storage.documents.deleteTree(CONVERSATION);
        rmSync(join(dataDir, 'blobs/files/audio'), { recursive: true });
      },
    });
    await deleted;
    expect(missingRecordings).toEqual([]);
    expect(manifest.counts).toMatchObject({ documents: 0 });
  });

  it('says which recordings were missing before', async () => {
    await storage.blobs.delete('audio/ada/talk/sound.wav');
    expect((await backUp()).missingRecordings).toEqual(['audio/ada/talk/sound']);
  });

  it('leaves nothing of its own in the data folder, and the server lets go of what a dead one held', async () => {
    await mkdir(join(dataDir, '.backup-dead'));
    await releaseHeldFiles(dataDir);
    await backUp();
    await expect(stat(join(dataDir, '.backup-dead'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await readdir(dataDir)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('replaces an older one only when it is whole', async () => {
    await backUp();
    await write('second');
    await backUp();
    expect((await restore()).counts.documents).toBe(2);
    await rm(restored(), { recursive: true });

    await storage.close();
    await writeFile(join(dataDir, 'documents.db'), 'no database any more, but longer than a header of one');
    await expect(backUp()).rejects.toMatchObject({ kind: 'unavailable' });
    expect((await restore()).counts.documents).toBe(2);
  });

  it('can leave the secrets out', async () => {
    expect((await backUp({ withSecrets: false })).manifest.with_secrets).toBe(false);
    await restore();
    await expect(stat(join(restored(), 'secrets.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ['is cut off', (path) => truncate(path, 2)],
    ['is longer', (path) => appendFile(path, 'x')],
    ['is altered', (path) => writeFile(path, 'framez')],
    ['is missing', (path) => rm(path)],
  ])('of which a file %s is refused, and nothing appears', async (_, damage) => {
    await backUp();
    await damage(join(target, SEGMENT));
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED', details: { file: SEGMENT } });
    await expect(stat(restored())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('with a manifest that leads out of the folder, or is no manifest, is refused', async () => {
    await backUp();
    const file = join(target, 'manifest.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(SEGMENT, '../../escaped'));
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    await writeFile(file, text.slice(0, -9));
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    await rm(file);
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_MISSING' });
  });

  it.each([
    ['"format_version": 1', '"format_version": 2'],
    ['"documents.db": ', '"documents.db": 9'],
  ])('of a newer version (%s) asks for that version', async (now, newer) => {
    await backUp();
    const file = join(target, 'manifest.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(now, newer));
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_NEWER' });
  });

  it('is never restored over something, nor written over something else', async () => {
    await backUp();
    await cp(target, restored(), { recursive: true });
    await expect(restore()).rejects.toMatchObject({ code: 'RESTORE_TARGET_IN_USE' });
    await rm(join(target, 'manifest.json'));
    await expect(backUp()).rejects.toMatchObject({ code: 'BACKUP_TARGET_IN_USE' });
    await expect(backUp({ target: join(dataDir, 'b') })).rejects.toMatchObject({
      code: 'BACKUP_INSIDE_DATA',
    });
    await expect(backUp({ dataDir: join(folder, 'none') })).rejects.toMatchObject({
      code: 'NOTHING_TO_BACK_UP',
    });
  });
});
