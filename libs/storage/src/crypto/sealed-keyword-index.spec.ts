import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { KeywordIndex } from '../ports/keyword-index.js';
import { keywordIndexContract } from '../testing/keyword-index.contract.js';
import { temporarySealedStorage, type TemporarySealedStorage } from '../testing/temporary-sealed-storage.js';
import { SealedKeywordIndex } from './sealed-keyword-index.js';

const ENHANCED = { of: () => Promise.resolve('enhanced' as const) };
const ownKey = (ownerId: string) => Promise.resolve(Buffer.from(`the key of ${ownerId}`));
const KEYS = { find: ownKey, findOrMake: ownKey };

async function create() {
  const temporary = await temporarySealedStorage([]);
  const open = () => new SealedKeywordIndex(temporary.storage.raw.keywords, KEYS, ENHANCED);
  return { subject: { index: open(), reopen: async () => open() }, dispose: temporary.dispose };
}

runContract(keywordIndexContract({ name: 'FTS5 behind encryption', create }));

it('is refused by the contract when it hashes documents but not queries', { timeout: 120_000 }, async () => {
  const half = keywordIndexContract({
    name: 'broken',
    create: async () => {
      const temporary = await temporarySealedStorage([]);
      const { keywords } = temporary.storage.raw;
      const sealed = new SealedKeywordIndex(keywords, KEYS, ENHANCED);
      const index = breaking<KeywordIndex>(sealed, { search: (query) => keywords.search(query) });
      return { subject: { index, reopen: async () => index }, dispose: temporary.dispose };
    },
  });
  expect(await failuresOf(half)).toContain(
    'finds documents by any of the words and gives their metadata back',
  );
});

describe('SealedKeywordIndex', () => {
  let temporary: TemporarySealedStorage;
  const doc = (id: string, body: string) => ({
    id,
    ownerId: 'ada',
    title: '',
    body,
    timeMs: 0,
    metadata: {},
  });
  const search = async (text: string) => {
    const query = { collection: 'talks', ownerId: 'ada', text, limit: 10 };
    return (await temporary.storage.keywords.search(query)).map(({ id }) => id);
  };
  const onDisk = async () =>
    Buffer.concat(
      await Promise.all(['search.db', 'search.db-wal'].map((name) => readFile(join(temporary.folder, name)))),
    );

  beforeEach(async () => {
    temporary = await temporarySealedStorage([]);
  });
  afterEach(() => temporary.dispose());

  it('finds words of which none lies on disk', async () => {
    await temporary.ownerAt('ada', 'enhanced');
    await temporary.storage.keywords.upsert('talks', [doc('d', 'The rhinoceros crossed Reykjavik')]);
    expect(await search('crossing')).toEqual(['d']);
    expect(await search('reykjavik')).toEqual(['d']);
    expect(await search('hippopotamus')).toEqual([]);
    expect((await onDisk()).toString('latin1')).not.toMatch(/rhinocero|reykjavik/i);
  });

  it('finds what was indexed before and after the owner’s level changed', async () => {
    await temporary.storage.keywords.upsert('talks', [doc('before', 'a rhinoceros')]);
    await temporary.ownerAt('ada', 'enhanced');
    await temporary.storage.keywords.upsert('talks', [doc('after', 'a rhinoceros')]);
    expect((await search('rhinoceros')).sort()).toEqual(['after', 'before']);
  });
});
