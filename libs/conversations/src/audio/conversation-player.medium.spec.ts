import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentStore, BlobStore } from '#libs/storage';
import { encodeWav } from '#libs/transcription';
import { pcm16Bytes, tone } from '#libs/transcription/testing';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import { AudioService } from './audio.service.js';
import type { ByteRange } from './sound.js';

const BYTES_A_SECOND = 32_000;
const CALL = {
  channels: [
    { id: 1, speaker: 0, isUser: true },
    { id: 2, speaker: 1, isUser: false },
  ],
  source: 'phone_call',
  callId: 'call-7',
  deviceId: 'phone',
} as const;

describe('the sound of a whole conversation', () => {
  let bench: ConversationsBench;
  afterEach(() => bench.stop());

  const play = async (id: string, range?: ByteRange): Promise<Int16Array> => {
    const sound = await bench.get(AudioService).openConversation('ada', id, 'pcm');
    const bytes = Buffer.concat(await Array.fromAsync(await sound.read(range)));
    return new Int16Array(Uint8Array.from(bytes).buffer);
  };
  const loudness = (samples: Int16Array) =>
    Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, samples.length));
  const second = (samples: Int16Array, from: number, seconds = 1) =>
    loudness(samples.subarray(from * 16_000, (from + seconds) * 16_000));
  const stored = (id: string, files: number) =>
    bench.until(async () => expect(await bench.get(AudioService).list('ada', id)).toHaveLength(files));

  describe('of a wearable', () => {
    let device: TestDevice;
    let id: string;
    const frames = (loud: boolean) => {
      const bytes = loud ? pcm16Bytes(tone(1_000)) : new Uint8Array(BYTES_A_SECOND);
      return Array.from({ length: 10 }, (_, n) => bytes.subarray(n * 3_200, (n + 1) * 3_200));
    };

    /** Five seconds of nothing, a tone of three, two of nothing, and the words lie where the tone is. */
    beforeEach(async () => {
      const spoken = { text: 'Here is a tone.', startMs: 5_000, endMs: 8_000 };
      bench = await ConversationsBench.start({ heard: [{ utterances: [spoken] }] });
      device = await bench.device().connect();
      for (let at = 0; at < 10; at += 1) await device.sendFrames(frames(at >= 5 && at < 8), 1_000);
      await bench.until(() => expect(device.transcript).toHaveLength(1));
      ({ conversation_id: id } = await bench.settled(device.handle.finalize()));
      await stored(id, 1);
    });

    it('runs on the clock of its segments', async () => {
      const { transcript_segments: segments } = await bench.get(ConversationsService).get('ada', id);
      const { start, end } = segments[0]!;
      const samples = await play(id);
      expect(loudness(samples.subarray(start * 16_000 + 800, end * 16_000 - 800))).toBeGreaterThan(8_000);
      expect(loudness(samples.subarray(end * 16_000 + 800))).toBeLessThan(200);
      const pieces = await bench.get(AudioService).pieces('ada', id);
      expect(pieces.map(({ sound, signedUrl }) => [sound.startSample, sound.samples, signedUrl])).toEqual([
        [-5 * 16_000, 10 * 16_000, null],
      ]);
    });

    it('is a file of known length whose every range is part of the whole', async () => {
      const sound = await bench.get(AudioService).openConversation('ada', id, 'wav');
      const all = Buffer.concat(await Array.fromAsync(await sound.read()));
      expect(all).toHaveLength(sound.sizeBytes);
      expect(all.readUInt32LE(40)).toBe(sound.sizeBytes - 44);
      for (const range of [
        { start: 0, end: 43 },
        { start: 41, end: 47 },
        { start: 30_001, end: 95_000 },
        { start: sound.sizeBytes - 1, end: sound.sizeBytes - 1 },
      ]) {
        const part = Buffer.concat(await Array.fromAsync(await sound.read(range)));
        expect(part.equals(all.subarray(range.start, range.end + 1)), JSON.stringify(range)).toBe(true);
      }
    });

    it('is of nobody else', async () => {
      const missing = { code: 'CONVERSATION_NOT_FOUND' };
      const audio = bench.get(AudioService);
      await expect(audio.openConversation('eve', id, 'wav')).rejects.toMatchObject(missing);
      await expect(audio.pieces('eve', id)).rejects.toMatchObject(missing);
      const [piece] = await audio.pieces('ada', id);
      const { fileId, id: pieceId } = piece!.sound.blob;
      await expect(audio.openPiece('eve', id, fileId, pieceId)).rejects.toMatchObject(missing);
      await expect(audio.openPiece('ada', id, fileId, 'other')).rejects.toMatchObject({
        code: 'AUDIO_NOT_FOUND',
      });
    });

    it('plays recordings of earlier versions, at whatever rate they were stored', async () => {
      const [file] = await bench.get(AudioService).list('ada', id);
      const wav = await Array.fromAsync(
        encodeWav([tone(4_000, 8_000)], { sampleRate: 8_000, samples: 32_000 }),
      );
      await bench.get(BlobStore).put(`audio/ada/${id}/old.wav`, Buffer.concat(wav), 'audio/wav');
      const { started_at: startedAt } = await bench.get(ConversationsService).get('ada', id);
      const listed = {
        ...file!,
        chunk_ids: undefined,
        chunk_sizes: undefined,
        id: 'old',
        content_type: 'audio/wav',
        duration: 4,
        size: 64_044,
        chunk_timestamps: [startedAt.getTime() / 1_000 + 20],
        chunk_offsets: [0],
      };
      const path = `users/ada/conversations/${id}`;
      await bench
        .get(DocumentStore)
        .write([{ kind: 'update', path, data: { audio_files: [file!, listed] } }]);
      const samples = await play(id);
      expect(samples).toHaveLength(24 * 16_000);
      expect(second(samples, 10, 9)).toBe(0);
      expect(second(samples, 21, 2)).toBeGreaterThan(10_000);
      const range = { start: 22 * BYTES_A_SECOND, end: 23 * BYTES_A_SECOND - 1 };
      expect(await play(id, range)).toEqual(samples.subarray(22 * 16_000, 23 * 16_000));
    });
  });

  it('of a call is both voices at once, and each piece says whose it is', async () => {
    const heard = ['Hello?', 'Good day.'].map((text) => ({
      utterances: [{ text, startMs: 1_000, endMs: 3_000 }],
    }));
    bench = await ConversationsBench.start({ heard });
    const device = await bench.device({ params: CALL }).connect();
    await device.record(6_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await stored(id, 2);
    const pieces = await bench.get(AudioService).pieces('ada', id);
    expect(pieces.map(({ sound }) => sound.channel).sort()).toEqual([1, 2]);
    const seconds = Math.max(...pieces.map(({ sound }) => sound.startSample + sound.samples)) / 16_000;
    expect(await play(id)).toHaveLength(Math.round(seconds * 16_000));
  });
});
