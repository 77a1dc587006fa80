import { describe, expect, it } from 'vitest';
import { encodeOpus } from '../codecs/opus-encoder.js';
import { containerOf, inChunks } from '../testing/device-recordings.js';
import { pcm16Bytes, signalToNoise, tone } from '../testing/device-audio.js';
import { decodeDeviceRecording } from './device-recording.js';
import type { AudioFormat } from '../codecs/audio-format.js';

const OPUS: AudioFormat = { codec: 'opus', sampleRate: 16_000 };
const PCM16: AudioFormat = { codec: 'pcm16', sampleRate: 16_000 };

async function decoded(file: Uint8Array, format: AudioFormat, chunkBytes = 1_000): Promise<Int16Array> {
  const pieces = await Array.fromAsync(decodeDeviceRecording(inChunks(file, chunkBytes), format));
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

const packets = await Array.fromAsync(encodeOpus([tone(2_000)]));
const whole = await decoded(containerOf(packets), OPUS);

describe('a recording that a device made on its own', () => {
  it('is the sound of its Opus packets, whatever the pieces that it is read in', async () => {
    expect(whole.length).toBe(packets.length * 320);
    for (const size of [1, 3, 41, 100_000])
      expect(await decoded(containerOf(packets), OPUS, size)).toEqual(whole);
  });

  it('may hold raw samples', async () => {
    const samples = tone(1_000);
    const bytes = pcm16Bytes(samples);
    const records = [bytes.subarray(0, 640), bytes.subarray(640, 1_001), bytes.subarray(1_001)];
    expect(await decoded(containerOf(records), PCM16)).toEqual(samples);
  });

  it('comes out at 16 kHz whatever it was recorded at', async () => {
    const bytes = pcm16Bytes(tone(1_000, 48_000));
    const records = Array.from({ length: 10 }, (_, n) => bytes.subarray(n * 9_600, (n + 1) * 9_600));
    const heard = await decoded(containerOf(records), { codec: 'pcm16', sampleRate: 48_000 });
    expect(signalToNoise(tone(1_000).subarray(400, -400), heard.subarray(400, 15_600))).toBeGreaterThan(40);
  });

  it('passes over records without bytes', async () => {
    const holes = packets.flatMap((packet) => [new Uint8Array(0), packet]);
    expect(await decoded(containerOf(holes), OPUS)).toEqual(whole);
  });

  it('ends where raw samples have a record without bytes, or one that is too long to be one', async () => {
    const second = pcm16Bytes(tone(1_000));
    const broken = Buffer.alloc(4);
    broken.writeUInt32LE(70_000);
    for (const end of [Buffer.alloc(4), broken]) {
      const file = Buffer.concat([containerOf([second]), end, containerOf([second])]);
      expect(await decoded(file, PCM16)).toEqual(tone(1_000));
    }
  });

  it('keeps what was decoded before the place at which it is cut off', async () => {
    const file = containerOf(packets);
    const cut = await decoded(file.subarray(0, file.length - 5), OPUS);
    expect(cut).toEqual(whole.subarray(0, whole.length - 320));
  });

  it('loses a packet that cannot be decoded, and no other', async () => {
    // Code 3 with a frame count of 0 is forbidden by RFC 6716 §3.2.5.
    const broken = Uint8Array.of(0x4b, 0x00);
    const file = containerOf([...packets.slice(0, 30), broken, ...packets.slice(30)]);
    expect(await decoded(file, OPUS)).toEqual(whole);
  });

  it('says so when nothing in it can be decoded', async () => {
    const file = containerOf([Uint8Array.of(0x4b, 0x00), Uint8Array.of(0x4b, 0x00)]);
    await expect(decoded(file, OPUS)).rejects.toMatchObject({ kind: 'invalid', code: 'AUDIO_DAMAGED' });
  });

  it('may be empty', async () => {
    expect(await decoded(new Uint8Array(0), OPUS)).toHaveLength(0);
  });
});
