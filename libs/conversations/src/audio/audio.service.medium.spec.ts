import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Codec } from '#libs/contracts';
import { opusFrames, pcm16Bytes, tone } from '#libs/transcription/testing';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench } from '../testing/index.js';
import { placeInAudio } from './audio-place.rules.js';
import { AudioService, type SoundFormat } from './audio.service.js';
import type { ByteRange } from './sound.js';

const SECONDS = 6;
const SPOKEN = { text: 'A tone is not a word, but let it be one.', startMs: 2_000, endMs: 4_000 };

describe('recordings of a conversation', () => {
  let bench: ConversationsBench;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [SPOKEN] }] });
  });
  afterEach(() => bench.stop());

  /** A finished conversation of a tone, and its one recording. */
  async function recorded(codec: Codec, frames: readonly Uint8Array[]) {
    const device = await bench.device({ params: { codec } }).connect();
    const perSecond = frames.length / SECONDS;
    for (let second = 0; second < SECONDS; second += 1) {
      await device.sendFrames(frames.slice(second * perSecond, (second + 1) * perSecond), 1_000);
    }
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(async () => expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1));
    const [file] = await bench.get(AudioService).list('ada', id);
    const read = async (format: SoundFormat, range?: ByteRange) => {
      const sound = await bench.get(AudioService).open('ada', id, file!.id, format);
      const parts: Uint8Array[] = [];
      for await (const part of await sound.read(range)) parts.push(part);
      return { sound, bytes: Buffer.concat(parts) };
    };
    return { id, file: file!, read };
  }

  it('plays Opus as it was received, and decoded with the length that was promised', async () => {
    const { file, read } = await recorded('opus', opusFrames(SECONDS * 1_000));
    expect(file).toMatchObject({ content_type: 'audio/ogg', duration: SECONDS });
    const { sound: original, bytes: ogg } = await read('original');
    expect(original).toMatchObject({ contentType: 'audio/ogg', sizeBytes: file.size });
    expect(ogg).toHaveLength(file.size);
    expect(ogg.toString('latin1', 0, 4)).toBe('OggS');

    const { sound: wav, bytes: wavBytes } = await read('wav');
    expect(wav.contentType).toBe('audio/wav');
    expect(wavBytes).toHaveLength(wav.sizeBytes);
    expect(wavBytes.readUInt32LE(40)).toBe(wav.sizeBytes - 44);
    const { bytes: pcm } = await read('pcm');
    expect(pcm.equals(wavBytes.subarray(44))).toBe(true);
    expect(pcm.length / 2 / 16_000).toBeCloseTo(SECONDS, 1);
    const loudest = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2).reduce(
      (max, sample) => Math.max(max, Math.abs(sample)),
      0,
    );
    expect(loudest).toBeGreaterThan(10_000);
  });

  it.each(['original', 'wav', 'pcm'] as const)('gives any range of the %s form', async (format) => {
    const { read } = await recorded('opus', opusFrames(SECONDS * 1_000));
    const { bytes: all, sound } = await read(format);
    const ranges = [
      { start: 0, end: 0 },
      { start: 40, end: 99 },
      { start: sound.sizeBytes - 1, end: sound.sizeBytes - 1 },
      { start: 1_001, end: sound.sizeBytes - 1 },
    ];
    for (const range of ranges) {
      const { bytes } = await read(format, range);
      expect(bytes.equals(all.subarray(range.start, range.end + 1)), JSON.stringify(range)).toBe(true);
    }
  });

  it('keeps PCM as Opus, as long as it was', async () => {
    const bytes = pcm16Bytes(tone(SECONDS * 1_000));
    const frames = Array.from({ length: SECONDS * 10 }, (_, n) => bytes.subarray(n * 3_200, (n + 1) * 3_200));
    const { file, read } = await recorded('pcm16', frames);
    expect(file).toMatchObject({ content_type: 'audio/ogg', duration: SECONDS });
    expect(file.size).toBeLessThan(bytes.length / 5);
    expect((await read('pcm')).bytes).toHaveLength(bytes.length);
  });

  it('knows the second of the recording at which a segment was said', async () => {
    const { id, file } = await recorded('opus', opusFrames(SECONDS * 1_000));
    const conversation = await bench.get(ConversationsService).get('ada', id);
    const place = placeInAudio(conversation, conversation.transcript_segments[0]!.start);
    expect(place).toEqual({ fileId: file.id, offset: SPOKEN.startMs / 1_000 });
  });

  it('says that a recording is not there', async () => {
    const { id } = await recorded('opus', opusFrames(SECONDS * 1_000));
    await expect(bench.get(AudioService).open('ada', id, 'other', 'wav')).rejects.toMatchObject({
      code: 'AUDIO_NOT_FOUND',
    });
  });
});
