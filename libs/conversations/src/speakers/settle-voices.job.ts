import { settleVoices, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob } from '#libs/queue';
import { ConversationRepository } from '../store/conversation.repository.js';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { NO_LABELS, type SpeakerLabelBook } from './speaker-label.js';
import { isStillTaught, lessonsIn } from './voice-lessons.rules.js';
import { VoiceLessons } from './voice-lessons.js';
import { VoicePrints } from './voice-prints.js';
import { VoiceRecognition } from './voice-recognition.js';
import type { VoicePrint } from './voice-print.js';

/**
 * After a person decided on voices of a conversation, or took that back: what was learned from segments that are somebody else's now counts
 * for nothing any more, and conversations in which somebody was recognized by it are looked at again; what is right again counts again; what
 * may be learned is. Everything follows from the labels as they are, so running it twice is fine.
 */
@JobHandler(settleVoices)
export class SettleVoicesJob implements HandlesJob<typeof settleVoices> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly transcripts: LabelledTranscripts,
    private readonly lessons: VoiceLessons,
    private readonly prints: VoicePrints,
    private readonly recognition: VoiceRecognition,
  ) {}

  async handle({ ownerId, conversationId }: JobPayload<typeof settleVoices>): Promise<void> {
    const book =
      (await this.conversations.findStoredHead(ownerId, conversationId))?.speaker_labels ?? NO_LABELS;
    const shaken = new Set([conversationId]);
    for (const print of await this.prints.ofConversation(ownerId, conversationId)) {
      for (const id of await this.settlePrint(ownerId, print, book)) shaken.add(id);
    }
    await this.learn(ownerId, conversationId, book);
    for (const id of shaken) await this.recognition.reconsider(ownerId, id);
  }

  /** Which conversations have to be looked at again. */
  private async settlePrint(ownerId: string, print: VoicePrint, book: SpeakerLabelBook): Promise<string[]> {
    if (isStillTaught(print, book)) {
      if (!print.is_withdrawn) return [];
      await this.prints.setWithdrawn(ownerId, print.id, { is_withdrawn: false, relied_on_by: [] });
      return print.relied_on_by;
    }
    if (print.is_withdrawn) return print.relied_on_by;
    const relied_on_by = await this.transcripts.restingOn(ownerId, print.id);
    await this.prints.setWithdrawn(ownerId, print.id, { is_withdrawn: true, relied_on_by });
    return relied_on_by;
  }

  private async learn(ownerId: string, conversationId: string, book: SpeakerLabelBook): Promise<void> {
    const conversation = await this.conversations.find(ownerId, conversationId);
    if (!conversation) return;
    const lessons = lessonsIn(conversation.transcript_segments, book, await this.lessons.minSeconds());
    const learned = await this.lessons.learn(ownerId, conversation, lessons);
    // Deleted while it was learned from: the purge may have come before the last print.
    if (learned && !(await this.conversations.exists(ownerId, conversationId))) {
      await this.prints.deleteWhere(ownerId, 'conversation_id', conversationId);
    }
  }
}
