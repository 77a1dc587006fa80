import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtModuleUrl } from '#libs/kernel';
import { DataFolder } from './data-folder.js';

const HELD = 'held';

describe('DataFolder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('makes the folder, for this user alone', async () => {
    const path = join(folder, 'new', 'data');
    const data = await DataFolder.open(path);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(data.file('documents.db')).toBe(join(path, 'documents.db'));
    data.close();
  });

  it('refuses a second holder in one line that says what to do, until the first lets go', async () => {
    const first = await DataFolder.open(folder);
    const error = await DataFolder.open(folder).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'unavailable', code: 'DATA_DIR_IN_USE' });
    expect((error as Error).message).toContain(folder);
    expect((error as Error).message).not.toContain('\n');
    first.close();
    (await DataFolder.open(folder)).close();
  });

  it('refuses while another process holds it, and is free as soon as that one is killed', async () => {
    const script = `
      const { DataFolder } = await import(${JSON.stringify(builtModuleUrl(import.meta.url, './data-folder.js').href)});
      globalThis.held = await DataFolder.open(${JSON.stringify(folder)});
      process.stdout.write(${JSON.stringify(HELD)});
      setInterval(() => undefined, 1_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(child.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe(HELD);
    await expect(DataFolder.open(folder)).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
    child.kill('SIGKILL');
    await once(child, 'close');
    (await DataFolder.open(folder)).close();
  });

  it('explains a path that is a file, lies below one, or may not be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, 'not a folder');
    // Not even root may make folders in the kernel's own file system.
    for (const path of [file, join(file, 'data'), '/sys/mneme']) {
      const error = await DataFolder.open(path).catch((thrown: unknown) => thrown);
      expect(error, path).toMatchObject({ kind: 'unavailable', code: 'DATA_DIR_UNWRITABLE' });
      expect((error as Error).message).toMatch(
        new RegExp(`^The data folder ${path} cannot be written \\(E[A-Z]+\\)\\.`),
      );
    }
  });
});
