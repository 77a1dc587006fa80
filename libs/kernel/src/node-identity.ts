import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'node-id';

/**
 * Which data folder a process works on: a UUID made at its first start and kept in the folder. What lies on one machine only, such as sound
 * that is not stored yet, is found again by it when several machines share everything else.
 */
export class NodeIdentity {
  private constructor(readonly id: string) {}

  static async of(dataDir: string): Promise<NodeIdentity> {
    const path = join(dataDir, FILE);
    const known = await read(path);
    if (known) return new NodeIdentity(known);
    await mkdir(dataDir, { recursive: true });
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, `${randomUUID()}\n`, { flush: true });
    // Of two processes that start at once, the first to link its file wins; the file is never half written.
    await link(draft, path).catch(unlessCode('EEXIST'));
    await rm(draft);
    return new NodeIdentity((await read(path))!);
  }
}

async function read(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(unlessCode('ENOENT'));
  return text ? text.trim() : null;
}

function unlessCode(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
