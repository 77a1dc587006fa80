import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NodeIdentity } from './node-identity.js';

describe('NodeIdentity', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'mneme-node-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is the same at every start on a folder, and another on another folder', async () => {
    const { id } = await NodeIdentity.of(folder);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await NodeIdentity.of(folder)).id).toBe(id);
    expect((await NodeIdentity.of(join(folder, 'other'))).id).not.toBe(id);
  });

  it('is one when several processes start at once on a new folder', async () => {
    const starts = await Promise.all(Array.from({ length: 10 }, () => NodeIdentity.of(folder)));
    expect(new Set(starts.map(({ id }) => id)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['node-id']);
  });
});
