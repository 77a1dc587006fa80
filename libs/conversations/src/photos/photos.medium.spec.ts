import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataLifecycle } from '#libs/storage';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, ScriptedUnderstanding, type TestDevice } from '../testing/index.js';
import { MAX_PHOTO_BYTES } from './photo.rules.js';
import { PhotosService } from './photos.service.js';

const JPEG_HEAD = [0xff, 0xd8, 0xff, 0xe0];

/** What begins like a JPEG; nobody looks further. */
function picture(size: number, fill = 7): Uint8Array {
  const bytes = new Uint8Array(size).fill(fill);
  bytes.set(JPEG_HEAD);
  return bytes;
}

describe('pictures', () => {
  let bench: ConversationsBench;
  let understanding: ScriptedUnderstanding;
  beforeEach(async () => {
    understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({
      understanding,
      heard: [
        { utterances: [{ text: 'Look at this rose, it has two colours.', startMs: 1_000, endMs: 3_000 }] },
      ],
    });
  });
  afterEach(() => bench.stop());

  const list = async (id: string, ownerId = 'ada') =>
    Array.fromAsync(await bench.get(PhotosService).list(ownerId, id));
  const get = (id: string) => bench.get(ConversationsService).get('ada', id);
  const take = (device: TestDevice, jpeg: Uint8Array, temporaryId = 'temp_img_1') =>
    device.handle.addPhoto({ temporaryId, jpeg });

  it('are kept with the conversation, and their client hears their ids', async () => {
    const device = await bench.device().connect();
    await take(device, picture(50_000));
    const [processing] = device.named('photo_processing');
    expect(processing).toMatchObject({ temp_id: 'temp_img_1' });
    expect(device.named('photo_described')).toEqual([
      { photo_id: processing!.photo_id, description: '', discarded: false },
    ]);
    expect(await list(device.conversationId)).toMatchObject([
      {
        id: processing!.photo_id,
        base64: Buffer.from(picture(50_000)).toString('base64'),
        description: '',
        created_at: bench.clock.now(),
        discarded: false,
      },
    ]);
    expect((await get(device.conversationId)).photos).toEqual([]);
  });

  it('come back whole however large they are, in the order in which they were taken', async () => {
    const device = await bench.device().connect();
    const sizes = [MAX_PHOTO_BYTES, 20, 800_000];
    for (const [number, size] of sizes.entries()) {
      await bench.passTime(1_000);
      await take(device, picture(size, number));
    }
    const photos = await list(device.conversationId);
    const expected = sizes.map((size, number) => Buffer.from(picture(size, number)));
    expect(photos.map(({ base64 }) => Buffer.from(base64, 'base64').equals(expected.shift()!))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('are kept once when they are sent twice', async () => {
    const device = await bench.device().connect();
    await take(device, picture(1_000));
    await take(device, picture(1_000), 'temp_img_2');
    expect(await list(device.conversationId)).toHaveLength(1);
    const ids = device.named('photo_processing').map(({ photo_id: id }) => id);
    expect(new Set(ids).size).toBe(1);
  });

  it('are refused one by one, and the session goes on', async () => {
    const device = await bench.device().connect();
    await expect(take(device, new Uint8Array(100))).rejects.toMatchObject({ code: 'PHOTO_INVALID' });
    await expect(take(device, picture(MAX_PHOTO_BYTES + 1))).rejects.toMatchObject({
      code: 'PHOTO_TOO_LARGE',
    });
    await take(device, picture(100));
    expect(await list(device.conversationId)).toHaveLength(1);
    expect(device.closed).toBeNull();
  });

  it('are enough for a conversation: it is kept, and not called trivial', async () => {
    understanding.verdict = 'discard';
    const device = await bench.device().connect();
    const id = device.conversationId;
    await take(device, picture(1_000));
    device.handle.detach();
    await bench.until(async () => expect((await get(id)).status).toBe('completed'), 5_000);
    expect(await get(id)).toMatchObject({
      discarded: false,
      source: 'openglass',
      structured: { title: 'Photos', action_items: [] },
      relevance_decision: { reason: 'has_photos' },
    });
    expect(await list(id)).toHaveLength(1);
  });

  it('put the end of the conversation off', async () => {
    const device = await bench.device().connect();
    const id = device.conversationId;
    for (let number = 0; number < 4; number += 1) {
      await take(device, picture(1_000, number));
      await bench.passTime(100_000);
    }
    expect(await get(id)).toMatchObject({ status: 'in_progress' });
    expect(await list(id)).toHaveLength(4);
  });

  it('stand beside words in one conversation, which the device can come back to', async () => {
    const device = await bench.device().connect();
    const startedAtMs = bench.clock.nowMs();
    await take(device, picture(1_000));
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const conversation = await get(device.conversationId);
    expect(conversation.started_at.getTime() + conversation.transcript_segments[0]!.start * 1_000).toBe(
      startedAtMs + 1_000,
    );
    device.handle.detach();
    const again = await bench.device().connect();
    expect(again.conversationId).toBe(device.conversationId);
  });

  it('begin the next conversation when the one before has gone', async () => {
    const device = await bench.device().connect();
    await bench.until(() => expect(device.handle.conversationId).toBeNull(), 5_000);
    await take(device, picture(1_000));
    expect(await list(device.conversationId)).toHaveLength(1);
    expect(device.named('conversation_session').at(-1)!.conversation_id).toBe(device.conversationId);
  });

  it('go with their conversation, every part of them', async () => {
    const device = await bench.device().connect();
    const id = device.conversationId;
    await take(device, picture(2_000_000));
    await bench.get(ConversationsService).delete('ada', id);
    await bench.until(async () =>
      expect(await bench.get(DataLifecycle).findConversation('ada', id)).toEqual([]),
    );
    await expect(list(id)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    expect(await Array.fromAsync(bench.get(PhotosService).all('ada', id))).toEqual([]);
  });

  it('are shown to nobody else', async () => {
    const device = await bench.device().connect();
    await take(device, picture(1_000));
    await expect(list(device.conversationId, 'eve')).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
  });
});
