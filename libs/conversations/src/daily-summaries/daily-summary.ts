import { defineCollection } from '#libs/storage';

/** A day of an owner, `users/{uid}/daily_summaries/{id}`, as it is sent. */
export interface DailySummary {
  id: string;
  /** `YYYY-MM-DD` on the owner's calendar. */
  date: string;
  created_at: Date;
  headline: string;
  overview: string;
  day_emoji: string;
  stats: DayStats;
  highlights: DayHighlight[];
  action_items: DayTask[];
  unresolved_questions: { question: string; conversation_id: string | null }[];
  decisions_made: { decision: string; conversation_id: string | null }[];
  knowledge_nuggets: { insight: string; conversation_id: string | null }[];
  locations: DayPlace[];
}

export interface DayStats {
  total_conversations: number;
  total_duration_minutes: number;
  action_items_count: number;
}

export interface DayHighlight {
  topic: string;
  emoji: string;
  summary: string;
  conversation_ids: string[];
}

export interface DayTask {
  description: string;
  priority: string;
  completed: boolean;
  source_conversation_id: string | null;
}

export interface DayPlace {
  latitude: number;
  longitude: number;
  address: string | null;
  conversation_id: string | null;
  /** `HH:mm` on the owner's clock. */
  time: string | null;
}

/** What only the server needs besides. */
export interface DailySummaryRow extends DailySummary {
  /** Every conversation it was made of. Absent in rows of the reference. */
  conversation_ids?: string[];
  /** Made when the day was due; one that was asked for earlier is made again then. Absent in rows of the reference: it was. */
  is_final?: boolean;
}

/** Up to where the days of an owner are summed up, `users/{uid}/daily_summary_schedule/next`. */
export interface SummarySchedule {
  /** The first day that is not. */
  next_date: string;
}

export const dailySummaryCollection = defineCollection<DailySummaryRow>({
  path: 'users/{ownerId}/daily_summaries',
  indexes: [
    { fields: [{ field: 'date', direction: 'desc' }] },
    { fields: [{ field: 'conversation_ids', contains: true }] },
  ],
  sealed: [
    'headline',
    'overview',
    'highlights',
    'action_items',
    'unresolved_questions',
    'decisions_made',
    'knowledge_nuggets',
    'locations',
  ],
});

export const summaryScheduleCollection = defineCollection<SummarySchedule>({
  path: 'users/{ownerId}/daily_summary_schedule',
});

export function toDailySummary(row: DailySummaryRow): DailySummary {
  const summary = { ...row };
  delete summary.conversation_ids;
  delete summary.is_final;
  return summary;
}
