import { Injectable } from '@nestjs/common';
import { SpeakerEmbedder } from '#libs/ai';
import type { Conversation } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import { ConversationSound } from './conversation-sound.js';
import type { VoicePrint } from './voice-print.js';
import { VoicePrints } from './voice-prints.js';
import type { Lesson } from './voice-lessons.rules.js';

/** Where no model says how much sound it needs, seconds. */
const MIN_SECONDS = 2;

/** Learns voices from what was said. */
@Injectable()
export class VoiceLessons {
  constructor(
    private readonly sound: ConversationSound,
    private readonly prints: VoicePrints,
    private readonly embedder: SpeakerEmbedder,
  ) {}

  async minSeconds(): Promise<number> {
    const model = await this.embedder.model();
    return model ? model.thresholds.minClipMs / 1_000 : MIN_SECONDS;
  }

  /** Learns what was not learned yet; answers whether there was any. The same lesson again is not. */
  async learn(ownerId: string, conversation: Conversation, lessons: readonly Lesson[]): Promise<boolean> {
    const known = new Set((await this.prints.ofConversation(ownerId, conversation.id)).map(({ id }) => id));
    let learned = 0;
    for (const lesson of lessons) {
      const id = deterministicId('voice-print', conversation.id, lesson.personId, lesson.segment.id);
      if (!known.has(id) && (await this.learnOne(ownerId, conversation, { ...lesson, id }))) learned += 1;
    }
    return learned > 0;
  }

  private async learnOne(
    ownerId: string,
    conversation: Conversation,
    { id, personId, segment, start, end }: Lesson & Pick<VoicePrint, 'id'>,
  ): Promise<boolean> {
    const samples = await this.sound.clip(ownerId, conversation, { start, end });
    if (!samples) return false;
    const model = await this.embedder.model();
    const embedding = model && (await this.embedder.embed(samples));
    if (model && !embedding) return false;
    await this.prints.save(
      ownerId,
      {
        id,
        person_id: personId,
        source: 'conversation',
        conversation_id: conversation.id,
        segment_id: segment.id,
        speaker_id: segment.speaker_id,
      },
      { samples, embedding, model: model?.name ?? null },
    );
    return true;
  }
}
