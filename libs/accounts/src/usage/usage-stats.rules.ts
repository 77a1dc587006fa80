import { addDays } from '#libs/ai';
import type { UsageDay, UsageStats } from './usage-collections.js';

export const USAGE_PERIODS = ['today', 'monthly', 'yearly', 'all_time'] as const;
export type UsagePeriod = (typeof USAGE_PERIODS)[number];

export const NO_STATS: UsageStats = {
  transcription_seconds: 0,
  words_transcribed: 0,
  insights_gained: 0,
  memories_created: 0,
  speech_seconds: 0,
};

export interface UsagePoint extends UsageStats {
  /** When it begins: `YYYY-MM-DD`, of an hour `YYYY-MM-DDTHH:00:00`. */
  readonly date: string;
}

export function plusStats(left: UsageStats, right: UsageStats): UsageStats {
  return combined(left, right, (a, b) => a + b);
}

export function minusStats(left: UsageStats, right: UsageStats): UsageStats {
  return combined(left, right, (a, b) => a - b);
}

export function dayOf({ hours }: UsageDay): UsageStats {
  return Object.values(hours).reduce(plusStats, NO_STATS);
}

export function daysOfMonth(day: string): string[] {
  return daysWhile(`${day.slice(0, 7)}-01`, (next) => next.slice(0, 7) === day.slice(0, 7));
}

export function daysOfYear(day: string): string[] {
  return daysWhile(`${day.slice(0, 4)}-01-01`, (next) => next.slice(0, 4) === day.slice(0, 4));
}

/** The days in the steps in which a chart of the period shows them. */
export function historyOf(days: readonly UsageDay[], period: UsagePeriod): UsagePoint[] {
  if (period === 'today') return days.flatMap(hoursOf);
  const beginning = {
    monthly: (day: string) => day,
    yearly: (day: string) => `${day.slice(0, 7)}-01`,
    all_time: (day: string) => `${day.slice(0, 4)}-01-01`,
  }[period];
  const points = new Map<string, UsageStats>();
  for (const day of days) {
    const date = beginning(day.date);
    points.set(date, plusStats(points.get(date) ?? NO_STATS, dayOf(day)));
  }
  return [...points].map(([date, stats]) => ({ date, ...stats }));
}

function hoursOf({ date, hours }: UsageDay): UsagePoint[] {
  return Object.entries(hours)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([hour, stats]) => ({ date: `${date}T${hour}:00:00`, ...stats }));
}

function daysWhile(first: string, holds: (day: string) => boolean): string[] {
  const days: string[] = [];
  for (let day = first; holds(day); day = addDays(day, 1)) days.push(day);
  return days;
}

function combined(
  left: UsageStats,
  right: UsageStats,
  of: (left: number, right: number) => number,
): UsageStats {
  return {
    transcription_seconds: of(left.transcription_seconds, right.transcription_seconds),
    words_transcribed: of(left.words_transcribed, right.words_transcribed),
    insights_gained: of(left.insights_gained, right.insights_gained),
    memories_created: of(left.memories_created, right.memories_created),
    speech_seconds: of(left.speech_seconds, right.speech_seconds),
  };
}
