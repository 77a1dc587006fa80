import { expect, it, vi } from 'vitest';
import { opusOfSounds, samplesOfSounds } from '../support/hearing/spoken-sound.js';
import type { OmiClient } from '../support/omi-client.js';
import { encodeOpus } from '../support/recordings.js';
import {
  ANSWER,
  flush,
  heardAs,
  hears,
  numbers,
  send,
  SENTENCE,
  SOON,
  toldConversations,
  type World,
} from './world.js';

/** Claims 63 frames of 20 ms: more than a packet may hold. */
const BROKEN_PACKET = Uint8Array.from([0xfb, 0x3f, 1, 2, 3, 4, 5, 6]);

const bytesOf = (samples: Int16Array): Uint8Array => new Uint8Array(samples.buffer);

function piecesOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}

const segmentsInOrder = ({ segments }: OmiClient) =>
  [...segments.values()].sort((a, b) => a.start - b.start || a.end - b.end);

/** Invariants 19 to 27. */
export function audioInvariants(world: () => World): void {
  it('19. packets of 10, 20, 40 and 60 ms are understood under both names of Opus', async () => {
    const samples = samplesOfSounds(...numbers(5), { pauseMs: 500 });
    const kinds = ['opus', 'opus_fs320'].flatMap((codec) =>
      [10, 20, 40, 60].map((packetMs) => ({ codec, packetMs })),
    );
    const owner = world().owner();
    await Promise.all(
      kinds.map(async ({ codec, packetMs }) => {
        const headers = { 'X-Device-Id-Hash': `${codec}-${packetMs}` };
        const client = await owner.stream({ query: { codec }, headers });
        send(client, encodeOpus(samples, packetMs));
        flush(client);
        await hears(client, heardAs(...numbers(5)));
      }),
    );
  });

  it('20. a broken packet costs only itself', async () => {
    const client = await world().owner().stream();
    const packets = opusOfSounds(...numbers(5), { pauseMs: 500 });
    // A number is 45 packets with its pause: the tenth of the third number is broken, and one in the pause after the fourth.
    const broken = packets.map((packet, index) =>
      index === 2 * 45 + 10 || index === 3 * 45 + 35 ? BROKEN_PACKET : packet,
    );
    send(client, broken);
    flush(client);
    await hears(client, heardAs(1, 2, 4, 5));
  });

  it('21. PCM gives the same transcript however it is cut', async () => {
    const samples = samplesOfSounds(...numbers(8), { pauseMs: 500 });
    const owner = world().owner();
    const transcripts = await Promise.all(
      [[640], [641, 3, 999], [7_001]].map(async (sizes, index) => {
        const client = await owner.stream({
          query: { codec: 'pcm16', sample_rate: 16_000 },
          headers: { 'X-Device-Id-Hash': `cut-${index}` },
        });
        send(client, piecesOf(bytesOf(samples), sizes));
        flush(client);
        await hears(client, heardAs(...numbers(8)));
        return segmentsInOrder(client).map(({ text, start, end }) => ({ text, start, end }));
      }),
    );
    expect(transcripts[1]).toEqual(transcripts[0]);
    expect(transcripts[2]).toEqual(transcripts[0]);
  });

  it('22. arrays put in by id, less what was deleted, are what is stored', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    const talk = [SENTENCE + 1, 7, ANSWER + 1, 8, 9, { pauseMs: 4_000 }, SENTENCE + 2, ANSWER + 2, 10];
    for (const sound of talk) {
      send(client, opusOfSounds(sound));
      flush(client);
    }
    await vi.waitFor(() => {
      expect(client.text).toContain('w10');
      expect(client.text).toContain('Answer 2002.');
    }, SOON);
    const [id] = toldConversations(client);
    expect(segmentsInOrder(client)).toEqual((await owner.conversation(id!)).transcript_segments);
  });

  it('23. one voice is one segment over a short gap, and another one after a finished sentence and 3 s', async () => {
    const client = await world().owner().stream();
    send(
      client,
      opusOfSounds(SENTENCE + 1, { pauseMs: 1_500 }, SENTENCE + 2, { pauseMs: 3_500 }, SENTENCE + 3),
    );
    flush(client);
    await hears(client, 'Sentence 1001. Sentence 1002. Sentence 1003.');
    expect(segmentsInOrder(client).map(({ text }) => text)).toEqual([
      'Sentence 1001. Sentence 1002.',
      'Sentence 1003.',
    ]);
  });

  it('24. 28. a device that comes back goes on with its conversation, and its times go on with the clock', async () => {
    const owner = world().owner();
    const before = await owner.stream();
    const saidMs = performance.now();
    send(before, opusOfSounds(SENTENCE + 1));
    flush(before);
    await hears(before, 'Sentence 1001.');
    const { end } = segmentsInOrder(before).at(-1)!;
    await before.close();

    await vi.waitFor(() => expect(performance.now() - saidMs).toBeGreaterThan(5_000), SOON);
    const after = await owner.stream();
    expect(toldConversations(after)).toEqual(toldConversations(before));
    const awaySeconds = (performance.now() - saidMs) / 1_000;
    send(after, opusOfSounds(SENTENCE + 2));
    flush(after);
    await vi.waitFor(() => expect(after.text).toContain('Sentence 1002.'), SOON);
    const { text, start } = segmentsInOrder(after).at(-1)!;
    expect(text).toBe('Sentence 1002.');
    expect(start).toBeGreaterThanOrEqual(end + awaySeconds - 2);
    expect(start).toBeLessThan(end + awaySeconds + 10);
  });

  it('25. numbers of speakers are not given to other voices after a reconnect', async () => {
    const owner = world().owner();
    const before = await owner.stream();
    send(before, opusOfSounds(SENTENCE + 1, ANSWER + 1));
    flush(before);
    await hears(before, 'Sentence 1001. Answer 2001.');
    const known = new Set(segmentsInOrder(before).map(({ speaker_id }) => speaker_id));
    expect(known.size).toBe(2);
    await before.close();
    const after = await owner.stream();
    send(after, opusOfSounds(SENTENCE + 2, ANSWER + 2));
    flush(after);
    await vi.waitFor(() => {
      for (const text of ['Sentence 1002.', 'Answer 2002.']) expect(after.text).toContain(text);
    }, SOON);
    const added = segmentsInOrder(after).filter(({ id }) => !before.segments.has(id));
    expect(added).toHaveLength(2);
    for (const { speaker_id } of added) expect(known).not.toContain(speaker_id);
  });

  it('26. words said within the last second before a close with 1000 are stored', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    send(client, opusOfSounds(...numbers(4)));
    await client.close(1000);
    const [id] = toldConversations(client);
    await vi.waitFor(async () => {
      const { transcript_segments } = await owner.conversation(id!);
      expect(transcript_segments.map(({ text }) => text).join(' ')).toBe(heardAs(...numbers(4)));
    }, SOON);
  });

  it('27. two sockets at once: nothing is stored twice, nothing lost', async () => {
    const owner = world().owner();
    const [one, two] = await Promise.all(
      ['one', 'two'].map((id) => owner.stream({ headers: { 'X-Device-Id-Hash': id } })),
    );
    send(one!, opusOfSounds(...numbers(6)));
    send(two!, opusOfSounds(11, 12, 13));
    flush(one!);
    flush(two!);
    await hears(one!, heardAs(...numbers(6)));
    await hears(two!, heardAs(11, 12, 13));
    const rows = await owner.conversations('in_progress');
    const stored = rows.flatMap(({ transcript_segments }) => transcript_segments.map(({ text }) => text));
    expect(stored.toSorted()).toEqual([heardAs(...numbers(6)), heardAs(11, 12, 13)].toSorted());
  });

  it('27. (one device) a second socket takes over, and what the first had sent is there once', async () => {
    const owner = world().owner();
    const first = await owner.stream();
    send(first, opusOfSounds(...numbers(4)));
    const second = await owner.stream();
    send(second, opusOfSounds(5, 6, 7, 8));
    flush(second);
    await vi.waitFor(async () => {
      const rows = await owner.conversations('in_progress');
      const segments = rows.flatMap(({ transcript_segments }) => transcript_segments);
      const words = segments.flatMap(({ text }) => text.split(' '));
      expect(words.toSorted()).toEqual(numbers(8).map((value) => `w${value}`));
    }, SOON);
  });
}
