import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppConfig } from '#libs/config';
import { Clock, SystemClock } from '#libs/kernel';
import { HealthChecks, HealthModule, Log, Metrics, SilentLog } from '#libs/observability';
import { BlobStore } from './ports/blob-store.js';
import { Cache } from './ports/cache.js';
import { DataLifecycle } from './ports/data-lifecycle.js';
import { DocumentStore } from './ports/document-store.js';
import { KeywordIndex } from './ports/keyword-index.js';
import { Locks } from './ports/locks.js';
import { VectorStore } from './ports/vector-store.js';
import { StorageModule } from './storage.module.js';

@Global()
@Module({})
class Surroundings {
  static with(storage: AppConfig['storage']): DynamicModule {
    const secrets = { masterSecret: null, previousMasterSecrets: [], referenceSecret: null };
    const config = { storage, ...secrets } as unknown as AppConfig;
    return {
      module: Surroundings,
      providers: [
        { provide: AppConfig, useValue: config },
        { provide: Clock, useClass: SystemClock },
        { provide: Log, useClass: SilentLog },
        { provide: Metrics, useValue: new Metrics() },
      ],
      exports: [AppConfig, Clock, Log, Metrics],
    };
  }
}

const MODEL = { name: 'test', dimension: 2 };

describe('StorageModule', () => {
  let dataDir: string;
  const compile = (): Promise<TestingModule> =>
    Test.createTestingModule({
      imports: [
        Surroundings.with({ profile: 'embedded', dataDir, cloud: null }),
        HealthModule,
        StorageModule.forRoot({ collections: [] }),
      ],
    }).compile();

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-storage-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('binds every port to an adapter that works', async () => {
    const app = await compile();
    await app.get(DocumentStore).write([{ kind: 'set', path: 'users/ada', data: {} }]);
    await app
      .get(VectorStore)
      .upsert('v', MODEL, [{ id: 'v', ownerId: 'ada', values: Float32Array.of(1, 0), metadata: {} }]);
    await app
      .get(KeywordIndex)
      .upsert('k', [{ id: 'k', ownerId: 'ada', title: 'harbour', body: '', timeMs: 0, metadata: {} }]);
    await app.get(BlobStore).put('b', new Uint8Array([1]), 'text/plain');
    await app.get(Cache).set('c', 1, 1_000);
    expect(await app.get(VectorStore).count('v', 'ada')).toBe(1);
    expect(await app.get(Cache).get('c')).toBe(1);
    expect(await app.get(Locks).tryAcquire('l', 1_000)).not.toBeNull();
    await app.close();
  });

  it('keeps a second process of the same composition out, and lets the next one in after a clean stop', async () => {
    const first = await compile();
    await first.get(DocumentStore).write([{ kind: 'set', path: 'users/ada', data: { n: 1 } }]);
    await expect(compile()).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
    await first.close();
    const second = await compile();
    expect(await second.get(DocumentStore).get('users/ada')).toMatchObject({ data: { n: 1 } });
    await second.close();
  });

  it('registers checks that pass while all is well and name what is not', async () => {
    const app = await compile();
    await app.init();
    const health = app.get(HealthChecks);
    expect(await health.run()).toEqual([{ name: 'documents' }, { name: 'blobs' }, { name: 'search' }]);
    await rm(join(dataDir, 'blobs', 'incoming'), { recursive: true });
    const failed = (await health.run()).filter(({ error }) => error !== undefined);
    expect(failed).toMatchObject([{ name: 'blobs', error: { code: 'STORAGE_UNAVAILABLE' } }]);
    await app.close();
  });

  it('deletes a conversation from every store, and finds it in each until then', async () => {
    const app = await compile();
    const lifecycle = app.get(DataLifecycle);
    for (const [owner, conversation] of [
      ['ada', 'c1'],
      ['ada', 'c10'],
      ['eve', 'c1'],
    ] as const) {
      await fill(app, owner, conversation);
    }
    const everywhere = [
      { store: 'documents', count: 2 },
      { store: 'blobs', count: 1 },
      { store: 'search', count: 2 },
    ];
    expect(await lifecycle.findConversation('ada', 'c1')).toEqual(everywhere);
    expect(await lifecycle.deleteConversation('ada', 'c1')).toEqual(everywhere);
    expect(await lifecycle.findConversation('ada', 'c1')).toEqual([]);
    expect(await lifecycle.findConversation('ada', 'c10')).toEqual(everywhere);
    expect(await lifecycle.findConversation('eve', 'c1')).toEqual(everywhere);
    await app.close();
  });

  async function fill(app: TestingModule, owner: string, conversation: string): Promise<void> {
    const path = `users/${owner}/conversations/${conversation}`;
    await app.get(DocumentStore).write([
      { kind: 'set', path, data: {} },
      { kind: 'set', path: `${path}/photos/p`, data: {} },
    ]);
    await app.get(BlobStore).put(`audio/${owner}/${conversation}/1.ogg`, new Uint8Array([1]), 'audio/ogg');
    const id = `${conversation}:0`;
    await app
      .get(VectorStore)
      .upsert('v', MODEL, [{ id, ownerId: owner, values: Float32Array.of(1, 0), metadata: {} }]);
    await app
      .get(KeywordIndex)
      .upsert('k', [{ id, ownerId: owner, title: '', body: 'harbour', timeMs: 0, metadata: {} }]);
  }
});
