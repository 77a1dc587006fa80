import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigModule, loadConfig } from '#libs/config';
import { indexMemory } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { ObservabilityModule } from '#libs/observability';
import { JobQueue, QueueModule } from '#libs/queue';
import { BlobStore, DataLifecycle, DocumentStore, StorageModule } from '#libs/storage';
import { AccountsModule } from '../accounts.module.js';
import { LocalIdentityProvider } from '../local/local-identity-provider.js';
import { OwnerBootstrap } from '../owner-bootstrap.js';
import { accountCollections } from '../users.repository.js';
import { AccountDeletion } from './account-deletion.js';
import { AccountDeletionModule, accountJobs } from './account-deletion.module.js';
import { ClosedAccounts } from './closed-accounts.js';
import { LATE_WRITES_MS } from './purge-account.job.js';

@Module({})
class Process {
  static on(dataDir: string, clock: ManualClock): DynamicModule {
    const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent', TIME_ZONE: 'UTC' });
    return {
      module: Process,
      global: true,
      providers: [{ provide: Clock, useValue: clock }],
      exports: [Clock],
      imports: [
        ConfigModule.forConfig(config),
        ObservabilityModule.forLog(config.log),
        StorageModule.forRoot({ collections: accountCollections }),
        QueueModule.forRoot({ config, definitions: accountJobs }),
        AccountsModule,
        AccountDeletionModule,
      ],
    };
  }
}

describe('the deletion of an account', () => {
  let dataDir: string;
  let clock: ManualClock;
  let app: INestApplicationContext;
  let uid: string;
  let token: string;
  const start = async () => {
    app = await NestFactory.createApplicationContext(Process.on(dataDir, clock), { logger: false });
  };
  const note = (id: string) =>
    app
      .get(DocumentStore)
      .write([{ kind: 'set', path: `users/${uid}/notes/${id}`, data: { text: 'quince' } }]);
  const left = async () => (await app.get(DataLifecycle).findOwner(uid)).map(({ store }) => store);
  const eventually = (assertion: () => Promise<unknown>) =>
    vi.waitFor(
      async () => {
        await clock.advance(500);
        await assertion();
      },
      { timeout: 10_000, interval: 10 },
    );

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-deletion-'));
    clock = new ManualClock();
    await start();
    ({ uid } = await app.get(OwnerBootstrap).ensureOwner());
    token = await app.get(LocalIdentityProvider).issueToken(uid);
    await note('one');
    await app.get(BlobStore).put(`audio/${uid}/talk/sound.wav`, new Uint8Array([1]), 'audio/wav');
    await app.get(JobQueue).enqueue(indexMemory, { ownerId: uid, memoryId: 'fact' }, { delayMs: 3_600_000 });
    expect(await left()).toEqual(['documents', 'blobs', 'jobs']);
  });
  afterEach(async () => {
    await app.close();
    await rm(dataDir, { recursive: true });
  });

  it('voids its tokens at once, empties every store, and later what came in meanwhile', async () => {
    await app.get(AccountDeletion).request(uid);
    await expect(app.get(LocalIdentityProvider).verify(token)).rejects.toMatchObject({
      code: 'USER_UNKNOWN',
    });
    await eventually(async () => expect(await left()).toEqual([]));
    await note('late');
    await clock.advance(LATE_WRITES_MS);
    await eventually(async () => expect(await left()).toEqual([]));
    await eventually(async () =>
      expect(await Array.fromAsync(app.get(ClosedAccounts).unpurged())).toEqual([]),
    );
    expect(await app.get(ClosedAccounts).isClosed(uid)).toBe(true);
  });

  it('that was cut off before anything was deleted is finished by the next start', async () => {
    await app.get(ClosedAccounts).close(uid);
    await app.close();
    await start();
    await eventually(async () => expect(await left()).toEqual([]));
    const { uid: next, firstToken } = await app.get(OwnerBootstrap).ensureOwner();
    expect(next).not.toBe(uid);
    expect(firstToken).not.toBeNull();
  });

  it('leaves everybody else as they are', async () => {
    await app
      .get(DocumentStore)
      .write([{ kind: 'set', path: `users/${uid}-2/notes/one`, data: { text: 'medlar' } }]);
    await app.get(BlobStore).put(`audio/${uid}-2/talk/sound.wav`, new Uint8Array([2]), 'audio/wav');
    await app.get(AccountDeletion).request(uid);
    await eventually(async () => expect(await left()).toEqual([]));
    expect((await app.get(DataLifecycle).findOwner(`${uid}-2`)).map(({ store }) => store)).toEqual([
      'documents',
      'blobs',
    ]);
  });
});
