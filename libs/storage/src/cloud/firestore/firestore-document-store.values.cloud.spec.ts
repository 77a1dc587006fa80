import { randomBytes, randomUUID } from 'node:crypto';
import { FieldValue, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { connectFirestore, type FirestoreConnection } from './firestore-connection.js';
import { FirestoreDocumentStore } from './firestore-document-store.js';
import { isPacked } from './packed-field.js';

const emulatorHost = inject('firestoreHost');
const TALKS = 'users/ada/conversations';
const TALK = `${TALKS}/t1`;

/** Four hours of talk as a diarizing provider gives it: a sentence every five seconds, half of them translated. */
function fourHoursOfTalk(): object[] {
  const words =
    'we should move the launch to thursday because the parts from lisbon are still at customs'.split(' ');
  return Array.from({ length: 2_880 }, (_, n) => ({
    id: randomUUID(),
    text: `${n}: ${Array.from({ length: 20 }, (__, k) => words[(n * 7 + k * (1 + (n % 5))) % words.length]).join(' ')}.`,
    speaker: `SPEAKER_0${n % 4}`,
    speaker_id: n % 4,
    is_user: n % 4 === 0,
    person_id: n % 4 === 1 ? randomUUID() : null,
    start: n * 5 + 0.25,
    end: n * 5 + 4.75,
    translations:
      n % 2 === 0 ? [{ lang: 'de', text: `${n}: wir sollten den Start auf Donnerstag verschieben` }] : [],
    stt_provider: 'local',
    created_at: new Date(1_772_726_400_000 + n * 5_000),
  }));
}

describe.skipIf(emulatorHost === null)('FirestoreDocumentStore', () => {
  let store: FirestoreDocumentStore;
  /** The same database as another program sees it. */
  let raw: FirestoreConnection;

  beforeEach(() => {
    const address = { projectId: `values-${randomUUID()}`, databaseId: '(default)', emulatorHost };
    const indexes = [
      { collection: 'conversations', fields: [{ field: 'notes' }] },
      { collection: 'conversations', fields: [{ field: 'at', direction: 'desc' as const }] },
    ];
    store = FirestoreDocumentStore.open({ ...address, indexes, clock: new SystemClock() });
    raw = connectFirestore(address);
  });

  afterEach(async () => {
    await Promise.all([store.close(), raw.close()]);
  });

  const rawData = async (path = TALK) => (await raw.firestore.doc(path).get()).data()!;

  it('keeps a transcript of four hours in one document, beside fields that stay readable', async () => {
    const data = { status: 'completed', transcript_segments: fourHoursOfTalk(), notes: 'n'.repeat(2_000) };
    expect(JSON.stringify(data).length).toBeGreaterThan(1_150_000);
    await store.write([{ kind: 'create', path: TALK, data }]);
    expect((await store.get(TALK))!.data).toEqual(data);
    const stored = await rawData();
    expect(isPacked(stored['transcript_segments'])).toBe(true);
    expect(stored).toMatchObject({ status: 'completed', notes: data.notes });
    const where = [{ field: 'status', op: '==', value: 'completed' }] as const;
    expect((await store.query({ collection: TALKS, where })).documents[0]!.data).toEqual(data);
  });

  it('replaces a packed field with one that is not, in a merge like any other', async () => {
    await store.write([{ kind: 'set', path: TALK, data: { segments: fourHoursOfTalk(), n: 1 } }]);
    await store.write([{ kind: 'merge', path: TALK, data: { segments: ['short'] } }]);
    expect((await store.get(TALK))!.data).toEqual({ segments: ['short'], n: 1 });
    expect((await rawData())['segments']).toEqual(['short']);
  });

  it('packs what lies there when merged fields make a document too large, outside and inside a transaction', async () => {
    const part = () => ({ text: 'x'.repeat(700_000) });
    for (const write of ['merge', 'update'] as const) {
      await store.write([{ kind: 'set', path: TALK, data: { a: part() } }]);
      await store.write([{ kind: write, path: TALK, data: { b: part() } }]);
      expect((await store.get(TALK))!.data).toEqual({ a: part(), b: part() });
      await store.write([{ kind: 'set', path: TALK, data: { a: part() } }]);
      await store.transaction(async (transaction) => {
        await transaction.get(TALK);
        transaction.write({ kind: write, path: TALK, data: { b: part() } });
      });
      expect((await store.get(TALK))!.data).toEqual({ a: part(), b: part() });
    }
  });

  it('says how large a document is that does not fit even compressed, and never packs what an index was declared for', async () => {
    const noise = randomBytes(1_100_000);
    for (const data of [{ noise }, { noise: noise.subarray(0, 800_000), more: randomBytes(400_000) }]) {
      await expect(store.write([{ kind: 'set', path: TALK, data }])).rejects.toMatchObject({
        kind: 'too_large',
        code: 'DOCUMENT_TOO_LARGE',
        details: { limitBytes: 1_048_576 },
      });
    }
    await expect(
      store.write([{ kind: 'set', path: TALK, data: { notes: 'n'.repeat(1_050_000) } }]),
    ).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE' });
    expect(await store.get(TALK)).toBeNull();
  });

  it('refuses a batch that is larger than one call may be', async () => {
    const writes = Array.from({ length: 14 }, (_, n) => ({
      kind: 'set' as const,
      path: `${TALKS}/t${n}`,
      data: { noise: randomBytes(800_000) },
    }));
    await expect(store.write(writes)).rejects.toMatchObject({ code: 'DOCUMENT_BATCH_TOO_LARGE' });
    expect(await store.count({ collection: TALKS })).toBe(0);
  });

  it('gives back bytes that look like a packed field as they were given', async () => {
    await store.write([{ kind: 'set', path: TALK, data: { segments: fourHoursOfTalk() } }]);
    const lookalike = new Uint8Array((await rawData())['segments'] as Buffer);
    await store.write([{ kind: 'set', path: TALK, data: { lookalike } }]);
    expect((await store.get(TALK))!.data).toEqual({ lookalike });
  });

  it('reads what Omi’s own backend may have written', async () => {
    await raw.firestore.doc(TALK).set({
      created_at: new Timestamp(1_772_726_400, 123_456_000),
      count: 9_007_199_254_740_991,
      place: new GeoPoint(38.72, -9.14),
      plugin: raw.firestore.doc('plugins_data/p1'),
      vector: FieldValue.vector([0.5, 1]),
      not_a_number: Number.NaN,
      transcript_segments: Buffer.from([0x78, 0x9c, 1, 2]),
      nested: { list: [new Timestamp(1, 0), { at: new GeoPoint(0, 0) }] },
    });
    expect((await store.get(TALK))!.data).toEqual({
      created_at: new Date('2026-03-05T16:00:00.123Z'),
      count: 9_007_199_254_740_991,
      place: { latitude: 38.72, longitude: -9.14 },
      plugin: 'plugins_data/p1',
      vector: [0.5, 1],
      not_a_number: Number.NaN,
      transcript_segments: new Uint8Array([0x78, 0x9c, 1, 2]),
      nested: { list: [new Date(1_000), { at: { latitude: 0, longitude: 0 } }] },
    });
  });

  it('writes whole numbers, times and bytes in the types that Omi’s own backend reads', async () => {
    const data = { n: 5, half: 0.5, at: new Date(1_500), bytes: new Uint8Array([1]), when: '2026-03-05' };
    await store.write([{ kind: 'set', path: TALK, data }]);
    expect(await rawData()).toEqual({
      ...data,
      at: new Timestamp(1, 500_000_000),
      bytes: Buffer.from([1]),
    });
  });

  it('pages to the microsecond through times that differ by less than a millisecond', async () => {
    const micros = [0, 1, 1, 2, 999, 1_000];
    await Promise.all(
      micros.map((micro, n) =>
        raw.firestore.doc(`${TALKS}/t${n}`).set({ at: new Timestamp(5, 123_000_000 + micro * 1_000) }),
      ),
    );
    for (const direction of ['asc', 'desc'] as const) {
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const query = { collection: TALKS, orderBy: [{ field: 'at', direction }], limit: 1 };
        const page = await store.query({ ...query, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.documents.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      const ascending = ['t0', 't1', 't2', 't3', 't4', 't5'];
      expect(seen).toEqual(direction === 'asc' ? ascending : ['t5', 't4', 't3', 't1', 't2', 't0']);
    }
  });

  it('pages through lists, maps, places and references that another program wrote', async () => {
    const values = [
      new GeoPoint(1, 2),
      raw.firestore.doc('a/b'),
      [1, 'x', null],
      { k: new Timestamp(1, 5_000) },
      Number.NaN,
    ];
    await Promise.all(values.map((v, n) => raw.firestore.doc(`${TALKS}/t${n}`).set({ v })));
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const query = { collection: TALKS, orderBy: [{ field: 'v', direction: 'asc' as const }], limit: 1 };
      const page = await store.query({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.documents.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['t4', 't1', 't0', 't2', 't3']);
  });

  it('refuses a cursor that was tampered with', async () => {
    await store.write(['a', 'b', 'c'].map((id) => ({ kind: 'set', path: `${TALKS}/${id}`, data: {} })));
    const { nextCursor } = await store.query({ collection: TALKS, limit: 1 });
    const changed = Buffer.from(JSON.stringify([[], `${TALKS}/b`])).toString('base64url');
    for (const cursor of [nextCursor!.slice(0, 16) + changed, nextCursor!.slice(0, -1), `A${nextCursor}`]) {
      await expect(store.query({ collection: TALKS, limit: 1, cursor })).rejects.toMatchObject({
        code: 'DOCUMENT_CURSOR_INVALID',
      });
    }
  });
});
