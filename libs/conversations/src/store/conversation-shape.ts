import {
  CATEGORIES,
  CONVERSATION_SOURCES,
  type ActionItem,
  type CalendarEvent,
  type Structured,
  type TranscriptSegment,
} from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { newConversationRow, type ConversationRow } from './conversation-row.js';

/** What the reference takes when a client names none, seconds. */
const TIMEOUT_SECONDS = 120;

/**
 * A conversation in our shape, whoever wrote it: rows of the reference lack what only we keep and may hold null or unknown words where we
 * promise a value. Source of the defaults: specification of the data shapes, §1. Ours pass through as they are.
 */
export function conversationShapeOf(stored: object, id: string): ConversationRow {
  if ('timeout_seconds' in stored && 'revision' in stored) return stored as ConversationRow;
  const given = stored as Partial<ConversationRow>;
  const times = timesOf(given);
  const fields = {
    id,
    source: 'omi',
    language: null,
    timeoutSeconds: TIMEOUT_SECONDS,
    clientDeviceId: null,
    clientPlatform: null,
  } as const;
  return {
    ...newConversationRow(fields, times.created_at),
    status: 'completed',
    ...withoutNothing(given),
    ...times,
    id,
    source: knownOr(CONVERSATION_SOURCES, given.source, 'unknown'),
    structured: structuredOf(given.structured ?? {}, id),
    transcript_segments: (given.transcript_segments ?? []).map((segment, index) =>
      segmentOf(segment, id, index),
    ),
  };
}

function timesOf(given: Partial<ConversationRow>) {
  const created_at = given.created_at ?? given.started_at ?? new Date(0);
  const started_at = given.started_at ?? created_at;
  return {
    created_at,
    updated_at: given.updated_at ?? created_at,
    started_at,
    finished_at: given.finished_at ?? started_at,
  };
}

/** A task of the owner's list in our shape. */
export function actionItemShapeOf(stored: object, id: string): ActionItemRow {
  const given = stored as Partial<ActionItemRow>;
  const createdAt = given.created_at ?? new Date(0);
  return {
    is_locked: false,
    exported: false,
    export_date: null,
    export_platform: null,
    apple_reminder_id: null,
    sort_order: 0,
    indent_level: 0,
    ...embeddedItemOf(given, null),
    ...withoutNothing(given),
    id,
    created_at: createdAt,
    updated_at: given.updated_at ?? createdAt,
  };
}

function structuredOf(given: Partial<Structured>, conversationId: string): Structured {
  return {
    ...given,
    title: given.title ?? '',
    overview: given.overview ?? '',
    emoji: given.emoji ?? '🧠',
    category: knownOr(CATEGORIES, given.category, 'other'),
    action_items: (given.action_items ?? []).map((item) => embeddedItemOf(item, conversationId)),
    events: (given.events ?? []).map(eventOf),
  };
}

function embeddedItemOf(given: Partial<ActionItem>, conversationId: string | null): ActionItem {
  return {
    ...given,
    description: given.description ?? '',
    completed: given.completed ?? false,
    created_at: given.created_at ?? null,
    updated_at: given.updated_at ?? null,
    due_at: given.due_at ?? null,
    completed_at: given.completed_at ?? null,
    conversation_id: given.conversation_id ?? conversationId,
    source_segment_ids: given.source_segment_ids ?? [],
  };
}

function eventOf(given: Partial<CalendarEvent>): CalendarEvent {
  return {
    ...given,
    title: given.title ?? '',
    description: given.description ?? '',
    start: given.start ?? new Date(0),
    duration: given.duration ?? 30,
    created: given.created ?? false,
    source_segment_ids: given.source_segment_ids ?? [],
  };
}

/** Segments come out of compressed JSON. One without an id gets the same one at each reading. */
function segmentOf(
  given: Partial<TranscriptSegment>,
  conversationId: string,
  index: number,
): TranscriptSegment {
  const speaker = given.speaker ?? 'SPEAKER_00';
  const start = given.start ?? 0;
  return {
    id: deterministicId('segment', conversationId, String(index)),
    text: '',
    is_user: false,
    person_id: null,
    start,
    end: start,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
    ...withoutNothing(given),
    speaker,
    speaker_id: Number(/\d+$/.exec(speaker)?.[0] ?? 0),
  };
}

function knownOr<T extends string>(known: readonly T[], given: string | null | undefined, otherwise: T): T {
  return known.find((word) => word === given) ?? otherwise;
}

/** Only what says something: an absent or empty field must not hide its default. */
function withoutNothing<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<T>;
}
