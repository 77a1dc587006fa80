import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretFile } from './secret-file.js';

describe('SecretFile', () => {
  let folder: string;
  let path: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-secrets-'));
    path = join(folder, 'data', 'secrets.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes a secret of 32 bytes once and gives the same one ever after', async () => {
    const first = await new SecretFile(path).secret('token_key');
    expect(first).toHaveLength(32);
    expect(await new SecretFile(path).secret('token_key')).toEqual(first);
  });

  it('lets nobody but the server read the file, and leaves nothing beside it', async () => {
    await new SecretFile(path).secret('token_key');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json']);
  });

  it('closes a file that others could read', async () => {
    await new SecretFile(path).secret('token_key');
    await chmod(path, 0o644);
    await new SecretFile(path).secret('token_key');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('gives processes that start at once the same secret', async () => {
    const secrets = await Promise.all(
      Array.from({ length: 8 }, () => new SecretFile(path).secret('token_key')),
    );
    expect(new Set(secrets.map((secret) => Buffer.from(secret).toString('hex'))).size).toBe(1);
  });

  it('keeps the other secrets when it adds one', async () => {
    const first = await new SecretFile(path).secret('token_key');
    const second = await new SecretFile(path).secret('another');
    expect(second).not.toEqual(first);
    expect(await new SecretFile(path).secret('token_key')).toEqual(first);
  });

  it.each(['', 'no json', '{"token_key":"short"}', '{"token_key":7}'])(
    'refuses a damaged file instead of replacing it: %s',
    async (content) => {
      await new SecretFile(path).secret('token_key');
      await writeFile(path, content);
      await expect(new SecretFile(path).secret('token_key')).rejects.toMatchObject({
        code: 'SECRETS_UNREADABLE',
      });
      expect(await readFile(path, 'utf8')).toBe(content);
    },
  );
});
