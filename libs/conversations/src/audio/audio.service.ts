import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { DECODED_OPUS_RATE, decodeOggOpus, encodeWav } from '#libs/transcription';
import { conversationNotFound } from '../lifecycle/finalizer.js';
import { audioKey } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { sliceBytes, type Sound } from './sound.js';

/** `original`: as stored. `wav` and `pcm`: signed 16 bit, mono, little-endian; 16 kHz out of Opus, else the rate of the device (recordings of earlier versions). */
export type SoundFormat = 'original' | 'wav' | 'pcm';

const WAV_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** Packets decoded before the event loop gets its turn: about a millisecond of work. */
const PACKETS_PER_TURN = 50;

/** How long an address may be used. Source: specification of the data shapes, §8.5. */
const SIGNED_URL_MS = 60 * 60_000;

/** Stored recordings. `not_found` CONVERSATION_NOT_FOUND, AUDIO_NOT_FOUND. */
@Injectable()
export class AudioService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly blobs: BlobStore,
  ) {}

  /** In order of time. */
  async list(ownerId: string, conversationId: string): Promise<AudioFile[]> {
    const row = await this.conversations.findHead(ownerId, conversationId);
    if (!row) throw conversationNotFound(conversationId);
    return row.audio_files;
  }

  /**
   * In order of time, each with an address that anybody can fetch it from for an hour; null where there is none to give. Clients expect WAV
   * behind it, so a recording that is stored otherwise is fetched from the server, which decodes it.
   */
  async addresses(
    ownerId: string,
    conversationId: string,
  ): Promise<{ file: AudioFile; signedUrl: string | null }[]> {
    const files = await this.list(ownerId, conversationId);
    return Promise.all(
      files.map(async (file) => ({
        file,
        signedUrl: isWavFile(file) ? await this.blobs.signedUrl(keyOf(ownerId, file), SIGNED_URL_MS) : null,
      })),
    );
  }

  async open(ownerId: string, conversationId: string, fileId: string, format: SoundFormat): Promise<Sound> {
    const files = await this.list(ownerId, conversationId);
    const file = files.find((known) => known.id === fileId);
    if (!file)
      throw new AppError('not_found', 'AUDIO_NOT_FOUND', 'There is no such recording.', { id: fileId });
    const isWav = isWavFile(file);
    const stored = this.stored(ownerId, file);
    if (format === 'original' || (format === 'wav' && isWav)) return stored;
    return isWav ? withoutHeader(stored) : decoded(stored, decodedSamples(file), format);
  }

  private stored(ownerId: string, file: AudioFile): Sound {
    const key = keyOf(ownerId, file);
    return {
      contentType: file.content_type,
      sizeBytes: file.size,
      read: (range) => this.blobs.read(key, range),
    };
  }
}

function keyOf(ownerId: string, file: AudioFile): string {
  return audioKey(ownerId, file.conversation_id, file.id, isWavFile(file) ? 'wav' : 'ogg');
}

function isWavFile(file: AudioFile): boolean {
  return file.content_type === 'audio/wav';
}

function withoutHeader(wav: Sound): Sound {
  const sizeBytes = wav.sizeBytes - WAV_HEADER_BYTES;
  return {
    contentType: 'application/octet-stream',
    sizeBytes,
    read: ({ start, end } = { start: 0, end: sizeBytes - 1 }) =>
      wav.read({ start: start + WAV_HEADER_BYTES, end: end + WAV_HEADER_BYTES }),
  };
}

function decoded(ogg: Sound, samples: number, format: 'wav' | 'pcm'): Sound {
  const headerBytes = format === 'wav' ? WAV_HEADER_BYTES : 0;
  const sizeBytes = headerBytes + samples * BYTES_PER_SAMPLE;
  return {
    contentType: format === 'wav' ? 'audio/wav' : 'application/octet-stream',
    sizeBytes,
    read: async (range) => {
      const wav = encodeWav(exactly(samples, decodeOggOpus(await ogg.read())), {
        sampleRate: DECODED_OPUS_RATE,
        samples,
      });
      const skipped = WAV_HEADER_BYTES - headerBytes;
      const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
      return sliceBytes(wav, { start: start + skipped, end: end + skipped });
    },
  };
}

function decodedSamples(file: AudioFile): number {
  return Math.round(file.duration * DECODED_OPUS_RATE);
}

/** As many samples as were promised, whatever the decoder gives, and a turn for everybody else now and then. */
async function* exactly(samples: number, pieces: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
  let left = samples;
  let packets = 0;
  for await (const piece of pieces) {
    if (left === 0) return;
    yield piece.subarray(0, left);
    left -= Math.min(left, piece.length);
    packets += 1;
    if (packets % PACKETS_PER_TURN === 0) await nextTurn();
  }
  if (left > 0) yield new Int16Array(left);
}
