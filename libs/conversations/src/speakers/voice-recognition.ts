import { Injectable } from '@nestjs/common';
import { SpeakerEmbedder, type SpeakerModelFacts } from '#libs/ai';
import { AppEventBus } from '#libs/contracts';
import { Collection, DocumentStore } from '#libs/storage';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { addTo, bytesOf, distanceOf, vectorOf } from './vectors.js';
import type { KnownVoice } from './voice-decision.rules.js';
import {
  conversationVoicesCollection,
  VOICES_ID,
  type ConversationVoices,
  type VoiceEvidence,
} from './voice-evidence.js';
import { VoicePrints } from './voice-prints.js';
import { isSegmentKey, recognize, type Recognition } from './voice-recognition.rules.js';

/** Voices that are remembered of one conversation; more are not told apart. */
const MAX_VOICES = 64;
/** Prints of another model that are made anew at a time. */
const REMADE_AT_ONCE = 5;

/** Sound of one voice. */
export interface HeardClip {
  readonly conversationId: string;
  readonly voiceKey: string;
  readonly vector: Float32Array;
  readonly seconds: number;
}

/** Names voices by their sound, from all that was heard of them in the conversation so far. */
@Injectable()
export class VoiceRecognition {
  private readonly voices: Collection<ConversationVoices>;

  constructor(
    private readonly store: DocumentStore,
    private readonly transcripts: LabelledTranscripts,
    private readonly prints: VoicePrints,
    private readonly embedder: SpeakerEmbedder,
    private readonly events: AppEventBus,
  ) {
    this.voices = new Collection(store, conversationVoicesCollection);
  }

  /** Adds what was heard, and decides anew. */
  async hear(ownerId: string, clip: HeardClip): Promise<void> {
    const model = await this.embedder.model();
    if (!model) return;
    await this.remember(ownerId, model, clip);
    await this.reconsider(ownerId, clip.conversationId);
  }

  /** Decides anew on what was heard in a conversation. One that is not there is fine. */
  async reconsider(ownerId: string, conversationId: string): Promise<void> {
    const model = await this.embedder.model();
    const heard = (await this.voices.in({ conversationId }).get(ownerId, VOICES_ID))?.data;
    if (!model || heard?.model !== model.name) return;
    const known = await this.known(ownerId, model);
    let recognition: Recognition | null = null;
    const relabelled = await this.transcripts.relabel(ownerId, conversationId, (transcript) => {
      recognition = recognize(transcript, heard, known, model.thresholds);
      return recognition?.book ?? null;
    });
    if (relabelled) this.tell(ownerId, conversationId, relabelled.changedIds, recognition);
  }

  private async known(ownerId: string, model: SpeakerModelFacts): Promise<KnownVoice[]> {
    const stale = (await this.prints.list(ownerId)).filter((print) => print.model !== model.name);
    for (const { id } of stale.slice(0, REMADE_AT_ONCE)) {
      const vector = await this.embedder.embed(await this.prints.samples(ownerId, id));
      if (vector) await this.prints.setEmbedding(ownerId, id, model.name, vector);
    }
    return this.prints.known(ownerId, model.name);
  }

  private async remember(ownerId: string, model: SpeakerModelFacts, clip: HeardClip): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const { conversationId } = clip;
      if (!(await this.transcripts.existsIn(transaction, ownerId, conversationId))) return;
      const voices = this.voices.in({ conversationId }).within(transaction);
      const stored = (await voices.get(ownerId, VOICES_ID))?.data;
      const heard = stored?.model === model.name ? stored.voices : {};
      const old = heard[clip.voiceKey];
      if (!old && Object.keys(heard).length >= MAX_VOICES) return;
      const evidence = withClip(old, clip, model.thresholds.maxDistance);
      voices.set(ownerId, VOICES_ID, { model: model.name, voices: { ...heard, [clip.voiceKey]: evidence } });
    });
  }

  private tell(
    ownerId: string,
    conversationId: string,
    changedIds: readonly string[],
    recognition: Recognition | null,
  ): void {
    if (changedIds.length > 0) {
      this.events.emit('segments.changed', { ownerId, conversationId, segmentIds: [...changedIds] });
    }
    for (const { segment, personId } of recognition?.named ?? []) {
      const { id: segmentId, speaker_id: speakerId } = segment;
      this.events.emit('speaker.suggested', { ownerId, conversationId, speakerId, personId, segmentId });
    }
  }
}

/** Sentences of several people may have been joined into a segment whose voices have no numbers. */
function withClip(
  old: VoiceEvidence | undefined,
  { voiceKey, vector, seconds }: HeardClip,
  maxDistance: number,
): VoiceEvidence {
  if (!old) return { sum: bytesOf(addTo(null, vector, seconds)), seconds };
  const sum = vectorOf(old.sum);
  const isOther = isSegmentKey(voiceKey) && !(distanceOf(sum, vector) < maxDistance);
  return {
    sum: bytesOf(addTo(sum, vector, seconds)),
    seconds: old.seconds + seconds,
    ...(old.is_mixed === true || isOther ? { is_mixed: true } : {}),
  };
}
