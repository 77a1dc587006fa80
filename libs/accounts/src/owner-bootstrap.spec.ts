import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '#libs/config';
import { ManualClock } from '#libs/kernel/testing';
import { SecretFile } from '#libs/storage';
import { temporaryDocumentStore, type TemporaryDocumentStore } from '#libs/storage/testing';
import { LocalIdentityProvider } from './local/local-identity-provider.js';
import { FiledTokenKeys } from './local/token-keys.js';
import { OwnerBootstrap } from './owner-bootstrap.js';
import { UsersRepository } from './users.repository.js';

describe('OwnerBootstrap', () => {
  let folder: string;
  let documents: TemporaryDocumentStore;
  let users: UsersRepository;
  let identity: LocalIdentityProvider;
  const clock = new ManualClock();
  const bootstrap = (owner: AppConfig['owner'] = { name: 'Ada', timeZone: 'Europe/Oslo' }) =>
    new OwnerBootstrap(users, identity, { owner } as AppConfig, clock);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-owner-'));
    documents = await temporaryDocumentStore();
    users = new UsersRepository(documents.store);
    const keys = new FiledTokenKeys(new SecretFile(join(folder, 'secrets.json')));
    identity = new LocalIdentityProvider(keys, users, clock);
  });
  afterEach(async () => {
    await documents.dispose();
    await rm(folder, { recursive: true });
  });

  it('makes the owner at the first start and hands out a token that works', async () => {
    const { uid, firstToken } = await bootstrap().ensureOwner();
    expect(await identity.verify(firstToken!)).toEqual({ uid, isAdmin: true });
    expect(await users.find(uid)).toMatchObject({ name: 'Ada', time_zone: 'Europe/Oslo' });
  });

  it('knows its owner at every later start and hands out no token unasked', async () => {
    const { uid } = await bootstrap().ensureOwner();
    expect(await bootstrap().ensureOwner()).toEqual({ uid, firstToken: null });
  });

  it('makes one owner when two processes start at once', async () => {
    const starts = await Promise.all([bootstrap().ensureOwner(), bootstrap().ensureOwner()]);
    expect(starts[0].uid).toBe(starts[1].uid);
    expect(starts.filter((start) => start.firstToken !== null)).toHaveLength(1);
  });

  it('issues another token when the first was never seen', async () => {
    const { uid } = await bootstrap().ensureOwner();
    expect((await identity.verify(await bootstrap().issueOwnerToken())).uid).toBe(uid);
  });

  it('follows a changed configuration, and keeps the name when none is configured any more', async () => {
    const { uid } = await bootstrap().ensureOwner();
    await bootstrap({ name: null, timeZone: 'Asia/Tokyo' }).ensureOwner();
    expect(await users.find(uid)).toMatchObject({ name: 'Ada', time_zone: 'Asia/Tokyo' });
  });
});
