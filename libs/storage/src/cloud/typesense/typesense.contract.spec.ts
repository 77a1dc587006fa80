import { describe, expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { breaking, failuresOf, runContract } from '#libs/kernel/testing';
import type { KeywordIndex } from '../../ports/keyword-index.js';
import { keywordIndexContract, type KeywordIndexSubject } from '../../testing/keyword-index.contract.js';
import { TypesenseServer } from '../../testing/servers/typesense-server.js';
import { TypesenseKeywordIndex } from './typesense-keyword-index.js';

const onServer = (adapt: (index: KeywordIndex) => KeywordIndex) => async () => {
  const server = await TypesenseServer.start();
  const open = () =>
    adapt(new TypesenseKeywordIndex({ url: server.url, apiKey: 'test-key', clock: new SystemClock() }));
  const subject: KeywordIndexSubject = { index: open(), reopen: () => Promise.resolve(open()) };
  return { subject, dispose: () => server.close() };
};

runContract(keywordIndexContract({ name: 'Typesense', create: onServer((index) => index) }));

describe('the contract of words', () => {
  const failuresWith = (change: (index: KeywordIndex) => Partial<KeywordIndex>) =>
    failuresOf(
      keywordIndexContract({
        name: 'broken',
        create: onServer((index) => breaking<KeywordIndex>(index, change(index))),
      }),
    );

  it('refuses an index that mixes two owners', async () => {
    const failures = await failuresWith((index) => ({
      upsert: (collection, documents) =>
        index.upsert(
          collection,
          documents.map((document) => ({ ...document, ownerId: 'ada' })),
        ),
    }));
    expect(failures).toContain('finds nothing of another owner, and keeps equal ids apart');
  });

  it('refuses an index that compares owners without regard to case', async () => {
    const failures = await failuresWith((index) => ({
      search: (query) => index.search({ ...query, ownerId: query.ownerId.toLowerCase() }),
    }));
    expect(failures).toContain('takes an owner and an id that look like a filter for what they are');
  });

  it('refuses an index that forgets to delete, by its model too', async () => {
    const failures = await failuresWith(() => ({ delete: () => Promise.resolve() }));
    expect(failures).toEqual(
      expect.arrayContaining([
        'deletes by id, of one owner only',
        'does what its model does, whatever the order of calls',
      ]),
    );
  });
});
