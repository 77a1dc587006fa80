import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { existing, opened } from '../store/conversation-access.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { mix } from './mixer.js';
import { joinedBytes, pcmSound, type PcmFormat, type Sound } from './sound.js';
import { SoundReader } from './sound-reader.js';
import { blobsOf, placedSounds, type PlacedSound, type SoundBlob } from './stored-sound.rules.js';

/** `original`: as stored. `wav` and `pcm`: signed 16 bit, mono, little-endian, 16 kHz. */
export type SoundFormat = 'original' | PcmFormat;

/** How long an address may be used. Source: specification of the data shapes, §8.5. */
const SIGNED_URL_MS = 60 * 60_000;

/** A piece of a conversation's sound as a player may fetch it. */
export interface ListedPiece {
  readonly sound: PlacedSound;
  /** From where anybody can fetch it for an hour; null: from this server only. */
  readonly signedUrl: string | null;
}

/** Stored recordings. `not_found` CONVERSATION_NOT_FOUND, AUDIO_NOT_FOUND; `locked` CONVERSATION_LOCKED. */
@Injectable()
export class AudioService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly reader: SoundReader,
    private readonly blobs: BlobStore,
  ) {}

  /** In order of time. */
  async list(ownerId: string, conversationId: string): Promise<AudioFile[]> {
    return (await this.head(ownerId, conversationId)).audio_files;
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
      files.map(async (file) => {
        const [only] = blobsOf(ownerId, file);
        const isWav = only?.contentType === 'audio/wav';
        return { file, signedUrl: isWav ? await this.blobs.signedUrl(only.key, SIGNED_URL_MS) : null };
      }),
    );
  }

  /**
   * One recording; several pieces of it one after the other. As it is stored it is part of the owner's export, which a lock does not keep back.
   */
  async open(ownerId: string, conversationId: string, fileId: string, format: SoundFormat): Promise<Sound> {
    const stored = await this.conversations.findHead(ownerId, conversationId);
    const { audio_files: files } = (format === 'original' ? existing : opened)(stored, conversationId);
    return this.soundOf(ownerId, fileIn(files, fileId), format);
  }

  /** As `open`, of a recording that is at hand already. */
  soundOf(ownerId: string, file: AudioFile, format: SoundFormat): Sound {
    const blobs = blobsOf(ownerId, file);
    if (format === 'original') return this.joined(file.content_type, blobs);
    const sounds = blobs.map((blob): PlacedSound => {
      const { fromSample: startSample, samples } = blob;
      return { blob, channel: null, startSample, fromSample: 0, samples };
    });
    return this.played(sounds, format);
  }

  /** One piece of a recording, as stored. */
  async openPiece(ownerId: string, conversationId: string, fileId: string, pieceId: string): Promise<Sound> {
    const file = fileIn(await this.list(ownerId, conversationId), fileId);
    const blob = blobsOf(ownerId, file).find(({ id }) => id === pieceId);
    if (!blob) throw audioNotFound(pieceId);
    return this.joined(blob.contentType, [blob]);
  }

  /** All of a conversation on the clock of its segments: second t is second t since it started. Empty when nothing is stored. */
  async openConversation(ownerId: string, conversationId: string, format: PcmFormat): Promise<Sound> {
    return this.played(await this.sounds(ownerId, conversationId), format);
  }

  /** Where the sound of a conversation lies, piece by piece, in order of time. */
  async pieces(ownerId: string, conversationId: string): Promise<ListedPiece[]> {
    const sounds = await this.sounds(ownerId, conversationId);
    return Promise.all(
      sounds.map(async (sound) => ({
        sound,
        signedUrl: await this.blobs.signedUrl(sound.blob.key, SIGNED_URL_MS),
      })),
    );
  }

  private async sounds(ownerId: string, conversationId: string): Promise<PlacedSound[]> {
    const { audio_files: files, started_at: startedAt } = await this.head(ownerId, conversationId);
    const sounds = files.flatMap((file) => placedSounds(ownerId, file, startedAt));
    return sounds.sort((a, b) => a.startSample - b.startSample);
  }

  private played(sounds: readonly PlacedSound[], format: PcmFormat): Sound {
    const samples = sounds.reduce((end, sound) => Math.max(end, sound.startSample + sound.samples), 0);
    return pcmSound(format, samples, (range) =>
      mix(sounds, range, ({ blob }, from, to) => this.reader.samples(blob, from, to)),
    );
  }

  private joined(contentType: string, blobs: readonly SoundBlob[]): Sound {
    return joinedBytes(
      contentType,
      blobs.map((blob) => ({
        sizeBytes: blob.sizeBytes,
        read: (range) => this.reader.bytes(blob, range),
      })),
    );
  }

  private async head(ownerId: string, conversationId: string): Promise<ConversationHead> {
    return opened(await this.conversations.findHead(ownerId, conversationId), conversationId);
  }
}

function fileIn(files: readonly AudioFile[], fileId: string): AudioFile {
  const file = files.find(({ id }) => id === fileId);
  if (!file) throw audioNotFound(fileId);
  return file;
}

function audioNotFound(id: string): AppError {
  return new AppError('not_found', 'AUDIO_NOT_FOUND', 'There is no such recording.', { id });
}
