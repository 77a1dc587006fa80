import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkModels } from './check-models.js';
import type { FetchProgress } from './fetch-file.js';
import { SPEECH_MODELS, VOICE_MODEL, type Model } from './model-catalog.js';
import { ModelStore } from './model-store.js';

const BYTES = Buffer.from('the weights of a model, '.repeat(5_000));

let folder: string;
let server: Server;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let model: Model;
let store: ModelStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-models-'));
  requests = [];
  answer = serveRange;
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  model = aModel(`http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.onnx`);
  store = new ModelStore({ modelsDir: join(folder, 'own'), downloadDir: join(folder, 'fetched') });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function aModel(url: string): Model {
  return {
    name: 'a-model',
    languages: ['en'],
    licence: 'MIT',
    files: [
      {
        name: 'weights.onnx',
        bytes: BYTES.length,
        sha256: createHash('sha256').update(BYTES).digest('hex'),
        package: { name: 'no-such-package', path: 'weights.onnx' },
        url,
      },
    ],
  };
}

function serveRange(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200).end(BYTES.subarray(from));
}

async function put(place: string, bytes: Buffer, name = 'weights.onnx'): Promise<string> {
  await mkdir(join(folder, place, 'a-model'), { recursive: true });
  const path = join(folder, place, 'a-model', name);
  await writeFile(path, bytes);
  return path;
}

describe('ModelStore', () => {
  it('takes a file from the folder of the person first, and fetches nothing', async () => {
    await put('fetched', BYTES);
    const own = await put('own', BYTES);
    expect((await store.ensure(model)).get('weights.onnx')).toBe(own);
    expect(requests).toEqual([]);
  });

  it('finds the shipped models in their npm packages', async () => {
    for (const shipped of [SPEECH_MODELS.base, SPEECH_MODELS.tiny, VOICE_MODEL]) {
      const paths = await store.ensure(shipped);
      expect([...paths.keys()]).toEqual(shipped.files.map(({ name }) => name));
      for (const path of paths.values()) expect(path).toContain('node_modules');
    }
  });

  it('fetches what is missing, once however many ask, and tells how far it is', async () => {
    const steps: FetchProgress[] = [];
    const paths = await Promise.all([
      store.ensure(model, (_model, step) => void steps.push(step)),
      store.ensure(model),
    ]);
    const path = paths[0].get('weights.onnx')!;
    expect(paths[1].get('weights.onnx')).toBe(path);
    expect(await readFile(path)).toEqual(BYTES);
    expect(requests).toHaveLength(1);
    expect(steps.at(-1)).toEqual({
      file: 'weights.onnx',
      receivedBytes: BYTES.length,
      totalBytes: BYTES.length,
    });
    expect(await readdir(join(folder, 'fetched', 'a-model'))).toEqual(['weights.onnx']);
  });

  it('goes on where a broken connection left off', async () => {
    let breakOff = () => {};
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 50_000));
      breakOff = () => response.destroy();
    };
    await expect(store.ensure(model, () => breakOff())).rejects.toMatchObject({
      code: 'SPEECH_MODEL_MISSING',
    });
    answer = serveRange;
    const paths = await store.ensure(model);
    expect(requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await readFile(paths.get('weights.onnx')!)).toEqual(BYTES);
  });

  it('breaks off when it is told to, with a server that does not answer and in the middle, and goes on later', async () => {
    answer = () => undefined;
    const silent = store.ensure(model);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    store.stopFetching();
    await expect(silent).rejects.toMatchObject({ code: 'SPEECH_MODEL_MISSING' });
    answer = (_request, response) =>
      void response.writeHead(200, { 'content-length': BYTES.length }).write(BYTES.subarray(0, 50_000));
    const begun = Promise.withResolvers<void>();
    const halfway = store.ensure(model, () => begun.resolve());
    await begun.promise;
    store.stopFetching();
    await expect(halfway).rejects.toMatchObject({ code: 'SPEECH_MODEL_MISSING' });
    answer = serveRange;
    expect(await readFile((await store.ensure(model)).get('weights.onnx')!)).toEqual(BYTES);
  });

  it('starts over with a server that cannot go on in the middle', async () => {
    await put('fetched', BYTES.subarray(0, 1_000), 'weights.onnx.part');
    answer = (_request, response) => void response.writeHead(200).end(BYTES);
    expect(await readFile((await store.ensure(model)).get('weights.onnx')!)).toEqual(BYTES);
  });

  it.each([
    ['other bytes', (response: ServerResponse) => response.end(Buffer.alloc(BYTES.length))],
    ['more bytes', (response: ServerResponse) => response.end(Buffer.concat([BYTES, BYTES]))],
    ['a refusal', (response: ServerResponse) => response.writeHead(404).end()],
  ])('keeps nothing of %s, and says what to do', async (_name, respond) => {
    answer = (_request, response) => void respond(response);
    await expect(store.ensure(model)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'SPEECH_MODEL_MISSING',
      message: expect.stringMatching(/a-model\/weights\.onnx.*own\/a-model.*MNEME_MODELS_DIR/) as string,
    });
    const kept = await readdir(join(folder, 'fetched', 'a-model'));
    expect(kept).not.toContain('weights.onnx');
  });

  it('does not trust a damaged file of the right size', async () => {
    await put('fetched', Buffer.alloc(BYTES.length));
    expect(await readFile((await store.ensure(model)).get('weights.onnx')!)).toEqual(BYTES);
  });
});

describe('checking models at start', () => {
  it('finds the shipped ones', async () => {
    const checks = await checkModels(store, 'base');
    expect(checks).toEqual([
      { model: 'moonshine-base', present: true, missing: [] },
      { model: 'silero-vad-v6', present: true, missing: [] },
    ]);
  });

  it('reports what is missing without fetching it', async () => {
    const [status] = await store.status(model);
    expect(status).not.toHaveProperty('path');
    expect(status!.lookedIn).toEqual([
      join(folder, 'own/a-model/weights.onnx'),
      join(folder, 'fetched/a-model/weights.onnx'),
    ]);
    expect(requests).toEqual([]);
  });
});
