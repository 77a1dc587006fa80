import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { MasterKeys } from '#libs/storage';
import { temporaryDocumentStore, type TemporaryDocumentStore } from '#libs/storage/testing';
import { UsersRepository } from '../users.repository.js';
import { LocalIdentityProvider } from './local-identity-provider.js';
import { DerivedTokenKeys } from './token-keys.js';

const [OLD, NEW] = ['o', 'n'].map((letter) => Buffer.alloc(32, letter)) as [Buffer, Buffer];

describe('tokens of an installation on several machines', () => {
  let documents: TemporaryDocumentStore;
  const clock = new ManualClock();
  const machine = (...secrets: Buffer[]) =>
    new LocalIdentityProvider(
      new DerivedTokenKeys(new MasterKeys(secrets)),
      new UsersRepository(documents.store),
      clock,
    );

  beforeEach(async () => {
    documents = await temporaryDocumentStore();
    await new UsersRepository(documents.store).save({
      id: 'ada',
      name: null,
      email: null,
      created_at: clock.now(),
      time_zone: 'UTC',
      language: 'en',
      is_admin: false,
    });
  });
  afterEach(() => documents.dispose());

  it('are good on every machine with the same secret, and on no other', async () => {
    const token = await machine(OLD).issueToken('ada');
    expect(await machine(OLD).verify(token)).toMatchObject({ uid: 'ada' });
    await expect(machine(NEW).verify(token)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('outlive a change of the secret as long as the old one is known', async () => {
    const before = await machine(OLD).issueToken('ada');
    const after = await machine(OLD, NEW).issueToken('ada');
    for (const token of [before, after]) {
      expect(await machine(OLD, NEW).verify(token)).toMatchObject({ uid: 'ada' });
    }
    expect(await machine(NEW).verify(after)).toMatchObject({ uid: 'ada' });
  });

  it('end when they say so, whichever key they were signed with', async () => {
    const token = await machine(OLD).issueToken('ada', { ttlMs: 1_000 });
    await clock.advance(2_000);
    await expect(machine(OLD, NEW).verify(token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
});
