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
  it('refuses an adapter for Typesense that compares owners without regard to case', async () => {
    const careless = onServer((index) =>
      breaking<KeywordIndex>(index, {
        search: (query) => index.search({ ...query, ownerId: query.ownerId.toLowerCase() }),
      }),
    );
    expect(await failuresOf(keywordIndexContract({ name: 'broken', create: careless }))).toContain(
      'takes an owner and an id that look like a filter for what they are',
    );
  });
});
