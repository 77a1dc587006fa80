import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { BlobStore } from '#libs/storage';
import { DECODED_OPUS_RATE, encodeSound } from '#libs/transcription';
import { pieceId, pieceOf } from '../audio/piece.rules.js';
import { SoundReader } from '../audio/sound-reader.js';
import { blobsOf, sampleAt, type SoundBlob } from '../audio/stored-sound.rules.js';
import { audioPrefix, pieceKey } from '../store/audio-keys.js';
import type { ConversationHead } from '../store/conversation-row.js';
import {
  divideChunks,
  fileOf,
  movedFileId,
  pieceAt,
  stretchOf,
  type CutChunk,
  type FilePiece,
} from './divided-file.rules.js';

/** Recordings as each of the two conversations lists them. */
export interface DividedSound {
  readonly kept: AudioFile[];
  readonly moved: AudioFile[];
}

/** Where sound is divided. */
export interface SoundCut {
  readonly ownerId: string;
  readonly splitId: string;
  /** Epoch seconds. */
  readonly atSeconds: number;
}

/**
 * Stores what of a conversation's sound belongs to another one under that one's name. Nothing that is listed is touched: the piece that lies on
 * both sides is stored once more as two. What is written again is written the same.
 */
@Injectable()
export class DividedSounds {
  constructor(
    private readonly blobs: BlobStore,
    private readonly reader: SoundReader,
  ) {}

  async divide(files: readonly AudioFile[], cut: SoundCut): Promise<DividedSound> {
    const kept: AudioFile[] = [];
    const moved: AudioFile[] = [];
    for (const file of files) {
      const divided = file.chunk_ids ? await this.divideFile(file, cut) : await this.divideWhole(file, cut);
      if (divided.kept) kept.push(divided.kept);
      if (divided.moved) moved.push(divided.moved);
    }
    return { kept, moved };
  }

  /**
   * What a conversation lists no more, because it went to the other, goes from its place. Not to be called while some of its sound is still
   * being stored.
   */
  async clean(
    ownerId: string,
    kept: Pick<ConversationHead, 'id' | 'audio_files'>,
    moved: Pick<ConversationHead, 'id' | 'audio_files'> | null,
  ): Promise<void> {
    const listed = new Set(kept.audio_files.flatMap((file) => blobsOf(ownerId, file).map(({ key }) => key)));
    const gone = new Set(moved?.audio_files.map(({ id }) => id));
    const prefix = audioPrefix(ownerId, kept.id);
    for await (const { key } of this.blobs.list(prefix)) {
      const [fileId = '', pieceName] = key.slice(prefix.length).split('/');
      const isPiece = pieceName !== undefined;
      // Of those that are stored as one, another may have been stored that is not listed yet.
      const isGone = isPiece || (moved !== null && gone.has(movedFileId(moved.id, fileId.split('.')[0]!)));
      if (isGone && !listed.has(key)) await this.blobs.delete(key);
    }
  }

  private async divideFile(file: AudioFile, cut: SoundCut) {
    const { ownerId, splitId, atSeconds } = cut;
    const target = { id: movedFileId(splitId, file.id), conversationId: splitId };
    const blobs = blobsOf(ownerId, file);
    const { before, after, cut: both } = divideChunks(file, atSeconds);
    const kept = before.map((index) => pieceAt(file, index));
    const moved: FilePiece[] = [];
    if (both) {
      const [head, tail] = await this.cutPiece(ownerId, file, target, { ...both, blob: blobs[both.index]! });
      kept.push(head);
      moved.push(tail);
    }
    for (const index of after) {
      const piece = pieceAt(file, index);
      await this.copy(blobs[index]!, pieceKey(ownerId, splitId, target.id, piece.id));
      moved.push(piece);
    }
    const source = { id: file.id, conversationId: file.conversation_id };
    return { kept: fileOf(file, source, kept), moved: fileOf(file, target, moved) };
  }

  private async cutPiece(
    ownerId: string,
    file: AudioFile,
    target: { readonly id: string; readonly conversationId: string },
    { index, seconds, blob }: CutChunk & { readonly blob: SoundBlob },
  ): Promise<[FilePiece, FilePiece]> {
    const whole = pieceAt(file, index);
    const at = sampleAt(seconds);
    const samples = await this.samplesOf(blob);
    const headMs = (at * 1_000) / DECODED_OPUS_RATE;
    const known = pieceOf(whole.id)!;
    const tailMs = ((samples.length - at) * 1_000) / DECODED_OPUS_RATE;
    const cutMs = known.fromMs + headMs;
    const headId = pieceId({ ...known, toMs: cutMs, durationMs: headMs });
    const tailId = pieceId({ ...known, fromMs: cutMs, wallMs: known.wallMs + headMs, durationMs: tailMs });
    const headKey = pieceKey(ownerId, file.conversation_id, file.id, headId);
    const tailKey = pieceKey(ownerId, target.conversationId, target.id, tailId);
    return [
      {
        id: headId,
        size: await this.encode(headKey, samples.subarray(0, at)),
        timestamp: whole.timestamp,
        seconds: headMs / 1_000,
      },
      {
        id: tailId,
        size: await this.encode(tailKey, samples.subarray(at)),
        timestamp: whole.timestamp + headMs / 1_000,
        seconds: tailMs / 1_000,
      },
    ];
  }

  /** At most a minute. */
  private async samplesOf(blob: SoundBlob): Promise<Int16Array> {
    const samples = new Int16Array(blob.samples);
    let filled = 0;
    for await (const part of this.reader.samples(blob, 0, blob.samples)) {
      samples.set(part, filled);
      filled += part.length;
    }
    return samples;
  }

  private async encode(key: string, samples: Int16Array): Promise<number> {
    return (await this.blobs.put(key, encodeSound(samples, key), 'audio/ogg')).sizeBytes;
  }

  /** A recording that is stored as one stays one: each side lists its stretch of it. */
  private async divideWhole(file: AudioFile, { ownerId, splitId, atSeconds }: SoundCut) {
    const { before, after, cut } = divideChunks(file, atSeconds);
    if (after.length === 0 && !cut) return { kept: file, moved: null };
    const target = { id: movedFileId(splitId, file.id), conversationId: splitId };
    const moved = { ...file, id: target.id, conversation_id: splitId };
    await this.copy(blobsOf(ownerId, file)[0]!, blobsOf(ownerId, moved)[0]!.key);
    if (before.length === 0 && !cut) return { kept: null, moved };
    const timestampsOf = (indexes: readonly number[]) =>
      indexes.map((index) => file.chunk_timestamps[index]!);
    const offsetsOf = (indexes: readonly number[]) => indexes.map((index) => file.chunk_offsets[index]!);
    const cutOffset = cut ? file.chunk_offsets[cut.index]! + cut.seconds : file.chunk_offsets[after[0]!]!;
    const head = cut ? [...before, cut.index] : before;
    return {
      kept: stretchOf(
        file,
        { id: file.id, conversationId: file.conversation_id },
        {
          timestamps: timestampsOf(head),
          offsets: offsetsOf(head),
          duration: cutOffset,
        },
      ),
      moved: stretchOf(file, target, {
        timestamps: [...(cut ? [atSeconds] : []), ...timestampsOf(after)],
        offsets: [...(cut ? [cutOffset] : []), ...offsetsOf(after)],
        duration: file.duration,
      }),
    };
  }

  private async copy({ key, contentType }: SoundBlob, target: string): Promise<void> {
    await this.blobs.put(target, await this.blobs.read(key), contentType);
  }
}
