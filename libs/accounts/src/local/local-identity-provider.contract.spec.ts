import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { AppError, newId } from '#libs/kernel';
import { failuresOf, ManualClock, runContract, type ContractSubject } from '#libs/kernel/testing';
import { SecretFile } from '#libs/storage';
import { temporaryDocumentStore } from '#libs/storage/testing';
import type { AuthenticatedUser, IdentityProvider } from '../identity-provider.js';
import { identityProviderContract, type IdentitySubject } from '../testing/identity-provider.contract.js';
import { UsersRepository } from '../users.repository.js';
import { LocalIdentityProvider } from './local-identity-provider.js';
import { FiledTokenKeys } from './token-keys.js';

type Wrap = (genuine: LocalIdentityProvider) => IdentityProvider;

async function localSubject(wrap: Wrap = (genuine) => genuine): Promise<ContractSubject<IdentitySubject>> {
  const documents = await temporaryDocumentStore();
  const folder = await mkdtemp(join(tmpdir(), 'mneme-accounts-'));
  const clock = new ManualClock();
  const users = new UsersRepository(documents.store);
  const keys = new FiledTokenKeys(new SecretFile(join(folder, 'secrets.json')));
  const genuine = new LocalIdentityProvider(keys, users, clock);
  return {
    subject: {
      provider: wrap(genuine),
      addUser: async ({ isAdmin }) => {
        const user = {
          id: newId(),
          name: null,
          email: null,
          created_at: clock.now(),
          time_zone: 'UTC',
          language: 'en',
        };
        await users.save({ ...user, is_admin: isAdmin });
        return user.id;
      },
      removeUser: (uid) => users.delete(uid),
      credentialFor: (uid, ttlMs) => genuine.issueToken(uid, ttlMs === undefined ? {} : { ttlMs }),
      passTime: (durationMs) => clock.advance(durationMs),
    },
    dispose: async () => {
      await documents.dispose();
      await rm(folder, { recursive: true });
    },
  };
}

runContract(identityProviderContract({ name: 'local', create: () => localSubject() }));

/** Believes whatever a token claims, as an adapter would that only decodes. */
const gullible: Wrap = (genuine) => ({
  verify: (credential): Promise<AuthenticatedUser> =>
    genuine.verify(credential).catch((error: unknown) => {
      const isBroken =
        !(error instanceof AppError) || error.code !== 'TOKEN_INVALID' || !credential.includes('ey');
      if (isBroken) throw error;
      return { uid: decodeJwt(credential).sub!, isAdmin: true };
    }),
});

it('catches an adapter that believes forged tokens', async () => {
  const failures = await failuresOf(
    identityProviderContract({ name: 'gullible', create: () => localSubject(gullible) }),
  );
  expect(failures).toEqual([
    'refuses an unsigned token',
    'refuses a token signed with another key',
    'refuses a token whose account was exchanged',
  ]);
});
