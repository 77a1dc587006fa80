import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failsWith,
  OpenAiServer,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { ConversationsService } from '../conversations.service.js';
import { chatModelAt, ConversationsBench, type TestDevice } from '../testing/index.js';
import { PhotosService } from './photos.service.js';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const ROSE = 'A rose with two colours in a garden.';

/** The picture that a request shows. */
function pictureIn({ messages }: ChatCompletionRequest): string | undefined {
  const content = messages.at(-1)!.content as unknown as { image_url?: { url: string } }[];
  return content.find((part) => part.image_url)?.image_url?.url;
}

describe('pictures that a model sees', () => {
  let server: OpenAiServer;
  let bench: ConversationsBench;
  let device: TestDevice;

  const start = (more: { dataDir?: string; clock?: ConversationsBench['clock'] } = {}) =>
    ConversationsBench.start({ languageModel: chatModelAt(server.baseUrl, { seesImages: true }), ...more });
  beforeEach(async () => {
    server = await OpenAiServer.start();
    server.otherwise = saysJson({ description: ROSE });
    bench = await start();
    device = await bench.device().connect();
  });
  afterEach(async () => {
    await bench.stop();
    await server.close();
  });

  const list = async (id = device.conversationId) =>
    Array.fromAsync(await bench.get(PhotosService).list('ada', id));
  const take = (jpeg = JPEG) => device.handle.addPhoto({ temporaryId: 'temp', jpeg });
  const told = () =>
    device.events
      .filter(({ name }) => name.startsWith('photo_'))
      .map(({ name, payload }) => [name, (payload as { description?: string }).description]);

  it('are described by it, after their client has heard that they are kept', async () => {
    await take();
    expect(told()).toEqual([['photo_processing', undefined]]);
    await bench.until(() => expect(told()).toHaveLength(2));
    const id = device.named('photo_processing')[0]!.photo_id;
    expect(device.named('photo_described')).toEqual([{ photo_id: id, description: ROSE, discarded: false }]);
    expect(await list()).toMatchObject([{ id, description: ROSE, discarded: false }]);
    expect(pictureIn(server.requests[0]!.body)).toBe(
      `data:image/jpeg;base64,${Buffer.from(JPEG).toString('base64')}`,
    );
  });

  it('are shown to it once, and told at once when they are sent again', async () => {
    await take();
    await bench.until(() => expect(told()).toHaveLength(2));
    await take();
    expect(told().slice(2)).toEqual([
      ['photo_processing', undefined],
      ['photo_described', ROSE],
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('are shown to it whole, however large', async () => {
    const large = new Uint8Array(2_000_000).fill(7);
    large.set(JPEG);
    await take(large);
    await bench.until(() => expect(told()).toHaveLength(2));
    expect(pictureIn(server.requests[0]!.body)).toBe(
      `data:image/jpeg;base64,${Buffer.from(large).toString('base64')}`,
    );
  });

  it('get their description later when it was away', async () => {
    server.reply(failsWith(401), failsWith(401));
    await take();
    await bench.until(() => expect(told()).toContainEqual(['photo_described', ROSE]), 1_000);
    expect(server.requests).toHaveLength(3);
  });

  it('are kept without one when it fails for good, and say so', async () => {
    server.otherwise = failsWith(401);
    await take();
    const id = device.conversationId;
    await bench.until(() => expect(told()).toHaveLength(2), 10_000);
    expect(device.named('photo_described')).toMatchObject([
      { description: 'Could not generate description.', discarded: true },
    ]);
    expect(await list(id)).toMatchObject([{ base64: Buffer.from(JPEG).toString('base64'), discarded: true }]);
  });

  it('say what a conversation is about in which nothing was said', async () => {
    const id = device.conversationId;
    await take();
    await bench.until(() => expect(told()).toHaveLength(2));
    device.handle.detach();
    const get = () => bench.get(ConversationsService).get('ada', id);
    await bench.until(async () => expect((await get()).status).toBe('completed'), 5_000);
    expect((await get()).structured).toMatchObject({ title: 'A Talk', overview: ROSE, action_items: [] });
  });

  it('are described after a crash', async () => {
    server.otherwise = { kind: 'hang' };
    await take();
    const id = device.conversationId;
    const dataDir = await bench.wreck();
    await bench.stop();
    server.otherwise = saysJson({ description: ROSE });
    bench = await start({ dataDir, clock: bench.clock });
    await bench.until(async () => expect(await list(id)).toMatchObject([{ description: ROSE }]), 5_000);
  });
});
