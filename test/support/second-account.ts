import { join } from 'node:path';
import { SignJWT } from 'jose';
import { readFile } from 'node:fs/promises';
import { UsersRepository } from '#libs/accounts';
import { newId, SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '#libs/storage';

/**
 * Adds another account to the data folder of a server that is stopped, and answers its token. There is no route for that yet; a stranger's
 * account is needed to see whether owners are kept apart.
 */
export async function addAccount(dataDir: string): Promise<string> {
  const storage = await EmbeddedStorage.open({
    dataDir,
    indexes: [],
    clock: new SystemClock(),
    log: new SilentLog(),
  });
  const id = newId();
  const created_at = new Date();
  await new UsersRepository(storage.documents).save({
    id,
    name: 'Eve',
    email: null,
    created_at,
    time_zone: 'UTC',
    language: 'en',
    is_admin: false,
  });
  await storage.close();
  const { token_key } = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as {
    token_key: string;
  };
  return new SignJWT()
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(id)
    .setIssuer('mneme')
    .setIssuedAt()
    .sign(Buffer.from(token_key, 'base64url'));
}
