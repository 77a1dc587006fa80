import decode from 'audio-decode';
import { describe, expect, it } from 'vitest';
import { opusFrames, signalToNoise, tone } from '../testing/device-audio.js';
import { decodeOggOpus, encodeOggOpus, silentOpusPackets } from './ogg-opus.js';
import { encodeOpus, OPUS_LOOKAHEAD } from './opus-encoder.js';

async function fileOf(packets: readonly Uint8Array[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encodeOggOpus(packets, { serial: 7, preSkip: PRE_SKIP })));
}

async function samplesOf(chunks: readonly Uint8Array[]): Promise<Int16Array> {
  const pieces = await Array.fromAsync(decodeOggOpus(chunks));
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Samples at 48 kHz that the header tells players to leave out. */
const PRE_SKIP = 312;

describe('Ogg Opus', () => {
  it.each([10, 20, 40, 60])(
    'writes %i ms packets so that another decoder hears the tone in full length',
    async (frameMs) => {
      const { channelData, sampleRate } = await decode(await fileOf(opusFrames(3_000, frameMs)));
      const samples = channelData[0]!;
      expect(samples.length / sampleRate).toBeCloseTo(3 - PRE_SKIP / 48_000, 2);
      const crossings = samples.filter((value, n) => n > 0 && value >= 0 && samples[n - 1]! < 0).length;
      expect(crossings / (samples.length / sampleRate)).toBeCloseTo(440, -1);
    },
  );

  it('reads back what it wrote, however the bytes arrive', async () => {
    const file = await fileOf(opusFrames(2_000));
    const whole = await samplesOf([file]);
    expect(whole.length).toBe(32_000 - PRE_SKIP / 3);
    const pieces = Array.from({ length: Math.ceil(file.length / 100) }, (_, n) =>
      file.subarray(n * 100, n * 100 + 100),
    );
    expect(await samplesOf(pieces)).toEqual(whole);
  });

  it('numbers pages and counts samples as players need them to seek', async () => {
    const pages = await Array.fromAsync(encodeOggOpus(opusFrames(2_500), { serial: 7 }));
    const granules = pages.map((page) => Number(Buffer.from(page).readBigInt64LE(6)));
    expect(granules).toEqual([0, 0, 48_000, 96_000, 120_000]);
    expect(pages.map((page) => Buffer.from(page).readUInt32LE(18))).toEqual([0, 1, 2, 3, 4]);
    expect(pages.map((page) => page[5])).toEqual([2, 0, 0, 0, 4]);
  });

  it('starts a new page before one would need more than 255 pieces', async () => {
    const shortest = silentOpusPackets(120).packets[0]!;
    const pages = await Array.fromAsync(
      encodeOggOpus(
        Array.from({ length: 600 }, () => shortest),
        { serial: 7, preSkip: PRE_SKIP },
      ),
    );
    expect(pages.slice(2).map((page) => page[26])).toEqual([255, 255, 90]);
    expect((await samplesOf(pages)).length).toBe(600 * 40 - PRE_SKIP / 3);
  });

  it('loses one page to damage and goes on behind it', async () => {
    const file = await fileOf(opusFrames(5_000));
    file[Math.floor(file.length / 2)]! ^= 0xff;
    const samples = await samplesOf([file]);
    expect(samples.length).toBe(64_000 - PRE_SKIP / 3);
  });

  it('leaves out packets that no player could play', async () => {
    const packets = opusFrames(1_000);
    const file = await fileOf([...packets, Uint8Array.of(0xff, 0xff, 0xff)]);
    expect((await samplesOf([file])).length).toBe(16_000 - PRE_SKIP / 3);
  });

  it('fills pauses with packets that are silent and last as long as asked', async () => {
    const { packets, rest } = silentOpusPackets(48_000 + 480 + 120 + 7);
    expect(rest).toBe(7);
    const samples = await samplesOf([await fileOf([...opusFrames(200), ...packets])]);
    expect(samples.length).toBe(3_200 + 16_200 - PRE_SKIP / 3);
    expect(Math.max(...samples.subarray(8_000).map(Math.abs))).toBeLessThan(3);
  });

  it.each([1, 319, 320, 321, 47_997])(
    'plays exactly the %i samples that were encoded, in their place',
    async (count) => {
      const sound = tone(3_000).subarray(0, count);
      const format = { serial: 7, preSkip: OPUS_LOOKAHEAD, samples: count * 3 };
      const file = Buffer.concat(await Array.fromAsync(encodeOggOpus(encodeOpus([sound]), format)));
      const heard = await samplesOf([file]);
      expect(heard.length).toBe(count);
      if (count > 40_000) {
        expect(signalToNoise(sound.subarray(3_200, 44_800), heard.subarray(3_200, 44_800))).toBeGreaterThan(
          10,
        );
      }
    },
  );

  it('encodes without holding up the event loop', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 1);
    const packets = await Array.fromAsync(encodeOpus([tone(20_000)]));
    clearInterval(ticking);
    expect(packets.length).toBe(1_001);
    expect(turns).toBeGreaterThan(5);
  });

  it('refuses what is not an Ogg Opus stream', async () => {
    await expect(samplesOf([Buffer.from('RIFF....WAVE')])).rejects.toMatchObject({
      code: 'OGG_OPUS_INVALID',
    });
  });
});
