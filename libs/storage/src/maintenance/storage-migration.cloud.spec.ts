import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { FirestoreDocumentStore } from '../cloud/firestore/firestore-document-store.js';
import { defineCollection } from '../collection-definition.js';
import { MasterKeys } from '../crypto/master-keys.js';
import { SealedStorage } from '../crypto/sealed-storage.js';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';
import type { StorageAdapters } from '../storage-adapters.js';
import { filesBelow } from './backup-files.js';
import { exportOwner } from './owner-export.js';
import { migrateStorage } from './storage-migration.js';

const emulatorHost = inject('firestoreHost');
const collections = [
  defineCollection({ path: 'users', ownerIsId: true, sealed: ['name'] }),
  defineCollection({ path: 'users/{ownerId}/conversations', sealed: ['title'] }),
  defineCollection({ path: 'users/{ownerId}/conversations/{conversationId}/transcript' }),
];

describe.skipIf(emulatorHost === null)('a migration to Firestore and back', () => {
  let folder: string;
  const open: { close(): Promise<void> }[] = [];
  const clock = new SystemClock();
  const embedded = async (name: string) => {
    const storage = await EmbeddedStorage.open({
      dataDir: join(folder, name),
      indexes: [],
      clock,
      log: new SilentLog(),
    });
    open.push(storage);
    return storage;
  };
  const sealed = (raw: StorageAdapters) =>
    new SealedStorage(raw, {
      collections,
      masters: new MasterKeys([randomBytes(32)]),
      referenceSecret: null,
    });
  const onFirestore = async () => {
    const documents = FirestoreDocumentStore.open({
      projectId: `migration-${randomUUID()}`,
      databaseId: '(default)',
      emulatorHost,
      indexes: [],
      clock,
    });
    open.push(documents);
    const rest = await embedded('rest');
    return sealed({ ...rest, documents, scrub: () => rest.scrub(), close: () => rest.close() });
  };
  const exported = async (storage: SealedStorage, name: string) => {
    await exportOwner(storage, { ownerId: 'ada', target: join(folder, name) });
    const files = await filesBelow(join(folder, name));
    return Promise.all(files.map(async (file) => [file, await readFile(join(folder, name, file), 'latin1')]));
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-migration-'));
  });
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    await rm(folder, { recursive: true });
  });

  it('arrives unchanged, so that an export is the same to the byte wherever it is made', async () => {
    const [from, there, back] = [
      sealed(await embedded('from')),
      await onFirestore(),
      sealed(await embedded('back')),
    ];
    await from.levels.changed('ada', 'enhanced');
    await from.documents.write([{ kind: 'set', path: 'users/ada', data: { name: 'Ada', at: new Date(7) } }]);
    for (const id of ['a', 'a-b', 'B', 'ü', '10', '9']) {
      const path = `users/ada/conversations/${id}`;
      const data = {
        title: `Quince ${id}`,
        uid: 'ada',
        raw: new Uint8Array([1, 2]),
        list: [{ n: 0.5 }, null],
      };
      await from.documents.write([
        { kind: 'set', path, data },
        { kind: 'set', path: `${path}/transcript/1`, data: { z: true, a: { nested: [] } } },
      ]);
    }
    await from.blobs.put('audio/ada/a/sound.wav', Buffer.from('sound'), 'audio/wav');

    await migrateStorage({ from, to: there, clock });
    const { digest } = await migrateStorage({ from: there, to: back, clock });
    expect(digest.get('conversations')).toMatchObject({ count: 6 });
    const first = await exported(from, 'first');
    expect(await exported(there, 'second')).toEqual(first);
    expect(await exported(back, 'third')).toEqual(first);
  });
});
