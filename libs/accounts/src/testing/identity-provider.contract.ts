import { randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT, decodeJwt, decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import type { AppError } from '#libs/kernel';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { IdentityProvider } from '../identity-provider.js';

/** The provider under test and what a test needs around it. Credentials are JWTs whose subject is the uid, as local and Firebase ones are. */
export interface IdentitySubject {
  readonly provider: IdentityProvider;
  /** Adds an account and answers its uid. */
  addUser(user: { isAdmin: boolean }): Promise<string>;
  removeUser(uid: string): Promise<void>;
  /** A genuine credential, as the vendor hands it out; a lifetime where one is given. */
  credentialFor(uid: string, lifetimeMs?: number): Promise<string>;
  passTime(durationMs: number): Promise<void>;
}

const HOUR_MS = 3_600_000;

async function refusal(subject: IdentitySubject, credential: string): Promise<string> {
  const error = await subject.provider.verify(credential).then(
    () => undefined,
    (thrown: AppError) => thrown,
  );
  expect(error?.kind).toBe('unauthenticated');
  return error!.code;
}

/** The same claims with another account's uid, under the old signature. */
function withSubject(token: string, uid: string): string {
  const [header, , signature] = token.split('.');
  const claims = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: uid })).toString('base64url');
  return [header, claims, signature].join('.');
}

export const identityProviderContract = (options: ContractOptions<IdentitySubject>): Contract =>
  contractOf('IdentityProvider', options, {
    'tells whose a genuine credential is': async (subject) => {
      const [ada, eve] = [
        await subject.addUser({ isAdmin: true }),
        await subject.addUser({ isAdmin: false }),
      ];
      expect(await subject.provider.verify(await subject.credentialFor(ada))).toEqual({
        uid: ada,
        isAdmin: true,
      });
      expect(await subject.provider.verify(await subject.credentialFor(eve))).toEqual({
        uid: eve,
        isAdmin: false,
      });
    },
    'says that a credential is missing': async (subject) => {
      expect(await refusal(subject, '')).toBe('TOKEN_MISSING');
      expect(await refusal(subject, '  ')).toBe('TOKEN_MISSING');
    },
    'refuses what is no token': async (subject) => {
      expect(await refusal(subject, 'not-a-token')).toBe('TOKEN_INVALID');
      expect(await refusal(subject, 'a.b.c')).toBe('TOKEN_INVALID');
    },
    'refuses an unsigned token': async (subject) => {
      const uid = await subject.addUser({ isAdmin: true });
      const claims = decodeJwt(await subject.credentialFor(uid));
      expect(await refusal(subject, new UnsecuredJWT(claims).encode())).toBe('TOKEN_INVALID');
    },
    'refuses a token signed with another key': async (subject) => {
      const uid = await subject.addUser({ isAdmin: true });
      const genuine = await subject.credentialFor(uid);
      const forged = await new SignJWT(decodeJwt(genuine))
        .setProtectedHeader({ ...decodeProtectedHeader(genuine), alg: 'HS256' })
        .sign(randomBytes(32));
      expect(await refusal(subject, forged)).toBe('TOKEN_INVALID');
    },
    'refuses a token whose account was exchanged': async (subject) => {
      const [ada, eve] = [
        await subject.addUser({ isAdmin: true }),
        await subject.addUser({ isAdmin: false }),
      ];
      expect(await refusal(subject, withSubject(await subject.credentialFor(eve), ada))).toBe(
        'TOKEN_INVALID',
      );
    },
    'accepts a token until its time is over': async (subject) => {
      const uid = await subject.addUser({ isAdmin: false });
      const credential = await subject.credentialFor(uid, HOUR_MS);
      await subject.passTime(HOUR_MS / 2);
      expect((await subject.provider.verify(credential)).uid).toBe(uid);
      await subject.passTime(HOUR_MS);
      expect(await refusal(subject, credential)).toBe('TOKEN_EXPIRED');
    },
    'does not know an account that was deleted': async (subject) => {
      const uid = await subject.addUser({ isAdmin: false });
      const credential = await subject.credentialFor(uid);
      await subject.removeUser(uid);
      expect(await refusal(subject, credential)).toBe('USER_UNKNOWN');
    },
  });
