import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { MasterKeys } from './master-keys.js';
import { SecretFile } from './secret-file.js';

const clock = new ManualClock();

describe('MasterKeys', () => {
  let folder: string;
  let file: SecretFile;
  const opened = (given: string | null, givenBefore: string[] = [], from: SecretFile | null = file) =>
    MasterKeys.open({ given, givenBefore, file: from, clock });
  const textOf = (keys: MasterKeys) => Buffer.from(keys.current.secret).toString();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-masters-'));
    file = new SecretFile(join(folder, 'secrets.json'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made at the first start and the same ever after, with the token’s key beside them', async () => {
    const tokenKey = await file.secret('token_key');
    const first = await opened(null);
    expect(first.current.secret).toHaveLength(32);
    expect((await opened(null)).current.id).toBe(first.current.id);
    expect(await file.secret('token_key')).toEqual(tokenKey);
    expect(first.hasOld).toBe(false);
  });

  it('keep older secrets to read with, until they are dropped', async () => {
    const old = (await opened(null)).current;
    await file.addMaster(clock.now());
    const rotated = await opened(null);
    expect(rotated.current.id).not.toBe(old.id);
    expect(rotated.find(old.id)?.secret).toEqual(old.secret);
    expect((await file.masters()).map(({ version }) => version)).toEqual([1, 2]);
    expect(await file.dropOldMasters()).toBe(1);
    expect(await file.dropOldMasters()).toBe(0);
    const after = await opened(null);
    expect([after.current.id, after.find(old.id)]).toEqual([rotated.current.id, undefined]);
    await file.addMaster(clock.now());
    expect((await file.masters()).map(({ version }) => version)).toEqual([2, 3]);
  });

  it('write with a secret that is given from outside, and make none then', async () => {
    const outside = await opened('g'.repeat(32), ['p'.repeat(32), 'q'.repeat(32)]);
    expect(textOf(outside)).toBe('g'.repeat(32));
    expect(await file.masters()).toEqual([]);
    const [previous] = new MasterKeys([Buffer.from('p'.repeat(32))]).derived('x');
    expect(outside.find(new MasterKeys([Buffer.from('p'.repeat(32))]).current.id)).toBeDefined();
    expect(outside.derived('x')).toHaveLength(3);
    expect(outside.derived('x')[2]).toEqual(previous);
  });

  it('still read with the file’s secret when one is given from outside later', async () => {
    const made = (await opened(null)).current;
    const given = await opened('g'.repeat(32));
    expect([textOf(given), given.find(made.id)?.id]).toEqual(['g'.repeat(32), made.id]);
  });

  it('have names that every process agrees on, and that do not depend on their order', async () => {
    const [a, b] = [Buffer.alloc(32, 'a'), Buffer.alloc(32, 'b')];
    const name = new MasterKeys([a]).current.id;
    expect(name).toMatch(/^[0-9a-f]{8}$/);
    expect(new MasterKeys([b, a]).current.id).toBe(name);
    expect(new MasterKeys([a, b]).find(name)?.secret).toEqual(a);
  });
});
