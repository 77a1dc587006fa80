import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';
import { filesBelow } from './backup-files.js';
import { exportOwner } from './owner-export.js';
import { importOwner } from './owner-import.js';
import { fromPortable, toPortable, type PortableJson } from './portable-values.js';

/** Whatever a document's field may hold, the owner's id and the marks of the format among it. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 'ada', '', '$date', '\u0001x'),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((number) => number + 0),
    fc.string({ unit: 'grapheme' }),
    fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }),
    fc.uint8Array({ maxLength: 9 }).map((bytes) => new Uint8Array(bytes)),
    // Neither store keeps a list directly in a list.
    fc.array(
      tie('value').filter((item) => !Array.isArray(item)),
      { maxLength: 3 },
    ),
    fc.dictionary(fc.constantFrom('a', 'B', '$date', '$owner', '$map', 'ä', '10', '9'), tie('value'), {
      maxKeys: 4,
    }),
  ),
}));
const body = fc.dictionary(fc.constantFrom('text', 'at', 'uid', '$bytes', 'z'), value, { maxKeys: 4 });
const id = fc.constantFrom('a', 'a-b', 'B', 'ü', '10', '9');
const path = fc.oneof(
  id.map((name) => `conversations/${name}`),
  fc.tuple(id, id).map(([parent, name]) => `conversations/${parent}/transcript/${name}`),
  id.map((name) => `memories/${name}`),
);

describe('an export', () => {
  let folder: string;
  let stores: EmbeddedStorage[];
  const open = async (name: string) => {
    const opened = await EmbeddedStorage.open({
      dataDir: join(folder, name),
      indexes: [],
      clock: new ManualClock(),
      log: new SilentLog(),
    });
    stores.push(opened);
    return opened;
  };
  const exported = (name: string) => join(folder, name);
  const bytesOf = async (name: string) => {
    const files = await filesBelow(exported(name));
    return Promise.all(
      files.map(async (file) => [file, await readFile(join(exported(name), file), 'latin1')]),
    );
  };
  const put = (storage: EmbeddedStorage, at: string, data: object) =>
    storage.documents.write([{ kind: 'set', path: at, data }]);
  const fill = async (storage: EmbeddedStorage) => {
    await put(storage, 'users/ada', { id: 'ada', name: 'Ada', is_admin: true });
    await put(storage, 'users/ada/conversations/talk', { at: new Date(5), uid: 'ada', title: 'Garden' });
    await put(storage, 'users/ada/conversations/talk/transcript/1', { raw: new Uint8Array([1]) });
    await put(storage, 'users/ada/recording_sessions/live', { state: 'open' });
    await put(storage, 'users/ada/task_integrations/caldav', { password: 'tulip' });
    await put(storage, 'users/ada/task_shares/1', { task_ids: [] });
    await put(storage, 'users/ada/accepted_task_shares/2', {});
    await put(storage, 'users/eve', { id: 'eve', is_admin: false });
    await storage.blobs.put('audio/ada/talk/sound.wav', Buffer.from('sound'), 'audio/wav');
  };
  const fails = (target: Promise<unknown>, code: string, details: object = {}) =>
    expect(target).rejects.toMatchObject({ code, details });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-export-'));
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true });
  });

  it('imported elsewhere for somebody else gives the identical export, whatever the documents hold', async () => {
    const [from, to] = [await open('from'), await open('to')];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(path, body, { maxKeys: 12 }),
        fc.uint8Array(),
        async (documents, sound) => {
          run += 1;
          await from.documents.deleteTree('users/ada');
          await to.documents.deleteTree('users/eve');
          await to.blobs.deleteByPrefix('audio/eve/');
          await put(from, 'users/ada', { id: 'ada', name: 'Ada' });
          for (const [at, data] of Object.entries(documents)) await put(from, `users/ada/${at}`, data);
          await from.blobs.put('audio/ada/a/sound.ogg', sound, 'audio/ogg');
          await exportOwner(from, { ownerId: 'ada', target: exported(`first-${run}`) });
          await importOwner(to, { source: exported(`first-${run}`), ownerId: 'eve', replace: false });
          await exportOwner(to, { ownerId: 'eve', target: exported(`second-${run}`) });
          expect(await bytesOf(`second-${run}`)).toEqual(await bytesOf(`first-${run}`));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('says the same of every value in JSON', () => {
    fc.assert(
      fc.property(value, (given) => {
        const written = JSON.parse(JSON.stringify(toPortable(given, 'ada'))) as PortableJson;
        expect(fromPortable(written, 'ada')).toEqual(given);
      }),
    );
  });

  it('holds all of its owner, nothing of the server and nothing of anyone else', async () => {
    const storage = await open('data');
    await fill(storage);
    const manifest = await exportOwner(storage, { ownerId: 'ada', target: exported('out') });
    expect(manifest.files.map(({ path: file, lines }) => [file, lines])).toEqual([
      ['audio.jsonl', 1],
      ['documents/conversations.jsonl', 1],
      ['documents/conversations.transcript.jsonl', 1],
      ['profile.jsonl', 1],
    ]);
    const all = JSON.stringify(await bytesOf('out'));
    for (const foreign of ['ada', 'eve', 'is_admin', 'recording_sessions', 'tulip', 'task_shares'])
      expect(all).not.toContain(foreign);
    expect(await readFile(join(exported('out'), 'audio/talk/sound.wav'), 'utf8')).toBe('sound');
    await fails(exportOwner(storage, { ownerId: 'ada', target: exported('out') }), 'EXPORT_TARGET_IN_USE');
  });

  it('gives nobody rights', async () => {
    const storage = await open('data');
    await fill(storage);
    await exportOwner(storage, { ownerId: 'ada', target: exported('out') });
    await importOwner(storage, { source: exported('out'), ownerId: 'eve', replace: false });
    expect(await storage.documents.get('users/eve')).toMatchObject({
      data: { id: 'eve', is_admin: false, name: 'Ada' },
    });
  });

  it('is imported again without effect, and refuses to overwrite unless told to', async () => {
    const storage = await open('data');
    await fill(storage);
    await exportOwner(storage, { ownerId: 'ada', target: exported('out') });
    const again = () => importOwner(storage, { source: exported('out'), ownerId: 'ada', replace: false });
    expect(await again()).toEqual({ documents: 3, recordings: 1, unchanged: 4 });
    await storage.documents.deleteTree('users/ada/conversations/talk/transcript/1');
    expect(await again()).toMatchObject({ unchanged: 3 });

    await put(storage, 'users/ada/conversations/talk', { title: 'Mine now' });
    await fails(again(), 'IMPORT_COLLIDES', { count: 1, first: ['conversations/talk'] });
    await storage.blobs.put('audio/ada/talk/sound.wav', Buffer.from('other'), 'audio/wav');
    await fails(again(), 'IMPORT_COLLIDES', { count: 2 });
    await importOwner(storage, { source: exported('out'), ownerId: 'ada', replace: true });
    expect(await again()).toMatchObject({ unchanged: 4 });
  });

  it.each<[string, (text: string) => string, string]>([
    ['no JSON', (text) => text.replace('}}', '}'), 'no JSON'],
    ['an unknown type', (text) => text.replace('$date', '$time'), 'at holds a value of no known type'],
    ['a bad date', (text) => text.replace('1970-01', '1970-13'), 'at holds a value'],
    ['a path out of the owner', (text) => text.replace('conversations/talk', '../eve'), 'path'],
    ['a collection’s path', (text) => text.replace('conversations/talk', 'conversations'), 'alternates'],
    ['another file’s path', (text) => text.replace('conversations/talk', 'memories/talk'), 'another file'],
    ['a list in a list', (text) => text.replace('"Garden"', '[[]]'), 'list'],
    ['a line twice', (text) => text + text, 'twice'],
  ])(
    'with %s in a line is refused by file, line and field, and changes nothing',
    async (_, spoil, problem) => {
      const [from, to] = [await open('from'), await open('to')];
      await fill(from);
      await exportOwner(from, { ownerId: 'ada', target: exported('out') });
      const name = 'documents/conversations.jsonl';
      const file = join(exported('out'), name);
      const spoiled = spoil(await readFile(file, 'utf8'));
      await writeFile(file, spoiled);
      const run = () => importOwner(to, { source: exported('out'), ownerId: 'ada', replace: false });
      await fails(run(), 'EXPORT_DAMAGED', { file: name });

      await trust(join(exported('out'), 'manifest.json'), name, spoiled);
      await expect(run()).rejects.toMatchObject({
        code: 'EXPORT_LINE_INVALID',
        message: expect.stringContaining(problem) as string,
        details: { file: name },
      });
      expect(await Array.fromAsync(to.documents.tree())).toEqual([]);
    },
  );

  it('of which a sound is altered, or which is none, is refused', async () => {
    const storage = await open('data');
    await fill(storage);
    await exportOwner(storage, { ownerId: 'ada', target: exported('out') });
    const run = (source: string) => importOwner(storage, { source, ownerId: 'eve', replace: false });
    await writeFile(join(exported('out'), 'audio/talk/sound.wav'), 'noise');
    await fails(run(exported('out')), 'EXPORT_DAMAGED', { file: 'audio/talk/sound.wav' });
    await fails(run(folder), 'EXPORT_MISSING');
    const manifest = join(exported('out'), 'manifest.json');
    await writeFile(
      manifest,
      (await readFile(manifest, 'utf8')).replace('"format_version": 1', '"format_version": 2'),
    );
    await fails(run(exported('out')), 'EXPORT_NEWER');
  });
});

/** Makes the manifest agree with a file that was changed, as somebody would who edits an export by hand. */
async function trust(manifest: string, name: string, text: string): Promise<void> {
  const content = JSON.parse(await readFile(manifest, 'utf8')) as { files: Record<string, unknown>[] };
  for (const file of content.files) {
    if (file['path'] !== name) continue;
    file['size'] = Buffer.byteLength(text);
    file['sha256'] = createHash('sha256').update(text).digest('hex');
  }
  await writeFile(manifest, JSON.stringify(content));
}
