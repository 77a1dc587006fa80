import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServiceAccount {
  /** For GOOGLE_APPLICATION_CREDENTIALS. */
  readonly keyFile: string;
  readonly publicKey: KeyObject;
  dispose(): Promise<void>;
}

/** A Google service account that exists in its key file alone. */
export async function temporaryServiceAccount(): Promise<ServiceAccount> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const folder = await mkdtemp(join(tmpdir(), 'mneme-account-'));
  const keyFile = join(folder, 'account.json');
  const account = {
    type: 'service_account',
    project_id: 'mneme-test',
    client_email: 'mneme@mneme-test.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  await writeFile(keyFile, JSON.stringify(account));
  return { keyFile, publicKey, dispose: () => rm(folder, { recursive: true }) };
}
