import { z } from 'zod';
import { addDays, epochMsOf, localTimeOf } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { groundOf } from './grounding.js';
import { readLocalTime } from './local-times.js';
import { existingIds, secretsOf, withoutVoiceLabels } from './task-transcript.js';

/** Source: specification of the pipeline, §2.3. */
export const DEFAULT_EVENT_MINUTES = 30;
const MAX_EVENT_MINUTES = 180;
const MAX_EVENTS = 20;
const MINUTE_MS = 60_000;

/** Lines that bear a finding out. Models write their numbers as numbers or as text. */
export const citationsSchema = z.array(z.union([z.string(), z.number().transform(String)]));

export const eventSchema = z.object({
  title: z.string().min(1),
  description: z.string().default(''),
  /** `YYYY-MM-DDTHH:mm` on the owner's wall clock. */
  start: z.string(),
  duration_minutes: z.number().default(DEFAULT_EVENT_MINUTES).catch(DEFAULT_EVENT_MINUTES),
  segment_ids: citationsSchema,
});
export type EventDraft = z.infer<typeof eventSchema>;
export interface EventsAnswer {
  readonly events: EventDraft[];
}

/** Those that have a real time, are not over, and rest on what was said. */
export function refinedEvents(events: readonly EventDraft[], input: TranscriptInput): EventDraft[] {
  return events.flatMap((event) => refined(event, input)).slice(0, MAX_EVENTS);
}

function refined(event: EventDraft, input: TranscriptInput): EventDraft[] {
  const ground = groundOf(input);
  const title = withoutVoiceLabels(event.title);
  const description = withoutVoiceLabels(event.description);
  const start = readLocalTime(event.start);
  const segmentIds = ground.borneBy(existingIds(event.segment_ids, input));
  if (title === '' || start === null || segmentIds.length === 0) return [];
  const text = `${title} ${description}`;
  const duration = minutesOf(event);
  if (isOver(start, duration, input) || secretsOf(input).taints(text) || !ground.holds(text)) return [];
  return [{ title, description, start, duration_minutes: duration, segment_ids: segmentIds }];
}

function minutesOf({ duration_minutes: said }: EventDraft): number {
  const minutes = Math.round(said);
  return minutes >= 1 ? Math.min(minutes, MAX_EVENT_MINUTES) : DEFAULT_EVENT_MINUTES;
}

/** Nothing that has been belongs into a calendar. Midnight stands for a day without a time: that day is over when it is. */
function isOver(start: string, minutes: number, input: TranscriptInput): boolean {
  const reference = input.referenceMs ?? input.startedAtMs;
  const [day, clock] = start.split('T') as [string, string];
  if (clock === '00:00') return addDays(day, 1) <= localTimeOf(reference, input.timeZone).day;
  const [hour, minute] = clock.split(':').map(Number) as [number, number];
  return epochMsOf({ day, hour, minute }, input.timeZone) + minutes * MINUTE_MS < reference;
}
