import { Injectable } from '@nestjs/common';
import { People } from '#libs/accounts';
import { SPEECH_SAMPLE_RATE, SpeakerEmbedder } from '#libs/ai';
import { settleVoices } from '#libs/contracts';
import { AppError, newId, toAppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { BlobStore } from '#libs/storage';
import type { Sound } from '../audio/sound.js';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { SETTLE_AFTER_MS } from './speaker-corrections.js';
import { OWNER_VOICE } from './speaker-label.js';
import { trimSilence } from './trim-silence.rules.js';
import { distanceOf } from './vectors.js';
import { voicePrintKey, type VoicePrint } from './voice-print.js';
import { VoicePrints, type RecordedVoice } from './voice-prints.js';
import { readWav } from './wav-reader.js';

/** How long a recording of a voice may be, seconds. Source: specification of listening, §9. */
const RECORDING_SECONDS = { min: 5, max: 180 };
/** An embedder hears this much of a recording at a time, seconds; what it makes of the pieces is averaged. */
const PIECE_SECONDS = 10;
/** How long an address may be used. Source: specification of the data shapes, §8.5. */
const SIGNED_URL_MS = 60 * 60_000;

/** How well a recording fits the voice that is known. */
export interface VoiceCheck {
  /** Null without a model, or while nothing is known of the voice. */
  readonly distance: number | null;
  readonly isMatch: boolean | null;
}

/** A recorded voice and where to fetch it. */
export interface VoiceSample {
  readonly print: VoicePrint;
  /** Anybody can fetch it from there for an hour; null where the server itself must be asked. */
  readonly signedUrl: string | null;
}

/**
 * Recordings of how people sound. `personId`: `user` for the owner. Errors of recordings: `invalid` VOICE_NOT_WAV, VOICE_RATE_WRONG,
 * VOICE_DURATION_WRONG, VOICE_EMPTY; `unavailable` VOICE_NOT_STORED: what was there before is as it was.
 */
@Injectable()
export class VoiceProfiles {
  constructor(
    private readonly prints: VoicePrints,
    private readonly embedder: SpeakerEmbedder,
    private readonly people: People,
    private readonly blobs: BlobStore,
    private readonly transcripts: LabelledTranscripts,
    private readonly queue: JobQueue,
  ) {}

  /** Takes the place of the recording before. */
  async record(ownerId: string, personId: string, wav: Uint8Array): Promise<VoiceSample> {
    await this.assertKnown(ownerId, personId);
    const samples = readRecording(wav);
    const print = {
      id: newId(),
      person_id: personId,
      source: 'upload',
      conversation_id: null,
      segment_id: null,
      speaker_id: null,
    } as const;
    try {
      const replaced = (await this.prints.list(ownerId, personId)).filter(
        ({ source }) => source === 'upload',
      );
      await this.reconsiderWithout(ownerId, replaced);
      const stored = await this.prints.replaceUploads(ownerId, print, await this.hear(samples));
      return await this.sampleOf(ownerId, stored);
    } catch (thrown) {
      throw notStored(thrown);
    }
  }

  /** How well somebody's recording fits what is known of the voice. Stores nothing. */
  async check(ownerId: string, personId: string, wav: Uint8Array): Promise<VoiceCheck> {
    await this.assertKnown(ownerId, personId);
    const samples = readRecording(wav);
    const model = await this.embedder.model();
    const heard = (await this.hear(samples)).embedding;
    const known = (await this.prints.known(ownerId, model?.name ?? '')).find(
      (voice) => voice.personId === personId,
    );
    if (!model || !heard || !known || known.prints.length === 0) return { distance: null, isMatch: null };
    const distance = Math.min(...known.prints.map(({ vector }) => distanceOf(heard, vector)));
    return { distance, isMatch: distance < model.thresholds.maxDistance };
  }

  /** The owner's own recording, or null. */
  async own(ownerId: string): Promise<VoiceSample | null> {
    const prints = await this.prints.list(ownerId, OWNER_VOICE);
    const newest = prints.findLast(({ source }) => source === 'upload');
    return newest ? this.sampleOf(ownerId, newest) : null;
  }

  /** All of one person, oldest first; those that were learned from conversations too. */
  async samples(ownerId: string, personId: string): Promise<VoiceSample[]> {
    const prints = await this.prints.list(ownerId, personId);
    return Promise.all(prints.map((print) => this.sampleOf(ownerId, print)));
  }

  /** `not_found` VOICE_SAMPLE_MISSING. */
  async sound(ownerId: string, printId: string): Promise<Sound> {
    const key = voicePrintKey(ownerId, printId);
    const blob = (await this.prints.find(ownerId, printId)) && (await this.blobs.stat(key));
    if (!blob) throw sampleMissing();
    return {
      contentType: 'audio/wav',
      sizeBytes: blob.sizeBytes,
      read: (range) => this.blobs.read(key, range),
    };
  }

  /** By its place in `samples`. `not_found` PERSON_MISSING, VOICE_SAMPLE_MISSING. */
  async deleteSample(ownerId: string, personId: string, index: number): Promise<void> {
    await this.assertKnown(ownerId, personId);
    const print = (await this.prints.list(ownerId, personId))[index];
    if (!print) throw sampleMissing();
    await this.reconsiderWithout(ownerId, [print]);
    await this.prints.delete(ownerId, print.id);
  }

  /** What was learned of a person from one segment. Nothing there is fine. */
  async forgetSegment(
    ownerId: string,
    personId: string,
    place: { readonly conversationId: string; readonly segmentId: string },
  ): Promise<void> {
    for (const print of await this.prints.ofConversation(ownerId, place.conversationId)) {
      if (print.person_id === personId && print.segment_id === place.segmentId) {
        await this.reconsiderWithout(ownerId, [print]);
        await this.prints.delete(ownerId, print.id);
      }
    }
  }

  /** Everything that is known of the voice. For a person: before the person goes. */
  async forget(ownerId: string, personId: string): Promise<void> {
    await this.reconsiderWithout(ownerId, await this.prints.list(ownerId, personId));
    await this.prints.deleteWhere(ownerId, 'person_id', personId);
  }

  /** Whoever was recognized by these prints is looked at again once they are gone; put in first, so that no crash leaves a name without reason. */
  private async reconsiderWithout(ownerId: string, prints: readonly VoicePrint[]): Promise<void> {
    for (const { id } of prints) {
      for (const conversationId of await this.transcripts.restingOn(ownerId, id)) {
        await this.queue.enqueue(settleVoices, { ownerId, conversationId }, { delayMs: SETTLE_AFTER_MS });
      }
    }
  }

  private async assertKnown(ownerId: string, personId: string): Promise<void> {
    if (personId !== OWNER_VOICE) await this.people.get(ownerId, personId);
  }

  /** The mean of the pieces, so that one cough does not make the voice. */
  private async hear(samples: Int16Array): Promise<RecordedVoice> {
    const model = await this.embedder.model();
    if (!model) return { samples, embedding: null, model: null };
    const piece = PIECE_SECONDS * SPEECH_SAMPLE_RATE;
    const vectors: Float32Array[] = [];
    for (let from = 0; from < samples.length; from += piece) {
      const vector = await this.embedder.embed(samples.slice(from, from + piece));
      if (vector) vectors.push(vector);
    }
    if (vectors.length === 0) throw emptyRecording();
    const sum = vectors[0]!.map((_, at) => vectors.reduce((total, vector) => total + vector[at]!, 0));
    const length = Math.hypot(...sum);
    return { samples, embedding: sum.map((value) => value / length), model: model.name };
  }

  private async sampleOf(ownerId: string, print: VoicePrint): Promise<VoiceSample> {
    return { print, signedUrl: await this.blobs.signedUrl(voicePrintKey(ownerId, print.id), SIGNED_URL_MS) };
  }
}

function readRecording(wav: Uint8Array): Int16Array {
  const sound = readWav(wav);
  if (!sound)
    throw new AppError('invalid', 'VOICE_NOT_WAV', 'Invalid audio file: send a WAV file of 16 bits.');
  if (sound.sampleRate !== SPEECH_SAMPLE_RATE) {
    throw new AppError('invalid', 'VOICE_RATE_WRONG', 'Invalid codec, must be opus 16khz.', {
      sampleRate: SPEECH_SAMPLE_RATE,
    });
  }
  const seconds = sound.samples.length / SPEECH_SAMPLE_RATE;
  if (seconds < RECORDING_SECONDS.min || seconds > RECORDING_SECONDS.max) {
    const { min, max } = RECORDING_SECONDS;
    throw new AppError(
      'invalid',
      'VOICE_DURATION_WRONG',
      `Audio duration is invalid: record between ${min} and ${max} seconds.`,
      RECORDING_SECONDS,
    );
  }
  const speech = trimSilence(sound.samples);
  if (speech.length === 0) throw emptyRecording();
  return speech;
}

function emptyRecording(): AppError {
  return new AppError('invalid', 'VOICE_EMPTY', 'Audio is empty');
}

function sampleMissing(): AppError {
  return new AppError('not_found', 'VOICE_SAMPLE_MISSING', 'There is no such recording of a voice.');
}

function notStored(cause: unknown): AppError {
  const { kind } = toAppError(cause);
  if (kind === 'invalid') return toAppError(cause);
  return new AppError(
    'unavailable',
    'VOICE_NOT_STORED',
    'The recording could not be stored. The one before is as it was; try again.',
    {},
    { cause },
  );
}
