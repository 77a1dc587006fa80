import { Injectable } from '@nestjs/common';
import { epochMsOf, LanguageModel, type LanguageTask } from '#libs/ai';
import {
  type ActionItem,
  type CalendarEvent,
  type RelevanceDecision,
  type Structured,
  type TranscriptInput,
} from '#libs/contracts';
import { actionItemsTask, type ActionItemDraft } from './action-items.task.js';
import { eventsTask, type EventDraft } from './events.task.js';
import { relevanceTask } from './relevance.task.js';
import { decideRelevance } from './rules/relevance.rules.js';
import { summaryTask, type Summary } from './summary.task.js';
import { chunkTranscript } from './task-transcript.js';

/** What a conversation is about, and what follows from it for its owner. Works with a chat model and without one. */
@Injectable()
export class ConversationUnderstanding {
  constructor(private readonly model: LanguageModel) {}

  /** Whether the conversation is worth keeping. Clear cases are decided by rules, the rest by a model if there is one. */
  async relevance(input: TranscriptInput, signal?: AbortSignal): Promise<RelevanceDecision> {
    const decided = decideRelevance(input);
    if (decided) return { ...decided, decided_by: 'rules' };
    const { output, answeredBy } = await this.model.run(relevanceTask, input, signal);
    return { verdict: output.keep ? 'keep' : 'discard', decided_by: answeredBy, reason: output.reason };
  }

  /** Title, overview, tasks and appointments. Times come back as instants. */
  async structure(input: TranscriptInput, signal?: AbortSignal): Promise<Structured> {
    // Rules read everything at once; only a model's window is small.
    const parts = this.model.available ? chunkTranscript(input) : [input];
    const [summary, items, events] = await Promise.all([
      this.summary(input, parts, signal),
      this.overParts(actionItemsTask, parts, signal),
      this.overParts(eventsTask, parts, signal),
    ]);
    return {
      ...summary,
      action_items: withoutRepeats(
        items.flatMap((answer) => answer.items),
        taskKey,
      )
        .map((item) => toActionItem(item, input.timeZone))
        .sort(byDueDate),
      events: withoutRepeats(
        events.flatMap((answer) => answer.events),
        eventKey,
      ).map((event) => toEvent(event, input.timeZone)),
    };
  }

  private async summary(
    input: TranscriptInput,
    parts: readonly TranscriptInput[],
    signal?: AbortSignal,
  ): Promise<Summary> {
    const summaries = await this.overParts(summaryTask, parts, signal);
    if (summaries.length === 1) return summaries[0]!;
    // The overviews of the parts, read as one report, give the summary of the whole.
    const turns = summaries.map(({ title, overview }, part) => ({
      segmentIds: parts[part]!.turns[0]!.segmentIds.slice(0, 1),
      speaker: `Part ${part + 1}`,
      isUser: null,
      text: `${title}. ${overview}`,
      start: parts[part]!.turns[0]!.start,
      end: parts[part]!.turns.at(-1)!.end,
    }));
    return (await this.model.run(summaryTask, { ...input, turns }, signal)).output;
  }

  /** One part after the other: a model's rate limit is shared by everything else that runs. */
  private async overParts<Output>(
    task: LanguageTask<TranscriptInput, Output>,
    parts: readonly TranscriptInput[],
    signal?: AbortSignal,
  ): Promise<Output[]> {
    const outputs: Output[] = [];
    for (const part of parts) outputs.push((await this.model.run(task, part, signal)).output);
    return outputs;
  }
}

function taskKey(item: ActionItemDraft): string {
  return item.description
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function eventKey(event: EventDraft): string {
  return `${event.title.toLowerCase()} ${event.start.slice(0, 10)}`;
}

function withoutRepeats<T>(all: readonly T[], keyOf: (item: T) => string): T[] {
  const kept = new Map<string, T>();
  for (const item of all) kept.set(keyOf(item), item);
  return [...kept.values()];
}

function instantOf(local: string, timeZone: string): Date {
  const [day, clock] = local.split('T') as [string, string];
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return new Date(epochMsOf({ day, hour, minute }, timeZone));
}

function toActionItem(item: ActionItemDraft, timeZone: string): ActionItem {
  return {
    description: item.description,
    completed: false,
    created_at: null,
    updated_at: null,
    due_at: item.due === null ? null : instantOf(item.due, timeZone),
    completed_at: null,
    conversation_id: null,
    source_segment_ids: item.segment_ids,
  };
}

function toEvent(event: EventDraft, timeZone: string): CalendarEvent {
  return {
    title: event.title,
    description: event.description,
    start: instantOf(event.start, timeZone),
    duration: event.duration_minutes,
    created: false,
    source_segment_ids: event.segment_ids,
  };
}

/** Dated ones first, then by name. */
function byDueDate(left: ActionItem, right: ActionItem): number {
  const [a, b] = [left.due_at?.getTime() ?? Infinity, right.due_at?.getTime() ?? Infinity];
  return a === b ? left.description.localeCompare(right.description) : a - b;
}
