import { Injectable } from '@nestjs/common';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { BlobStore, Collection, DocumentStore } from '#libs/storage';
import { encodeWav } from '#libs/transcription';
import { bytesOf, vectorOf } from './vectors.js';
import { voicePrintCollection, voicePrintKey, voicePrintPrefix, type VoicePrint } from './voice-print.js';
import type { KnownVoice } from './voice-decision.rules.js';

/** A voice that was recorded. */
export interface RecordedVoice {
  /** 16 kHz. */
  readonly samples: Int16Array;
  /** Null where no model is installed: it is made once there is one. */
  readonly embedding: Float32Array | null;
  readonly model: string | null;
}

type NewPrint = Pick<
  VoicePrint,
  'id' | 'person_id' | 'source' | 'conversation_id' | 'segment_id' | 'speaker_id'
>;

/** How people sound: the documents and the sound that they were made of. Those of another owner are absent. */
@Injectable()
export class VoicePrints {
  private readonly prints: Collection<VoicePrint>;

  constructor(
    private readonly store: DocumentStore,
    private readonly blobs: BlobStore,
    private readonly clock: Clock,
  ) {
    this.prints = new Collection(store, voicePrintCollection);
  }

  /** Sound first, so that no print is without; a crash in between leaves sound that `sweep` removes. */
  async save(ownerId: string, print: NewPrint, voice: RecordedVoice): Promise<VoicePrint> {
    const stored = await this.record(ownerId, print, voice);
    await this.prints.set(ownerId, stored.id, stored);
    return stored;
  }

  /** Takes the place of everything that was recorded of the person for this purpose, at once. */
  async replaceUploads(ownerId: string, print: NewPrint, voice: RecordedVoice): Promise<VoicePrint> {
    const stored = await this.record(ownerId, print, voice);
    await this.store.transaction(async (transaction) => {
      const prints = this.prints.within(transaction);
      const where = [{ field: 'person_id', op: '==', value: print.person_id }] as const;
      for (const { id, data } of await prints.query(ownerId, { where })) {
        if (data.source === 'upload') prints.delete(ownerId, id);
      }
      prints.create(ownerId, stored.id, stored);
    });
    await this.sweep(ownerId);
    return stored;
  }

  async find(ownerId: string, id: string): Promise<VoicePrint | null> {
    return (await this.prints.get(ownerId, id))?.data ?? null;
  }

  /** Those that count, oldest first; of one person or of everybody. */
  async list(ownerId: string, personId?: string): Promise<VoicePrint[]> {
    const all = (await Array.fromAsync(this.prints.each(ownerId))).map(({ data }) => data);
    return all
      .filter((print) => !print.is_withdrawn && (personId ?? print.person_id) === print.person_id)
      .sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  }

  /** Those learned from a conversation, withdrawn ones too. */
  async ofConversation(ownerId: string, conversationId: string): Promise<VoicePrint[]> {
    const where = [{ field: 'conversation_id', op: '==', value: conversationId }] as const;
    return (await this.prints.query(ownerId, { where })).documents.map(({ data }) => data);
  }

  /** Everybody whose voice is known to this model. */
  async known(ownerId: string, model: string): Promise<KnownVoice[]> {
    const people = Map.groupBy(await this.list(ownerId), (print) => print.person_id);
    return [...people].map(([personId, prints]) => ({
      personId,
      prints: prints.flatMap(({ id, embedding, model: madeBy }) =>
        embedding && madeBy === model ? [{ id, vector: vectorOf(embedding) }] : [],
      ),
    }));
  }

  async setEmbedding(ownerId: string, id: string, model: string, vector: Float32Array): Promise<void> {
    await this.prints.update(ownerId, id, { model, embedding: bytesOf(vector) });
  }

  /** Whether it counts, and which conversations have to be looked at again because of that. */
  async setWithdrawn(
    ownerId: string,
    id: string,
    fields: Pick<VoicePrint, 'is_withdrawn' | 'relied_on_by'>,
  ): Promise<void> {
    await this.prints.update(ownerId, id, fields);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.prints.delete(ownerId, id);
    await this.blobs.delete(voicePrintKey(ownerId, id));
  }

  /** Answers how many went, withdrawn ones included. */
  async deleteWhere(ownerId: string, field: 'person_id' | 'conversation_id', value: string): Promise<number> {
    const { documents } = await this.prints.query(ownerId, { where: [{ field, op: '==', value }] });
    for (const { id } of documents) await this.delete(ownerId, id);
    return documents.length;
  }

  /** Its sound, decoded. */
  async samples(ownerId: string, id: string): Promise<Int16Array> {
    const bytes = Buffer.concat(await Array.fromAsync(await this.blobs.read(voicePrintKey(ownerId, id))));
    return new Int16Array(Uint8Array.from(bytes.subarray(WAV_HEADER_BYTES)).buffer);
  }

  private async record(ownerId: string, print: NewPrint, voice: RecordedVoice): Promise<VoicePrint> {
    const { samples, embedding, model } = voice;
    const wav = encodeWav([samples], { sampleRate: SPEECH_SAMPLE_RATE, samples: samples.length });
    await this.blobs.put(voicePrintKey(ownerId, print.id), wav, 'audio/wav');
    return {
      ...print,
      model,
      embedding: embedding && bytesOf(embedding),
      duration_seconds: samples.length / SPEECH_SAMPLE_RATE,
      created_at: this.clock.now(),
      is_withdrawn: false,
      relied_on_by: [],
    };
  }

  /** Removes sound that no print names. */
  private async sweep(ownerId: string): Promise<void> {
    const named = new Set<string>();
    for await (const { id } of this.prints.each(ownerId)) named.add(voicePrintKey(ownerId, id));
    for await (const { key } of this.blobs.list(voicePrintPrefix(ownerId))) {
      if (!named.has(key)) await this.blobs.delete(key);
    }
  }
}

const WAV_HEADER_BYTES = 44;
