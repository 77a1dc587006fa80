import { createReadStream, constants, type Dirent } from 'node:fs';
import { access, open, readdir, realpath, rename, rm, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { newId } from '#libs/kernel';
import { checkBlobKey, checkBlobPrefix, checkDeletePrefix } from '../../blob-key.js';
import { blobChanged, blobMissing, checkedRange } from '../../blob-read.js';
import { BlobStore, type BlobInfo, type BlobRange } from '../../ports/blob-store.js';
import { encodeTrailer, readTrailer } from './blob-trailer.js';
import { errorCode, makeFolderDurably, syncFolder } from './durable-files.js';
import { occupied, translated } from './file-errors.js';

/** Not found, or a part of the path is a file: no blob lies there either way. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR']);
/** A folder that is being deleted may vanish between making it and renaming into it. */
const RENAME_ATTEMPTS = 3;

/**
 * Blobs as files. A write goes to `incoming/`, is synced, and appears under `files/` by one rename. Keys cannot lead out of the
 * folder, and a symbolic link planted inside it is not followed. A key cannot be both a blob and the beginning of another one.
 */
export class FileBlobStore extends BlobStore {
  private constructor(
    private readonly files: string,
    private readonly incoming: string,
  ) {
    super();
  }

  /** `folder` is made when absent; what a crash left half written in it is thrown away. */
  static async open(folder: string): Promise<FileBlobStore> {
    const incoming = join(folder, 'incoming');
    await rm(incoming, { recursive: true, force: true });
    await makeFolderDurably(incoming);
    await makeFolderDurably(join(folder, 'files'));
    return new FileBlobStore(await realpath(join(folder, 'files')), incoming);
  }

  /** Rejects when nothing could be written now. */
  async check(): Promise<void> {
    const probe = join(this.incoming, newId());
    await translated(async () => {
      await this.writeFile(probe, new Uint8Array([1]), 'text/plain');
      await unlink(probe);
    });
  }

  override async put(
    key: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<BlobInfo> {
    const target = join(this.files, checkBlobKey(key));
    const temporary = join(this.incoming, newId());
    try {
      await this.writeFile(temporary, content, contentType);
      await translated(() => this.moveInto(temporary, target));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return (await this.stat(key)) ?? blobMissing();
  }

  override async stat(key: string): Promise<BlobInfo | null> {
    const file = await this.openBlob(key);
    if (!file) return null;
    try {
      return await infoOf(key, file);
    } finally {
      await file.close();
    }
  }

  override async read(
    key: string,
    range?: BlobRange,
    ifVersion?: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    checkedPart(await this.stat(key), range, ifVersion);
    return this.bytesOf(key, range, ifVersion);
  }

  override async delete(key: string): Promise<void> {
    const path = join(this.files, checkBlobKey(key));
    await translated(async () => {
      if (!(await this.isInside(dirname(path)))) return;
      await unlink(path);
      await syncFolder(dirname(path));
    }, ABSENT);
  }

  override async deleteByPrefix(prefix: string): Promise<number> {
    let count = 0;
    for await (const { key } of this.list(checkDeletePrefix(prefix))) {
      await this.delete(key);
      count += 1;
    }
    // The empty folders go last: their names hold ids.
    const folder = join(this.files, prefix);
    await translated(async () => {
      if (!(await this.isInside(folder))) return;
      await rm(folder, { recursive: true, force: true });
      await syncFolder(dirname(folder));
    }, ABSENT);
    return count;
  }

  override async *list(prefix: string): AsyncIterable<BlobInfo> {
    const checked = checkBlobPrefix(prefix);
    yield* this.walk(checked.slice(0, checked.lastIndexOf('/') + 1), checked);
  }

  /** Files have no address of their own. */
  override async signedUrl(key: string): Promise<null> {
    checkBlobKey(key);
    return null;
  }

  /** Keys below `folder` (empty, or ending in `/`) in the order of their text, which is not the order of names: `a-b` < `a/b`. */
  private async *walk(folder: string, prefix: string): AsyncIterable<BlobInfo> {
    const entries = (await this.entriesOf(folder)).map((entry) => ({
      entry,
      key: folder + entry.name + (entry.isDirectory() ? '/' : ''),
    }));
    entries.sort((a, b) => (a.key < b.key ? -1 : 1));
    for (const { entry, key } of entries) {
      if (!key.startsWith(prefix) && !prefix.startsWith(key)) continue;
      if (entry.isDirectory()) {
        yield* this.walk(key, prefix);
        continue;
      }
      const info = entry.isFile() ? await this.stat(key) : null;
      if (info) yield info;
    }
  }

  private async entriesOf(folder: string): Promise<Dirent[]> {
    const path = join(this.files, folder);
    const entries = await translated(
      async () => ((await this.isInside(path)) ? readdir(path, { withFileTypes: true }) : []),
      ABSENT,
    );
    if (!entries) await this.refuseIfGone();
    return entries ?? [];
  }

  private async writeFile(
    path: string,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<void> {
    const file = await translated(() => open(path, 'wx', 0o600));
    try {
      const chunks = content instanceof Uint8Array ? [content] : content;
      for await (const chunk of chunks) await translated(() => file!.appendFile(chunk));
      await translated(async () => {
        await file!.appendFile(encodeTrailer(contentType));
        await file!.sync();
      });
    } finally {
      await file!.close();
    }
  }

  private async moveInto(temporary: string, target: string): Promise<void> {
    const folder = dirname(target);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await makeFolderDurably(folder);
        if (!(await this.isInside(folder))) throw occupied();
        await rename(temporary, target);
        return await syncFolder(folder);
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' || attempt === RENAME_ATTEMPTS) throw error;
      }
    }
  }

  private async openBlob(key: string): Promise<FileHandle | undefined> {
    const path = join(this.files, checkBlobKey(key));
    const opened = await translated(
      async () => {
        if (!(await this.isInside(dirname(path)))) return undefined;
        const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
        if ((await file.stat()).isFile()) return file;
        await file.close();
        return undefined;
      },
      new Set([...ABSENT, 'ELOOP']),
    );
    if (!opened) await this.refuseIfGone();
    return opened;
  }

  /** A disk that was taken away is not an empty one: nothing is absent while the store's own folder is. */
  private async refuseIfGone(): Promise<void> {
    await translated(() => access(this.files));
  }

  /**
   * Opened only when somebody reads, so that an answer nobody reads holds no file open. What it is is asked of the open file: since `read`
   * another blob may have taken the key.
   */
  private async *bytesOf(key: string, range?: BlobRange, ifVersion?: string): AsyncIterable<Uint8Array> {
    const file = (await this.openBlob(key)) ?? blobMissing();
    try {
      const { start, end } = checkedPart(await infoOf(key, file), range, ifVersion);
      if (end < start) return;
      yield* createReadStream('', { fd: file, start, end, autoClose: false }) as AsyncIterable<Uint8Array>;
    } finally {
      await file.close();
    }
  }

  /** Whether the folder, symbolic links resolved, lies in the store. */
  private async isInside(folder: string): Promise<boolean> {
    const real = await realpath(folder);
    return real === this.files || real.startsWith(this.files + sep);
  }
}

/** Null for a file that no blob store wrote. Every version is a file of its own, which nothing changes once it has its name. */
async function infoOf(key: string, file: FileHandle): Promise<BlobInfo | null> {
  const { size, mtime, mtimeNs, ino } = await file.stat({ bigint: true });
  const trailer = await readTrailer(file, Number(size));
  return trailer && { key, ...trailer, modifiedAt: mtime, version: `${ino}-${mtimeNs}` };
}

function checkedPart(info: BlobInfo | null, range?: BlobRange, ifVersion?: string): BlobRange {
  const { sizeBytes, version } = info ?? blobMissing();
  if (ifVersion !== undefined && ifVersion !== version) throw blobChanged();
  return checkedRange(range, sizeBytes);
}
