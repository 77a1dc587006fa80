import { IsBoolean, IsInt, IsISO8601, IsOptional, Matches, Max, Min } from 'class-validator';
import { PageLimit, PageOffset } from '../http/page-query.js';

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const NOT_A_DAY = { message: '$property must be a day such as 2026-03-05' };

export class ListDailySummariesQuery {
  @PageLimit(100)
  limit: number = 30;

  @PageOffset()
  offset: number = 0;
}

export class DailySummarySettings {
  enabled!: boolean;
  /** Of the owner's clock, 0 to 23. */
  hour!: number;
}

/** What is absent stays. */
export class ChangeDailySummarySettings {
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(23)
  hour?: number;
}

export class TestDailySummary {
  /** Today without it. */
  @IsOptional()
  @Matches(DAY, NOT_A_DAY)
  @IsISO8601({ strict: true })
  date?: string;
}

export class MakeDailySummary {
  @Matches(DAY, NOT_A_DAY)
  @IsISO8601({ strict: true })
  date!: string;
}

export class DailySummaryTested {
  /** Always `ok`. */
  status!: string;
  message!: string;
  summary_id!: string;
  conversations_count!: number;
}

export class DailySummaryStats {
  total_conversations!: number;
  total_duration_minutes!: number;
  action_items_count!: number;
}

export class DailySummaryHighlight {
  topic!: string;
  emoji!: string;
  summary!: string;
  conversation_ids!: string[];
}

export class DailySummaryTask {
  description!: string;
  priority!: string;
  completed!: boolean;
  source_conversation_id!: string | null;
}

export class DailySummaryQuestion {
  question!: string;
  conversation_id!: string | null;
}

export class DailySummaryDecision {
  decision!: string;
  conversation_id!: string | null;
}

export class DailySummaryInsight {
  insight!: string;
  conversation_id!: string | null;
}

export class DailySummaryLocation {
  latitude!: number;
  longitude!: number;
  address!: string | null;
  conversation_id!: string | null;
  /** `HH:mm` on the owner's clock. */
  time!: string | null;
}

/** A day of an owner. */
export class DailySummaryView {
  id!: string;
  /** `YYYY-MM-DD` on the owner's calendar. */
  date!: string;
  created_at!: Date;
  headline!: string;
  overview!: string;
  day_emoji!: string;
  stats!: DailySummaryStats;
  highlights!: DailySummaryHighlight[];
  action_items!: DailySummaryTask[];
  unresolved_questions!: DailySummaryQuestion[];
  decisions_made!: DailySummaryDecision[];
  knowledge_nuggets!: DailySummaryInsight[];
  locations!: DailySummaryLocation[];
}

export class DailySummaryList {
  summaries!: DailySummaryView[];
}
