import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigModule, loadConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { ObservabilityModule } from '#libs/observability';
import { DocumentStore, StorageModule } from '#libs/storage';
import { AccountsModule } from '../accounts.module.js';
import { accountCollections } from '../users.repository.js';
import { People } from './people.js';

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
        AccountsModule,
      ],
    };
  }
}

describe('the people of an owner', () => {
  let dataDir: string;
  let app: INestApplicationContext;
  let clock: ManualClock;
  let people: People;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mneme-people-'));
    clock = new ManualClock();
    app = await NestFactory.createApplicationContext(Process.on(dataDir, clock), { logger: false });
    people = app.get(People);
  });
  afterEach(async () => {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('are added once each, however their name is written and however many ask at once', async () => {
    const [anna, again] = await Promise.all([people.create('ada', 'Anna'), people.create('ada', ' anna ')]);
    expect(again.id).toBe(anna.id);
    await clock.advance(1_000);
    const bob = await people.create('ada', 'Bob');
    expect((await people.list('ada')).map(({ id }) => id)).toEqual([anna.id, bob.id]);
    expect(await people.findByName('ada', 'ANNA')).toEqual(await people.get('ada', anna.id));
  });

  it('can be renamed and removed', async () => {
    const { id } = await people.create('ada', 'Anna');
    await people.rename('ada', id, 'Anna Lee');
    expect(await people.nameOf('ada', id)).toBe('Anna Lee');
    await people.delete('ada', id);
    await people.delete('ada', id);
    expect(await people.nameOf('ada', id)).toBeNull();
    await expect(people.rename('ada', id, 'Anna')).rejects.toMatchObject({ code: 'PERSON_MISSING' });
  });

  it('have names of 2 to 40 characters', async () => {
    for (const name of ['', ' A ', 'x'.repeat(41)]) {
      await expect(people.create('ada', name)).rejects.toMatchObject({ code: 'PERSON_NAME_INVALID' });
    }
  });

  it('are absent for another owner', async () => {
    const { id } = await people.create('ada', 'Anna');
    await expect(people.get('eve', id)).rejects.toMatchObject({ code: 'PERSON_MISSING' });
    await expect(people.rename('eve', id, 'Mine')).rejects.toMatchObject({ code: 'PERSON_MISSING' });
    await people.delete('eve', id);
    expect(await people.list('eve')).toEqual([]);
    expect(await people.nameOf('ada', id)).toBe('Anna');
  });

  it('that the reference stored are read as they are', async () => {
    const data = { id: 'p', name: 'Grace', speech_samples: ['x.wav'] };
    await app.get(DocumentStore).write([{ kind: 'set', path: 'users/ada/people/p', data }]);
    expect(await people.get('ada', 'p')).toMatchObject({ id: 'p', name: 'Grace', created_at: new Date(0) });
  });
});
