import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppConfig } from './app-config.js';
import { ConfigModule, readConfig } from './config.module.js';

describe('ConfigModule', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'mneme-config-'))));
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  const envFile = (text: string) => {
    const path = join(folder, '.env');
    writeFileSync(path, text);
    return path;
  };

  it('reads the file .env, and lets the environment win', async () => {
    vi.stubEnv('PORT', '9002');
    const config = await readConfig(envFile('PORT=9001\nSPEECH_MODEL=tiny\n'));
    expect([config.server.port, config.speech.model]).toEqual([9002, 'tiny']);
  });

  it('keeps what it read out of the environment of child processes', async () => {
    await readConfig(envFile('SHUTDOWN_GRACE_MS=4321\n'));
    expect(process.env['SHUTDOWN_GRACE_MS']).toBeUndefined();
  });

  it('starts without the file', async () => {
    expect((await readConfig(join(folder, 'none'))).storage.profile).toBe('embedded');
  });

  it('refuses what is wrong in the file', async () => {
    await expect(readConfig(envFile('PORT=many'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('provides the configuration to every module', async () => {
    const config = await readConfig(envFile('OWNER_NAME=Ada'));
    const module = await Test.createTestingModule({ imports: [ConfigModule.forConfig(config)] }).compile();
    expect(module.get(AppConfig)).toBe(config);
  });
});
