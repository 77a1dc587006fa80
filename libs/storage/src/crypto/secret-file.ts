import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#libs/kernel';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;
const MASTERS = 'master';

/** One master secret of the file; `version` counts from 1, the highest is the one in use. */
export interface MasterEntry {
  readonly version: number;
  readonly secret: Uint8Array;
}

interface StoredMaster {
  readonly version: number;
  readonly secret: string;
  readonly created_at: string;
}

type Content = Record<string, unknown>;

/**
 * The server's own secrets: one JSON file of base64url values, readable by the server's user only. Single ones have a name; `master` is a
 * list, because data that was encrypted with an older master secret must stay readable until it is encrypted again. A secret is made at
 * first use and never defaulted. The file is always whole: it is written beside its place, synced, and then linked or renamed into it.
 */
export class SecretFile {
  constructor(private readonly path: string) {}

  /** The secret of that name, made now when there is none. Errors: `unavailable` SECRETS_UNREADABLE. */
  async secret(name: string): Promise<Uint8Array> {
    if ((await this.read())?.[name] === undefined) {
      await this.change((content) => ({ ...content, [name]: content[name] ?? newSecret() }));
    }
    return this.decode((await this.read())?.[name]);
  }

  /** Oldest first; empty when none was ever made. Errors: `unavailable` SECRETS_UNREADABLE. */
  async masters(): Promise<MasterEntry[]> {
    return this.mastersOf(await this.read());
  }

  /** Makes a master secret with the next version; `onlyFirst` leaves a file alone that has one. */
  async addMaster(now: Date, { onlyFirst = false } = {}): Promise<void> {
    await this.change((content) => {
      const known = this.mastersOf(content);
      if (onlyFirst && known.length > 0) return content;
      const version = (known.at(-1)?.version ?? 0) + 1;
      const added: StoredMaster = { version, secret: newSecret(), created_at: now.toISOString() };
      return { ...content, [MASTERS]: [...((content[MASTERS] as StoredMaster[] | undefined) ?? []), added] };
    });
  }

  /** Forgets every master secret but the newest; answers how many went. */
  async dropOldMasters(): Promise<number> {
    const { length } = await this.masters();
    if (length < 2) return 0;
    await this.change((content) => ({
      ...content,
      [MASTERS]: (content[MASTERS] as StoredMaster[]).slice(-1),
    }));
    return length - 1;
  }

  private mastersOf(content: Content | undefined): MasterEntry[] {
    const list = content?.[MASTERS] ?? [];
    if (!Array.isArray(list)) throw this.unreadable();
    return (list as Partial<StoredMaster>[])
      .map(({ version, secret }) => {
        if (!Number.isInteger(version)) throw this.unreadable();
        return { version: version!, secret: this.decode(secret) };
      })
      .sort((a, b) => a.version - b.version);
  }

  private decode(value: unknown): Uint8Array {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64url') : Buffer.alloc(0);
    if (bytes.length < SECRET_BYTES) throw this.unreadable();
    return bytes;
  }

  private async read(): Promise<Content | undefined> {
    try {
      const text = await readFile(this.path, 'utf8');
      await this.closeToOthers();
      return JSON.parse(text) as Content;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw this.unreadable(error);
    }
  }

  private async closeToOthers(): Promise<void> {
    const { mode } = await stat(this.path);
    if ((mode & 0o077) !== 0) await chmod(this.path, OWNER_ONLY);
  }

  /** Of two processes that start at once, the first to link its file wins and the other changes what is there. */
  private async change(change: (content: Content) => Content): Promise<void> {
    const others = await this.read();
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    await mkdir(dirname(this.path), { recursive: true });
    await writeSynced(draft, JSON.stringify(change(others ?? {})));
    let lost = false;
    try {
      if (others) await rename(draft, this.path);
      else await link(draft, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw this.unreadable(error);
      lost = true;
    } finally {
      await rm(draft, { force: true });
    }
    await syncDirectory(dirname(this.path));
    if (lost) await this.change(change);
  }

  private unreadable(cause?: unknown): AppError {
    return new AppError(
      'unavailable',
      'SECRETS_UNREADABLE',
      'The file with the server secrets cannot be used. Restore it from a backup: without it tokens end and what is encrypted is lost.',
      { path: this.path },
      { cause },
    );
  }
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
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
