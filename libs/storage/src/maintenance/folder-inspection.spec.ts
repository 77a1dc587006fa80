import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '../embedded/embedded-storage.js';
import { inspectContents, inspectDatabases } from './folder-inspection.js';

const MODEL = { name: 'bag', dimension: 2 };

describe('the inspection of a data folder', () => {
  let dataDir: string;
  let storage: EmbeddedStorage;
  const talk = (id: string, data: object) =>
    storage.documents.write([{ kind: 'set', path: `users/ada/conversations/${id}`, data }]);
  const index = async (id: string, collection = 'conversations') => {
    const entry = { ownerId: 'ada', metadata: {} };
    await storage.keywords.upsert(collection, [{ ...entry, id, title: '', body: 'quince', timeMs: 1 }]);
    await storage.vectors.upsert(collection, MODEL, [{ ...entry, id, values: new Float32Array([1, 0]) }]);
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-inspection-'));
    storage = await EmbeddedStorage.open({
      dataDir,
      indexes: [],
      clock: new ManualClock(),
      log: new SilentLog(),
    });
    await talk('whole', { status: 'completed', audio_files: [{ id: 'sound' }] });
    await storage.blobs.put('audio/ada/whole/sound.wav', new Uint8Array([1]), 'audio/wav');
    await index('whole:s');
    await storage.documents.write([{ kind: 'set', path: 'users/ada/memories/fact', data: {} }]);
    await index('fact', 'memories');
  });
  afterEach(async () => {
    await storage.close();
    await rm(dataDir, { recursive: true });
  });

  it('finds nothing to say of a folder in which all fits together, while it is in use', async () => {
    expect(await inspectContents(dataDir)).toEqual({
      documents: 2,
      conversations: 1,
      unfinished: 0,
      missingRecordings: [],
      orphanRecordings: [],
      orphanSearchEntries: 0,
      unsearchable: 0,
      unpurgedAccounts: 0,
    });
    for (const { problems, isNewer } of await inspectDatabases(dataDir)) {
      expect({ problems, isNewer }).toEqual({ problems: [], isNewer: false });
    }
  });

  it('finds recordings without a conversation and conversations without their recording', async () => {
    await storage.blobs.put('audio/ada/gone/old.wav', new Uint8Array([1]), 'audio/wav');
    await storage.blobs.delete('audio/ada/whole/sound.wav');
    expect(await inspectContents(dataDir)).toMatchObject({
      missingRecordings: ['audio/ada/whole/sound'],
      orphanRecordings: ['audio/ada/gone/old.wav'],
    });
  });

  it('knows what the entries of a search collection are about that is called otherwise', async () => {
    await index('whole', 'whole_conversations');
    await index('thrown-out', 'rejected_memories');
    expect(await inspectContents(dataDir)).toMatchObject({ orphanSearchEntries: 1 });
  });

  it('finds search entries of what is gone, and finished conversations that search does not know', async () => {
    await index('gone:t:0');
    await index('lost', 'memories');
    await talk('new', { status: 'completed' });
    await talk('noise', { status: 'completed', discarded: true });
    await talk('behind-a-plan', { status: 'completed', is_locked: true });
    await talk('live', { status: 'in_progress' });
    expect(await inspectContents(dataDir)).toMatchObject({
      orphanSearchEntries: 2,
      unsearchable: 1,
      unfinished: 1,
    });
  });

  it('counts accounts whose deletion was cut off', async () => {
    await storage.documents.write([
      { kind: 'set', path: 'closed_accounts/eve', data: { purged_at: null } },
      { kind: 'set', path: 'closed_accounts/zoe', data: { purged_at: new Date(1) } },
    ]);
    expect(await inspectContents(dataDir)).toMatchObject({ unpurgedAccounts: 1 });
  });

  it('finds a database that is damaged', async () => {
    await storage.close();
    const file = join(dataDir, 'documents.db');
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0x5a, 4_096, 16_384));
    const [documents] = await inspectDatabases(dataDir);
    expect(documents!.problems).not.toEqual([]);
  });
});
