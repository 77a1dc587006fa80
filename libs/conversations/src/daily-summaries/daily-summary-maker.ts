import { Injectable } from '@nestjs/common';
import { ModelUsage, OwnerProfile } from '#libs/accounts';
import { LanguageModel, localTimeOf } from '#libs/ai';
import { Clock, deterministicId } from '#libs/kernel';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import type { DailySummaryRow, DayPlace, DayTask } from './daily-summary.js';
import { dailySummaryTask, type DayAnswer, type DayConversation } from './daily-summary.task.js';
import { DayConversations } from './day-conversations.js';

const MAX_TASKS = 50;

/** Makes the summary of a day out of what is known of its conversations. */
@Injectable()
export class DailySummaryMaker {
  constructor(
    private readonly conversations: DayConversations,
    private readonly items: ActionItemsRepository,
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {}

  /** Null when nothing happened that day. */
  async make(
    ownerId: string,
    date: string,
    options: { readonly isFinal: boolean; readonly signal?: AbortSignal },
  ): Promise<DailySummaryRow | null> {
    const timeZone = await this.profile.timeZoneOf(ownerId);
    const heads = await this.conversations.of(ownerId, date);
    if (heads.length === 0) return null;
    const told = heads.map((head, at) => toDayConversation(head, String(at + 1), timeZone));
    const language = (await this.profile.languageOf(ownerId)) ?? heads[0]?.language ?? 'en';
    const input = { date, language, conversations: told };
    const meter = this.usage.meterOf(ownerId);
    const { output } = await this.model.run(dailySummaryTask, input, options.signal, meter);
    const tasks = await this.tasksOf(ownerId, heads);
    return {
      id: summaryId(ownerId, date),
      date,
      created_at: this.clock.now(),
      ...withIds(output, heads),
      stats: {
        total_conversations: heads.length,
        total_duration_minutes: told.reduce((sum, { minutes }) => sum + minutes, 0),
        action_items_count: tasks.length,
      },
      action_items: tasks,
      locations: heads.flatMap((head) => placeOf(head, timeZone)),
      conversation_ids: heads.map(({ id }) => id),
      is_final: options.isFinal,
    };
  }

  private async tasksOf(ownerId: string, heads: readonly ConversationHead[]): Promise<DayTask[]> {
    const ids = [...new Set(heads.flatMap(({ tasks }) => tasks?.ids ?? []))].slice(0, MAX_TASKS);
    const rows = await this.items.findMany(ownerId, ids);
    return rows.map(({ description, completed, conversation_id: conversationId }) => ({
      description,
      priority: 'medium',
      completed,
      source_conversation_id: conversationId,
    }));
  }
}

/** The same day of the same owner has one summary, whoever makes it and how often. */
export function summaryId(ownerId: string, date: string): string {
  return deterministicId('daily-summary', ownerId, date);
}

function toDayConversation(head: ConversationHead, key: string, timeZone: string): DayConversation {
  const minutes = Math.max(0, Math.round((head.finished_at.getTime() - head.started_at.getTime()) / 60_000));
  const { title, overview, emoji } = head.structured;
  return { key, title, overview, emoji, time: clockTime(head.started_at, timeZone), minutes };
}

function placeOf(head: ConversationHead, timeZone: string): DayPlace[] {
  const { geolocation } = head;
  if (!geolocation) return [];
  return [
    {
      latitude: geolocation.latitude,
      longitude: geolocation.longitude,
      address: geolocation.address ?? null,
      conversation_id: head.id,
      time: clockTime(head.started_at, timeZone),
    },
  ];
}

function clockTime(at: Date, timeZone: string): string {
  const { hour, minute } = localTimeOf(at.getTime(), timeZone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function withIds(answer: DayAnswer, heads: readonly ConversationHead[]) {
  const idOf = (key: string | null) => (key === null ? null : (heads[Number(key) - 1]?.id ?? null));
  const { headline, overview, day_emoji } = answer;
  return {
    headline,
    overview,
    day_emoji,
    highlights: answer.highlights.map(({ topic, emoji, summary, conversations }) => ({
      topic,
      emoji,
      summary,
      conversation_ids: conversations.flatMap((key) => idOf(key) ?? []),
    })),
    unresolved_questions: answer.unresolved_questions.map(({ text, conversation }) => ({
      question: text,
      conversation_id: idOf(conversation),
    })),
    decisions_made: answer.decisions_made.map(({ text, conversation }) => ({
      decision: text,
      conversation_id: idOf(conversation),
    })),
    knowledge_nuggets: answer.knowledge_nuggets.map(({ text, conversation }) => ({
      insight: text,
      conversation_id: idOf(conversation),
    })),
  };
}
