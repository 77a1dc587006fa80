import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { mnemeDoes } from '../support/cli.js';
import { CloudInstallation, sharedServices } from '../support/cloud-installation.js';
import { MnemeProcess } from '../support/mneme-process.js';

const UID = 'omi-user-1';
const SAID = new Date('2025-04-01T10:00:00Z');
const SEGMENTS = [
  {
    text: 'We meet at the lighthouse.',
    speaker: 'SPEAKER_01',
    speaker_id: 1,
    is_user: false,
    start: 0,
    end: 3,
  },
  { text: 'I will bring the map.', speaker: 'SPEAKER_00', speaker_id: 0, is_user: true, start: 3, end: 5 },
];
const packed = (segments: object[]) => deflateSync(JSON.stringify(segments));

/** What Omi's own backend left in a Firestore, in its shapes: specification of the data shapes, §8.1. */
const OMI_DOCUMENTS = {
  [`users/${UID}`]: { time_zone: 'Europe/Berlin', language: 'en', private_cloud_sync_enabled: true },
  [`users/${UID}/conversations/c1`]: {
    id: 'c1',
    created_at: SAID,
    started_at: SAID,
    finished_at: SAID,
    source: 'omi',
    language: 'en',
    structured: {
      title: 'Lighthouse meeting',
      overview: 'Where to meet.',
      emoji: '🗺️',
      category: 'travel',
      action_items: [{ description: 'Bring the map', completed: false }],
      events: [{ title: 'Meeting', start: SAID, duration: 30, created: false }],
    },
    transcript_segments: packed(SEGMENTS),
    transcript_segments_compressed: true,
    discarded: false,
    visibility: 'private',
    status: 'completed',
    data_protection_level: 'standard',
  },
  [`users/${UID}/memories/m1`]: {
    id: 'm1',
    uid: UID,
    content: 'Likes lighthouses',
    category: 'hobbies',
    tags: [],
    visibility: 'public',
    created_at: SAID,
    updated_at: SAID,
    reviewed: true,
    user_review: null,
    scoring: '00_999_1743501600',
  },
  [`users/${UID}/action_items/t1`]: {
    id: 't1',
    description: 'Bring the map',
    completed: false,
    created_at: SAID,
  },
};

describe('a Firestore that Omi’s own backend has filled', { shuffle: false }, () => {
  let server: MnemeProcess;
  let firestore: Firestore;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mneme-omi-'));
    const { env } = await CloudInstallation.of(dataDir, sharedServices()!);
    firestore = new Firestore({
      projectId: env['GOOGLE_CLOUD_PROJECT']!,
      host: env['FIRESTORE_EMULATOR_HOST']!,
      ssl: false,
      credentials: { client_email: 'owner@emulator', private_key: 'none' }, // or the SDK asks the metadata server of a cloud
    });
    for (const [path, body] of Object.entries(OMI_DOCUMENTS)) await firestore.doc(path).set(body);
    const said = await mnemeDoes(['token', '--account', UID], { ...env, DATA_DIR: dataDir });
    server = await MnemeProcess.start({ dataDir });
    server.token = said.trim().split('\n').at(-1)!;
  });
  afterAll(async () => {
    await server?.dispose();
    await firestore?.terminate();
  });

  it('is read: conversations with every word, memories, tasks', async () => {
    const [conversation] = await server.json<Conversation[]>('/v1/conversations');
    expect(conversation).toMatchObject({
      id: 'c1',
      structured: { title: 'Lighthouse meeting', category: 'travel' },
    });
    expect(conversation!.transcript_segments.map(({ text }) => text)).toEqual(
      SEGMENTS.map(({ text }) => text),
    );
    expect(await server.json<Memory[]>('/v3/memories')).toMatchObject([
      { id: 'm1', content: 'Likes lighthouses' },
    ]);
    expect(await server.json('/v1/action-items')).toMatchObject({
      action_items: [{ description: 'Bring the map' }],
    });
  });

  it('is written so that Omi’s own backend still reads it', async () => {
    await server.json('/v1/conversations/c1/title?title=At%20the%20lighthouse', { method: 'PATCH' });
    const stored = (await firestore.doc(`users/${UID}/conversations/c1`).get()).data()!;
    expect(stored['structured']).toMatchObject({ title: 'At the lighthouse', category: 'travel' });
    expect(stored['transcript_segments_compressed']).toBe(true);
    const segments = JSON.parse(inflateSync(stored['transcript_segments'] as Buffer).toString()) as object[];
    expect(segments).toMatchObject(SEGMENTS);
  });
});
