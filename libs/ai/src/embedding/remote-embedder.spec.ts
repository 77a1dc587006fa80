import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from '../embedding.providers.js';
import { RemoteEmbedder } from './remote-embedder.js';

interface Request {
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly body: { readonly model: string; readonly input: readonly string[] };
}

/** `POST /v1/embeddings` as OpenAI documents it, with vectors of two numbers, in another order than asked. */
describe('RemoteEmbedder', () => {
  let server: Server;
  let baseUrl: string;
  let requests: Request[];
  let answer: (input: readonly string[]) => { status: number; body: unknown };

  const vectorOf = (text: string) => [text.length, 2];
  const listed = (input: readonly string[]) => ({
    status: 200,
    body: {
      object: 'list',
      data: input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })).reverse(),
    },
  });

  beforeEach(async () => {
    requests = [];
    answer = listed;
    server = createServer((request, response) => {
      void textOf(request).then((sent) => {
        const body = JSON.parse(sent) as Request['body'];
        requests.push({ path: request.url, key: request.headers.authorization, body });
        const { status, body: answered } = answer(body.input);
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answered));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const embedder = (fields = {}) =>
    new RemoteEmbedder({ baseUrl, apiKey: 'k', model: 'small', dimension: 2, ...fields });

  it('gives vectors of length 1 in the order of the texts, whatever the order of the answer', async () => {
    const vectors = await embedder().embed(['a', 'abc']);
    expect(vectors.map(([x, y]) => Math.round((x! / y!) * 2))).toEqual([1, 3]);
    expect(Math.hypot(...vectors[1]!)).toBeCloseTo(1, 5);
    expect(requests).toEqual([
      { path: '/v1/embeddings', key: 'Bearer k', body: { model: 'small', input: ['a', 'abc'] } },
    ]);
  });

  it('asks for many in parts, for empty ones not at all, and without a key where there is none', async () => {
    const texts = ['', ...Array.from({ length: 130 }, (_, n) => 'x'.repeat(n + 1)), '  '];
    const vectors = await embedder({ apiKey: null }).embed(texts);
    expect(vectors).toHaveLength(132);
    expect([...vectors[0]!, ...vectors[131]!]).toEqual([0, 0, 0, 0]);
    expect(Math.round((vectors[130]![0]! / vectors[130]![1]!) * 2)).toBe(130);
    expect(requests.length).toBe(3);
    expect(requests[0]!.key).toBeUndefined();
  });

  it('has a name that changes with the model and its dimension', () => {
    expect(embedder().name).toBe('small-2');
    expect(embedder({ dimension: 3 }).name).not.toBe(embedder().name);
  });

  it('says what to set when the model has other dimensions', async () => {
    await expect(embedder({ dimension: 3 }).embed(['a'])).rejects.toMatchObject({
      code: 'EMBEDDER_UNAVAILABLE',
      message: expect.stringContaining('EMBEDDINGS_DIMENSION to 2') as string,
    });
  });

  it.each([
    ['a refusal', () => ({ status: 401, body: { error: { message: 'the key k is wrong' } } })],
    ['nonsense', () => ({ status: 200, body: { data: 'none' } })],
    ['too few vectors', () => listed([])],
  ])('is unavailable after %s, and repeats nothing of it', async (_, answered) => {
    answer = answered;
    const failure = await embedder()
      .embed(['what was said'])
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'EMBEDDER_UNAVAILABLE' });
    expect(String(failure)).not.toMatch(/key k|what was said/);
  });

  it('stops when it is told to', async () => {
    await expect(embedder().embed(['a'], AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    expect(requests).toEqual([]);
  });

  it('takes the place of word vectors when it is configured', () => {
    expect(createEmbedder(null)).not.toBeInstanceOf(RemoteEmbedder);
    const remote = { baseUrl, apiKey: null, model: 'small', dimension: 2 };
    expect(createEmbedder(null, remote)).toBeInstanceOf(RemoteEmbedder);
    expect([createEmbedder(null), createEmbedder(null, remote)]).toMatchObject([
      { readsSentences: false },
      { readsSentences: true },
    ]);
  });
});
