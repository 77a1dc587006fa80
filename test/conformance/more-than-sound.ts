import { expect, it, vi } from 'vitest';
import type { ConversationPhoto, TranscriptSegment } from '#libs/contracts';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import type { OmiClient } from '../support/omi-client.js';
import type { Owner } from './world.js';
import {
  ANSWER,
  flush,
  heardAs,
  INTRODUCTION,
  numbers,
  send,
  SENTENCE,
  SOON,
  toldConversations,
  type World,
} from './world.js';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(3_000).fill(7), 0xff, 0xd9]).toString(
  'base64',
);

function sendPhoto(client: OmiClient, id: string): void {
  const size = 1_000;
  const total = Math.ceil(JPEG.length / size);
  const order = Array.from({ length: total }, (_, index) => total - 1 - index);
  for (const index of order.flatMap((piece) => [piece, piece])) {
    const data = JPEG.slice(index * size, (index + 1) * size);
    client.sendText({ type: 'image_chunk', id, index, total, data });
  }
}

async function photoOf(owner: Owner, client: OmiClient, id: string): Promise<ConversationPhoto[]> {
  await vi.waitFor(() => expect(client.named('photo_processing')).toMatchObject([{ temp_id: id }]), SOON);
  await vi.waitFor(() => expect(client.named('photo_described')).toHaveLength(1), SOON);
  const [processing] = client.named('photo_processing');
  const [described] = client.named('photo_described');
  expect(described!['photo_id']).toBe(processing!['photo_id']);
  const photos = await owner.json<ConversationPhoto[]>(
    `/v1/conversations/${toldConversations(client).at(-1)}/photos`,
  );
  expect(photos.map((photo) => photo.id)).toEqual([processing!['photo_id']]);
  return photos;
}

/** Invariants 39 and 41 to 45. */
export function moreThanSoundInvariants(world: () => World): void {
  it('39. what a client recognized itself comes back with ids, and only when it said that it would', async () => {
    const suggestion = {
      type: 'suggested_transcript',
      segments: [{ text: 'We meet on Tuesday.', start: 0, end: 2 }],
      stt_provider: 'mine',
    };
    const [announced, silent] = await Promise.all([
      world()
        .owner()
        .stream({ query: { custom_stt: 'enabled' } }),
      world().owner().stream(),
    ]);
    for (const client of [announced, silent]) client.sendText(suggestion);
    await vi.waitFor(() => expect(announced.text).toBe('We meet on Tuesday.'), SOON);
    expect([...announced.segments.values()]).toMatchObject([{ stt_provider: 'mine' }]);
    send(silent, opusOfSounds(1));
    flush(silent);
    await vi.waitFor(() => expect(silent.text).toBe('w1'), SOON);
  });

  it('41. a picture in pieces, in any order and twice, is told and listed once', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    sendPhoto(client, 'temp_img_1');
    const [photo] = await photoOf(owner, client, 'temp_img_1');
    expect(photo!.base64).toBe(JPEG);
  });

  it('42. a session of pictures without a sound keeps them when it is over', async () => {
    const owner = world().owner();
    const client = await owner.connect({ query: { source: 'openglass' } });
    sendPhoto(client, 'temp_img_2');
    await photoOf(owner, client, 'temp_img_2');
    const [id] = toldConversations(client);
    await client.close(1000);
    expect(await owner.json<ConversationPhoto[]>(`/v1/conversations/${id}/photos`)).toHaveLength(1);
  });

  it('43. what a person says of a voice survives more speech, joining and a reconnect', async () => {
    const owner = world().owner();
    const device = { headers: { 'X-Device-Id-Hash': 'mine' } };
    const client = await owner.stream(device);
    send(client, opusOfSounds(SENTENCE + 1, { pauseMs: 3_500 }, ANSWER + 1));
    flush(client);
    await vi.waitFor(() => expect(client.segments.size).toBe(2), SOON);
    const [id] = toldConversations(client);
    const path = `/v1/conversations/${id}/segments/0/assign?assign_type=is_user&value=true`;
    await owner.json(path, { method: 'PATCH' });
    const [labelled] = (await owner.conversation(id!)).transcript_segments as [TranscriptSegment];
    expect(labelled.is_user).toBe(true);

    send(client, opusOfSounds(SENTENCE + 2, INTRODUCTION));
    flush(client);
    await vi.waitFor(() => expect(client.text).toContain('My name is Grace.'), SOON);
    await client.close();
    const again = await owner.stream(device);
    send(again, opusOfSounds(SENTENCE + 3));
    flush(again);
    await vi.waitFor(() => expect(again.text).toContain('Sentence 1003.'), SOON);
    const { transcript_segments: segments } = await owner.conversation(id!);
    expect(segments.find((segment) => segment.id === labelled.id)).toMatchObject({
      is_user: true,
      person_id: null,
    });
  });

  it('44. a suggestion carries the id of a person only for who asked for it, and never null', async () => {
    const ids = await Promise.all(
      ['enabled', 'disabled'].map(async (speaker_auto_assign) => {
        const client = await world().owner().stream({ query: { speaker_auto_assign } });
        send(client, opusOfSounds(SENTENCE + 1, INTRODUCTION));
        flush(client);
        await vi.waitFor(() => expect(client.named('speaker_label_suggestion')).toHaveLength(1), SOON);
        const [suggestion] = client.named('speaker_label_suggestion');
        expect(suggestion!['person_name']).toBe('Grace');
        return suggestion!['person_id'] as string;
      }),
    );
    expect(ids[0]).not.toBe('');
    expect(ids[1]).toBe('');
  });

  it('45. in a call the first channel is the owner, unknown ones are nobody, and its end is the end', async () => {
    const owner = world().owner();
    const client = await owner.stream({ query: { channels: 2, source: 'phone_call', call_id: 'a-call' } });
    const framesOf = (channel: number, packets: readonly Uint8Array[]) =>
      packets.map((packet) => Uint8Array.of(channel, ...packet));
    send(client, framesOf(1, opusOfSounds(...numbers(3))));
    send(client, framesOf(2, opusOfSounds(11, 12)));
    send(client, framesOf(7, opusOfSounds(21)));
    flush(client);
    const said = (isUser: boolean) =>
      [...client.segments.values()].filter(({ is_user }) => is_user === isUser).map(({ text }) => text);
    await vi.waitFor(() => {
      expect(said(true).join(' ')).toBe(heardAs(...numbers(3)));
      expect(said(false).join(' ')).toBe(heardAs(11, 12));
    }, SOON);
    const [id] = toldConversations(client);
    await client.close();
    await vi.waitFor(async () => {
      expect((await owner.conversation(id!)).status).toBe('completed');
    }, SOON);
    expect(client.text).not.toContain('w21');
  });
}
