import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { UsersRepository } from '#libs/accounts';
import { AppConfig } from '#libs/config';
import { AppError, Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { FolderImports } from './folder-imports.js';

const LOOK_EVERY_MS = 5_000;
const DONE = 'done';
const FAILED = 'failed';

/** A file as it was seen last. */
interface SeenFile {
  readonly sizeBytes: number;
  readonly writtenAtMs: number;
  /** The upload that has it. */
  readonly jobId: string | null;
}

/**
 * Takes in whatever is put into a folder, for the owner of the server. Nothing but the folder itself says what is still to be done: a file
 * stays until it is taken in or given up, and one that is met again after a crash is known by its bytes.
 */
@Injectable()
export class WatchedFolder implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new Map<string, SeenFile>();
  private cancel: Cancel | null = null;
  private looking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly config: AppConfig,
    private readonly users: UsersRepository,
    private readonly imports: FolderImports,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const folder = this.config.recordings.watchDir;
    if (folder !== null) this.looking = this.lookAgain(folder);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.looking;
  }

  /** Looks once. A file is taken when it is as it was at the look before: then nobody is writing it. */
  async look(folder: string): Promise<void> {
    const names = await namesIn(folder);
    for (const known of this.seen.keys()) if (!names.includes(known)) this.seen.delete(known);
    for (const name of names) {
      if (!this.stopped && (await this.isStable(folder, name))) await this.takeOn(folder, name);
    }
  }

  private async isStable(folder: string, name: string): Promise<boolean> {
    const found = await stat(join(folder, name)).catch(() => null);
    if (!found) return false;
    const before = this.seen.get(name);
    const now = { sizeBytes: found.size, writtenAtMs: Math.round(found.mtimeMs) };
    const isStable = before?.sizeBytes === now.sizeBytes && before.writtenAtMs === now.writtenAtMs;
    if (!isStable) this.seen.set(name, { ...now, jobId: null });
    return isStable;
  }

  private async lookAgain(folder: string): Promise<void> {
    try {
      await this.look(folder);
    } catch (thrown) {
      const { code, kind } = toAppError(thrown);
      this.log.error('the watched folder cannot be read', { 'error.code': code, 'error.kind': kind });
    }
    if (this.stopped) return;
    this.cancel = this.clock.after(LOOK_EVERY_MS, () => void (this.looking = this.lookAgain(folder)));
  }

  /** Hands a file over, or puts it away when it is through. */
  private async takeOn(folder: string, name: string): Promise<void> {
    const file = this.seen.get(name)!;
    try {
      const uid = (await this.users.findOwner())?.id;
      if (uid === undefined) return;
      const upload = file.jobId
        ? await this.imports.progressOf(uid, file.jobId)
        : await this.imports.take(uid, { path: join(folder, name), name, ...file });
      this.seen.set(name, { ...file, jobId: upload.job.id });
      if (!upload.state.isFinal) return;
      await this.putAway(
        folder,
        name,
        upload.state.status === 'completed' ? null : upload.state.reasons.join(', '),
      );
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.kind === 'invalid') await this.putAway(folder, name, `${error.code}: ${error.message}`);
      else
        this.log.warn('a file of the watched folder waits', {
          'error.code': error.code,
          'error.kind': error.kind,
        });
    }
  }

  /** Without a reason it is done. A name that is taken there gets a number. */
  private async putAway(folder: string, name: string, reason: string | null): Promise<void> {
    const place = join(folder, reason === null ? DONE : FAILED);
    await mkdir(place, { recursive: true });
    const free = freeName(name, await readdir(place));
    if (reason !== null) await writeFile(join(place, `${free}.reason.txt`), `${reason}\n`);
    await rename(join(folder, name), join(place, free));
    this.seen.delete(name);
    this.log.info('a file of the watched folder is through', { outcome: reason === null ? DONE : FAILED });
  }
}

/** What may be a recording: neither hidden nor, as some programs name what they are still writing, partial. */
async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const message = 'The folder in WATCH_DIR cannot be read: is it there?';
    throw new AppError('unavailable', 'WATCH_DIR_UNREADABLE', message, {}, { cause });
  });
  return entries
    .filter(
      (entry) =>
        entry.isFile() && !entry.name.startsWith('.') && !/\.(part|tmp|crdownload)$/i.test(entry.name),
    )
    .map(({ name }) => name)
    .sort();
}

function freeName(name: string, taken: readonly string[]): string {
  const { name: base, ext } = parse(name);
  let free = name;
  for (let number = 2; taken.includes(free); number += 1) free = `${base} ${number}${ext}`;
  return free;
}
