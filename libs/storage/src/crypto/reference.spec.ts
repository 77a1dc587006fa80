import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defineCollection } from '../collection-definition.js';
import { temporarySealedStorage, type TemporarySealedStorage } from '../testing/temporary-sealed-storage.js';
import { ownerKey } from './owner-keys.js';
import { SealedStorage } from './sealed-storage.js';

/** Made with Python's cryptography and zlib from the reference's description; nonces are 0x01…, 0x02…, 0x03…, 0x04…. */
const SECRET = 'omi_0123456789abcdef0123456789abcdef';
const UID = 'uid-of-ada';
const KEY = 'a26429b8409e34c4121a3c7df4de0c9c7267a77aaade60c091df743cb4577ca5';
const ENCRYPTED_TEXT = 'AQEBAQEBAQEBAQEBv8/DAgCiI7KNS5PUSft4oGhcNASiERzwQ2AByZAwpYZXE60jNVbF0G2fAw5ccw==';
const ENCRYPTED_EVIDENCE =
  'AgICAgICAgICAgICjt3Nj436nPBO/yuSwMbEtCrTP4yFgffU1NTFNDMHRtrR8iG1CPzkJjWL4mBv9VWaZiY0KI61/hu008lBENfR1swvOA==';
const ENCRYPTED_JSON =
  'AwMDAwMDAwMDAwMDFNf/dxJYRRXAfaXWGBrD3fAfQvNUEra7hI80dxZi0oUqTs4SDByQNibbFoECA2/ZbiRCJxlDU0NCmpijeUo9qm1WLN2M8Oyi/nM/Vm75ZRVksjBnJE+W8nj95dcRHQ/IXW+YPGqldNXotlPDmDwghOYbuPK+8/ndMuhazLWU7z5K9qbye+ame0GS897ol+7E/OYi/aY96YjwggGvnPjKTcJ7YuG4YdRLa6YNoh/QKYlamskh5F/+8252o9qSlAEcmvHtPra5b0U237gfjQZhn2MIJbo7vpPNB8SN+KRQOaamxCCtEw3SDM12K83SSVx45SsUxxItZPA=';
const COMPRESSED =
  '789c4d8d3d0bc2301086ff4ac82c250a2e6e0e45c14574ac2584e682c19894dca508e27f37d70ebadcf17edc3ddd5b7a2b7742e25aae84247811ab43be15a5dcc0d33a10537a8aa37110b98423980764ee5dcfedfed45eb4527f819e3faa6a78d405e726e502d51821638a4b219610f8884c66a66ab65541e468d36c5850361183219f2256b7eb17060c773de6e47c00de032082fd319088edc9db99cc984fff05e3cb4958';
const ENCRYPTED_HEX =
  'BAQEBAQEBAQEBAQEAL7xulGiIucviZ+scBXwwWCC1cQoCzFM3pcfnblRkPxyQQBbTeUK/JQAEZlmnVhIhb8ZyOP7ROtRXjuWOTU0Q2SZ4/54zRY3pPQu8Ag/pb2lVJkKKAHYI/3nRB0si6/uzpZ2e7GOmOeH673NV/1LYIfJ6uF3lJqeMvBrU4Swu2u6aZcbjI7hk8SufBDCDWXdAvTVbiWeJHZzoCoEwbcjGOJbD1/OhQn1nniF/h9ii3FGIc8AewFWHvtv6ukb+WioGglwHGTxVfqBhAnWLrBsbfhEHfzpp5ihk6KzWszLImL+RMYgwu3gIH5UxAURc+ZXAnUrycFMcR66rD86RtKObpHkwz8677B8rouU8FEs5qYC7t1CNwWR17yfqVU4wSHAY34e/4GV7v6O5LtP93xffjUAT1VM7+bgY1ynS5Kw+G9HwojHtTsnyVlBjkLaApYPZj28+FlQ0u8nDA==';
const SEGMENT = {
  id: 's1',
  text: 'Grüße vom Hafen',
  speaker: 'SPEAKER_00',
  speaker_id: 0,
  is_user: true,
  person_id: null,
  start: 0.5,
  end: 2.25,
  translations: [],
  speech_profile_processed: true,
  stt_provider: null,
};

const TALKS = defineCollection({
  path: 'users/{ownerId}/conversations',
  sealed: [{ field: 'transcript_segments', reference: 'json' }, 'structured.title'],
  packed: { field: 'transcript_segments', flag: 'transcript_segments_compressed' },
});
const MEMORIES = defineCollection({
  path: 'users/{ownerId}/memories',
  sealed: [
    { field: 'content', reference: 'text' },
    { field: 'evidence', reference: 'json' },
  ],
});

describe('data of the reference', () => {
  let temporary: TemporarySealedStorage;
  let storage: SealedStorage;
  const put = (path: string, data: object) =>
    temporary.storage.raw.documents.write([{ kind: 'set', path: `users/${UID}/${path}`, data }]);
  const get = async (path: string) =>
    (await storage.documents.get<Record<string, unknown>>(`users/${UID}/${path}`))!.data;

  beforeEach(async () => {
    temporary = await temporarySealedStorage([TALKS, MEMORIES]);
    storage = temporary.seenWith(['m'.repeat(32)], SECRET);
  });
  afterEach(() => temporary.dispose());

  it('is encrypted with the key that Python derives', () => {
    expect(Buffer.from(ownerKey(Buffer.from(SECRET), UID)).toString('hex')).toBe(KEY);
  });

  it.each([
    ['a plain list', { transcript_segments: [SEGMENT] }],
    [
      'compressed bytes',
      {
        transcript_segments: new Uint8Array(Buffer.from(COMPRESSED, 'hex')),
        transcript_segments_compressed: true,
        data_protection_level: 'standard',
      },
    ],
    ['encrypted JSON', { transcript_segments: ENCRYPTED_JSON, data_protection_level: 'enhanced' }],
    [
      'encrypted hexadecimal of compressed bytes',
      {
        transcript_segments: ENCRYPTED_HEX,
        transcript_segments_compressed: true,
        data_protection_level: 'enhanced',
      },
    ],
  ])('gives its transcripts from %s', async (_, data) => {
    await put('conversations/c', { ...data, structured: { title: 'Harbour' } });
    const read = await get('conversations/c');
    expect(read).toMatchObject({ transcript_segments: [SEGMENT], structured: { title: 'Harbour' } });
    expect(read).not.toHaveProperty('transcript_segments_compressed');
  });

  it('gives its encrypted memories, and empty ones as they are', async () => {
    const level = { data_protection_level: 'enhanced' };
    await put('memories/m', { content: ENCRYPTED_TEXT, evidence: ENCRYPTED_EVIDENCE, ...level });
    await put('memories/empty', { content: '', ...level });
    expect(await get('memories/m')).toMatchObject({
      content: 'The key hangs behind the door.',
      evidence: [{ evidence_id: 'e1', quote: 'behind the door' }],
    });
    expect(await get('memories/empty')).toMatchObject({ content: '' });
  });

  it('is never given out as ciphertext: not without the secret, to another owner, or when it was changed', async () => {
    const data = { content: ENCRYPTED_TEXT, data_protection_level: 'enhanced' };
    await put('memories/m', data);
    const failure = { code: 'DATA_UNDECRYPTABLE', details: { field: 'content', key: 'reference' } };
    await expect(temporary.storage.documents.get(`users/${UID}/memories/m`)).rejects.toMatchObject(failure);
    await put('memories/m', { ...data, content: ENCRYPTED_TEXT.replace('v8/D', 'v9/D') });
    await expect(get('memories/m')).rejects.toMatchObject(failure);
    await temporary.storage.raw.documents.write([{ kind: 'set', path: 'users/eve/memories/m', data }]);
    await expect(storage.documents.get('users/eve/memories/m')).rejects.toMatchObject(failure);
  });

  it('can be written: a long transcript in the open is compressed JSON with a flag, a short one a list', async () => {
    const segments = Array.from({ length: 100 }, (_, start) => ({ ...SEGMENT, start }));
    const data = { transcript_segments: segments, structured: { title: 'Harbour' } };
    await storage.documents.write([{ kind: 'set', path: `users/${UID}/conversations/c`, data }]);
    const stored = (await storage.raw.documents.get<Record<string, unknown>>(`users/${UID}/conversations/c`))!
      .data;
    expect(stored).toMatchObject({
      transcript_segments_compressed: true,
      data_protection_level: 'standard',
      structured: { title: 'Harbour' },
    });
    const json = inflateSync(stored['transcript_segments'] as Uint8Array).toString();
    expect(JSON.parse(json)).toEqual(segments);
    const short = { transcript_segments: [SEGMENT] };
    await storage.documents.write([{ kind: 'set', path: `users/${UID}/conversations/d`, data: short }]);
    expect((await storage.raw.documents.get(`users/${UID}/conversations/d`))!.data).toMatchObject({
      ...short,
      transcript_segments_compressed: false,
    });
  });
});
