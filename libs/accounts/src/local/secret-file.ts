import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#libs/kernel';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The server's own secrets: one JSON file of base64url values, readable by the server's user only. A secret is made at first use and
 * never defaulted. The file is always whole: it is written beside its place, synced, and then linked or renamed into it.
 */
export class SecretFile {
  constructor(private readonly path: string) {}

  /** The secret of that name, made now when there is none. Errors: `unavailable` SECRETS_UNREADABLE. */
  async secret(name: string): Promise<Uint8Array> {
    const known = (await this.read())?.[name];
    if (known !== undefined) return this.decode(known);
    await this.add(name);
    return this.decode((await this.read())?.[name]);
  }

  private decode(value: unknown): Uint8Array {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64url') : Buffer.alloc(0);
    if (bytes.length < SECRET_BYTES) throw this.unreadable();
    return bytes;
  }

  private async read(): Promise<Record<string, unknown> | undefined> {
    try {
      const text = await readFile(this.path, 'utf8');
      await this.closeToOthers();
      return JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.unreadable(error);
    }
  }

  private async closeToOthers(): Promise<void> {
    const { mode } = await stat(this.path);
    if ((mode & 0o077) !== 0) await chmod(this.path, OWNER_ONLY);
  }

  /** Of two processes that start at once, the first to link its file wins and the other uses what is there. */
  private async add(name: string): Promise<void> {
    const others = await this.read();
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    await mkdir(dirname(this.path), { recursive: true });
    await writeSynced(
      draft,
      JSON.stringify({ ...others, [name]: randomBytes(SECRET_BYTES).toString('base64url') }),
    );
    try {
      if (others) await rename(draft, this.path);
      else await link(draft, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw this.unreadable(error);
    } finally {
      await rm(draft, { force: true });
    }
    await syncDirectory(dirname(this.path));
  }

  private unreadable(cause?: unknown): AppError {
    return new AppError(
      'unavailable',
      'SECRETS_UNREADABLE',
      'The file with the server secrets cannot be used. Restore it from a backup, or delete it to start over with new tokens.',
      { path: this.path },
      { cause },
    );
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
