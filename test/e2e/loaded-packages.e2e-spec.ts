import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedServices } from '../support/cloud-installation.js';
import { MnemeProcess, PROJECT } from '../support/mneme-process.js';
import { TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';

const REPORTER = pathToFileURL(join(PROJECT, 'test/support/report-packages.mjs')).href;
/** Vendors of the cloud profile, and what comes with them. */
const CLOUD_PACKAGES = [
  'firebase-admin',
  '@google-cloud/firestore',
  '@google-cloud/storage',
  '@pinecone-database/pinecone',
  'typesense',
  'ioredis',
  'bull',
  '@nestjs/bull',
  'cache-manager-ioredis-yet',
  '@socket.io/redis-streams-adapter',
  '@grpc/grpc-js',
];

/** Vendors of speech recognition: nothing leaves a machine on which none is named. */
const SPEECH_PACKAGES = ['@deepgram/sdk', '@soniox/node', '@speechmatics/real-time-client'];

describe('the packages that a server loads', () => {
  let folder: string;
  let loaded: Set<string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-packages-'));
    const report = join(folder, 'packages');
    const server = await MnemeProcess.start({
      env: { NODE_OPTIONS: `--import=${REPORTER}`, REPORT_PACKAGES_TO: report },
    });
    await speakConversation(server, TALK.path);
    await server.json('/v3/memories');
    await server.dispose();
    loaded = new Set((await readFile(report, 'utf8')).split('\n'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('hold the vendors of the cloud profile on that profile alone', () => {
    expect([...loaded]).toEqual(expect.arrayContaining(['@nestjs/core', 'pino']));
    const onCloud = sharedServices() !== null;
    expect(CLOUD_PACKAGES.filter((name) => loaded.has(name))).toEqual(onCloud ? CLOUD_PACKAGES : []);
  });

  it('hold no vendor of speech recognition where the machine does it itself', () => {
    expect(SPEECH_PACKAGES.filter((name) => loaded.has(name))).toEqual([]);
  });
});
