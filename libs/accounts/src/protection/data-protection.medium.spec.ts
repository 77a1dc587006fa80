import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobQueue } from '#libs/queue';
import { DocumentStore, SealedStorage } from '#libs/storage';
import { startEmbeddedProduct, type EmbeddedProduct } from '../../../../test/support/embedded-product.js';
import { recordConversation } from '../../../../test/support/recorded-conversation.js';
import { DataProtection } from './data-protection.js';

const TALK = {
  id: 'harbour',
  startedAt: '2026-06-01T10:00:00+00:00',
  turns: [
    { text: 'I finally moved into the lighthouse at Skagen with my sister Ingrid last week.', isUser: true },
    {
      text: 'Then we should plan the housewarming for Saturday and invite everybody from work.',
      isUser: false,
    },
  ],
};

describe('DataProtection', () => {
  let product: EmbeddedProduct;
  let protection: DataProtection;
  const path = (below: string) => `users/${product.ownerId}/${below}`;
  const raw = async (below: string) =>
    (await product.app.get(SealedStorage).raw.documents.get<Record<string, unknown>>(path(below)))!.data;
  const note = (id: string, text: string) => ({
    kind: 'set' as const,
    path: path(`messages/${id}`),
    data: { id, text, memories_id: [], created_at: new Date(0) },
  });

  beforeEach(async () => {
    product = await startEmbeddedProduct({ owner: { name: 'Sam', timeZone: 'UTC' } });
    protection = product.app.get(DataProtection);
    await recordConversation(product, TALK);
    await vi.waitFor(async () => {
      // What is still being written is written at the level that the owner has, which is another test's matter.
      expect(await product.app.get(JobQueue).counts()).toMatchObject({ waiting: 0, active: 0 });
    }, 10_000);
    await product.app.get(DocumentStore).write([note('m1', 'hello'), note('m2', 'good bye')]);
  });
  afterEach(() => product.dispose());

  it('tells what is not encrypted yet, moves it, and does nothing twice', async () => {
    const pending = await protection.pending(product.ownerId, 'enhanced');
    expect(pending).toEqual(
      expect.arrayContaining([
        { type: 'conversation', id: 'harbour' },
        { type: 'chat', id: 'm1' },
        { type: 'chat', id: 'm2' },
      ]),
    );
    for (let time = 0; time < 2; time += 1) {
      expect(await protection.move(product.ownerId, 'enhanced', pending)).toEqual([]);
      expect(await protection.pending(product.ownerId, 'enhanced')).toEqual([]);
    }
    expect(await raw('conversations/harbour')).toMatchObject({
      data_protection_level: 'enhanced',
      transcript_segments: expect.stringMatching(/^enc:v1:/),
    });
    const receipts = await product.app
      .get(SealedStorage)
      .raw.documents.query<{ output: unknown }>({ collection: path('conversations/harbour/receipts') });
    const isEmpty = (output: unknown) => output === null || (Array.isArray(output) && output.length === 0);
    const outputs = receipts.documents.map(({ data }) => data.output).filter((output) => !isEmpty(output));
    expect(outputs.length).toBeGreaterThan(0);
    for (const output of outputs) expect(output).toMatch(/^enc:v1:/);
  });

  it('moves what it can and names what it could not', async () => {
    await protection.move(product.ownerId, 'enhanced', [{ type: 'chat', id: 'm1' }]);
    const damaged = { text: 'enc:v1:00000000:AAAA', data_protection_level: 'standard' };
    const { raw: stored } = product.app.get(SealedStorage);
    await stored.documents.write([{ kind: 'merge', path: path('messages/m1'), data: damaged }]);
    const objects = ['m1', 'm2', 'gone'].map((id) => ({ type: 'chat' as const, id }));
    expect(await protection.move(product.ownerId, 'enhanced', objects)).toEqual([
      { type: 'chat', id: 'm1', code: 'DATA_UNDECRYPTABLE' },
    ]);
    expect((await raw('messages/m2'))['text']).toMatch(/^enc:v1:/);
  });

  it('moves everything that is left once the owner has the level', async () => {
    await protection.adopt(product.ownerId, 'enhanced');
    await vi.waitFor(async () => expect((await raw('messages/m2'))['text']).toMatch(/^enc:v1:/), 20_000);
    expect((await raw('conversations/harbour'))['transcript_segments']).toMatch(/^enc:v1:/);
    await expect(protection.adopt('nobody', 'enhanced')).rejects.toMatchObject({ code: 'USER_MISSING' });
  });
});
