import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Device } from '../support/device.js';
import {
  installationWithout,
  OFFLINE,
  removeInstallation,
  SPEECH_MODELS_PACKAGE,
} from '../support/installation.js';
import { MnemeProcess, type ProcessOptions } from '../support/mneme-process.js';

describe('starting the server', () => {
  const processes: MnemeProcess[] = [];
  const launch = async (options: ProcessOptions) => {
    const server = await MnemeProcess.launch(options);
    processes.push(server);
    return server;
  };
  const failureOf = async (options: ProcessOptions) => {
    const server = await launch(options);
    expect(await server.exited()).toBe(1);
    return server.said.trim();
  };
  afterEach(async () => {
    for (const server of processes.splice(0)) await server.dispose();
  });

  it('prints its address and, at the first start only, the owner’s token', async () => {
    const first = await MnemeProcess.start();
    processes.push(first);
    expect(first.token.length).toBeGreaterThan(40);
    await first.stop();
    const second = await MnemeProcess.start({ dataDir: first.dataDir });
    processes.push(second);
    expect(second.said).not.toContain('token:');
    second.token = first.token;
    expect(await second.json('/v1/conversations')).toEqual([]);
  });

  it('stops cleanly when it is asked to', async () => {
    const server = await MnemeProcess.start();
    processes.push(server);
    server.child.kill('SIGTERM');
    expect([0, 'SIGTERM']).toContain(await server.exited());
  });

  it('explains a port in use in one line', async () => {
    const running = await MnemeProcess.start();
    processes.push(running);
    const said = await failureOf({ env: { PORT: new URL(running.url).port } });
    expect(said).toMatch(/^mneme: port \d+ on 127\.0\.0\.1 is in use; .+PORT.+$/);
  });

  it('explains a data folder that it cannot write to in one line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mneme-start-'));
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const said = await failureOf({ env: { DATA_DIR: join(file, 'data') } });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain(file);
    expect(said).toContain('DATA_DIR');
    await rm(folder, { recursive: true });
  });

  it('refuses a data folder that another server uses', async () => {
    const running = await MnemeProcess.start();
    processes.push(running);
    const said = await failureOf({ dataDir: running.dataDir });
    expect(said.split('\n')).toHaveLength(1);
    expect(said).toContain(running.dataDir);
  });

  it('explains a missing model file in one line, and still keeps what devices send', async () => {
    const copy = await installationWithout(SPEECH_MODELS_PACKAGE);
    const server = await MnemeProcess.start({ installation: copy, env: OFFLINE });
    processes.push(server);
    const lines = server.said.split('\n').filter((line) => line.startsWith('mneme: The model file'));
    expect(lines.map((line) => /model file (\S+) is missing/.exec(line)?.[1])).toEqual([
      'moonshine-base/encoder_model.onnx',
      'moonshine-base/decoder_model_merged.onnx',
    ]);
    for (const line of lines) expect(line).toContain('MNEME_MODELS_DIR');
    const device = await Device.connect(server.url, server.token);
    expect(await device.send(1, [Uint8Array.of(8, 1, 2, 3)])).toMatchObject({ durable: 1 });
    await vi.waitFor(() =>
      expect(device.statuses.at(-1)).toMatchObject({
        status: 'stt_failed',
        reason: 'SPEECH_MODEL_MISSING',
        retryable: false,
      }),
    );
    expect(device.errors).toEqual([]);
    device.close();
    await removeInstallation(copy);
  });

  it('names every wrong variable at once', async () => {
    const said = await failureOf({
      env: { PORT: 'eighty', LOG_LEVEL: 'loud', LLM_MODEL: 'x', TIME_ZONE: 'Mars/Olympus' },
    });
    for (const name of ['PORT', 'LOG_LEVEL', 'LLM_BASE_URL', 'TIME_ZONE']) expect(said).toContain(name);
  });
});
