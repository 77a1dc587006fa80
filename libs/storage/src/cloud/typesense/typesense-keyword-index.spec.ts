import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { TypesenseServer } from '../../testing/servers/typesense-server.js';
import type { TypesenseOptions } from './typesense-client.js';
import { TypesenseKeywordIndex } from './typesense-keyword-index.js';

const UNAVAILABLE = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };

describe('TypesenseKeywordIndex', () => {
  let server: TypesenseServer;
  let clock: ManualClock;

  beforeEach(async () => {
    server = await TypesenseServer.start();
    clock = new ManualClock();
  });
  afterEach(() => server.close());

  const open = (more: Partial<TypesenseOptions> = {}) =>
    new TypesenseKeywordIndex({ url: server.url, apiKey: 'test-key', clock, ...more });
  const talk = (id: string, body: string) => ({
    id,
    ownerId: 'Ada',
    title: '',
    body,
    timeMs: 1_772_726_400_500,
    metadata: { n: 1 },
  });
  const query = { collection: 'talks', ownerId: 'Ada', text: 'harbour', limit: 10 };
  const patiently = <T>(call: Promise<T>) => clock.advanceUntilSettled(call);

  it('names owner and time as the reference does, and sends terms instead of texts', async () => {
    await open().upsert('talks', [talk('c1:t:0', 'We walked to the 東京 harbour')]);
    expect(server.documentsIn('mneme_talks')).toMatchObject([
      { userId: 'Ada', entry_id: 'c1:t:0', created_at: 1_772_726_400, time_ms: 1_772_726_400_500 },
    ]);
    expect(server.documentsIn('mneme_talks')[0]!['body']).toMatch(
      /^we walk to the u[0-9a-f]+ (u[0-9a-f]+ )+harbour$/,
    );
  });

  it('finds nothing in an answer whose owner is another, whatever the filter let through', async () => {
    const index = open();
    await index.upsert('talks', [talk('t', 'harbour')]);
    const [document] = server.documentsIn('mneme_talks');
    (document as Record<string, unknown>)['userId'] = 'Eve';
    expect(await index.search(query)).toEqual([]);
  });

  it('deletes a conversation by the beginning of its ids in one call, whatever else the owner has', async () => {
    const index = open();
    await index.upsert('talks', [
      talk('c1:t:0', 'harbour'),
      talk('c1:s', 'harbour'),
      talk('c10:s', 'harbour'),
    ]);
    server.requests.length = 0;
    expect(await index.deleteByPrefix('talks', 'Ada', 'c1:')).toBe(2);
    expect(server.requests).toEqual(['DELETE /collections/mneme_talks/documents']);
  });

  it('asks for a page of many with one request', async () => {
    const index = open();
    await index.upsert(
      'talks',
      Array.from({ length: 600 }, (_, n) => talk(`t${n}`, 'harbour')),
    );
    server.requests.length = 0;
    expect(await index.search({ ...query, limit: 600 })).toHaveLength(600);
    expect(server.requests).toEqual(['POST /multi_search']);
  });

  it.each([
    ['throttling', { status: 429, times: 2 }],
    ['an outage', { status: 503, times: 3 }],
    ['a broken connection', { status: 'cut', times: 3 }],
    ['an answer that got lost', { status: 'lost', times: 2 }],
  ] as const)('gets through %s', async (_name, failure) => {
    const index = open();
    server.fail(failure);
    await patiently(index.upsert('talks', [talk('t', 'harbour')]));
    server.fail(failure);
    expect(await patiently(index.search(query))).toMatchObject([{ id: 't', metadata: { n: 1 } }]);
    server.fail({ ...failure, path: 'search' });
    expect(await patiently(index.countByPrefix('talks', 'Ada', ''))).toBe(1);
  });

  it('gives up at the deadline without a word of what it sent, and works again afterwards', async () => {
    const index = open({ deadlineMs: 10_000 });
    server.fail({ status: 503, times: 100 });
    const failure: unknown = await patiently(index.upsert('talks', [talk('t', 'xylophone')])).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject(UNAVAILABLE);
    expect(
      JSON.stringify({ failure, cause: (failure as Error).cause, text: String((failure as Error).cause) }),
    ).not.toContain('xylophone');
    server.recover();
    expect(await index.search(query)).toEqual([]);
  });

  it('says what to do about a wrong key', async () => {
    await expect(open({ apiKey: 'wrong' }).check()).rejects.toMatchObject({
      ...UNAVAILABLE,
      message: expect.stringContaining('TYPESENSE_API_KEY') as string,
    });
    await open().check();
  });
});
