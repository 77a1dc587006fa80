import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { localTimeOf, type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { existingIds, secretsOf, transcriptPrompt, withoutVoiceLabels } from './task-transcript.js';

export const DEFAULT_EVENT_MINUTES = 30;
const MAX_EVENT_MINUTES = 180;
const MAX_EVENTS = 20;
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/;

export const eventSchema = z.object({
  title: z.string().min(1),
  description: z.string().default(''),
  /** `YYYY-MM-DDTHH:mm` on the owner's wall clock. */
  start: z.string(),
  duration_minutes: z.number().default(DEFAULT_EVENT_MINUTES).catch(DEFAULT_EVENT_MINUTES),
  segment_ids: z.array(z.string()),
});
export const eventsSchema = z.object({ events: z.array(eventSchema) });
export type EventDraft = z.infer<typeof eventSchema>;
export type EventsAnswer = z.infer<typeof eventsSchema>;

const INSTRUCTIONS = `List the appointments for the calendar of the recorder's owner.
- Include only what is confirmed, has a definite day, and is attended by the owner: meetings, appointments, parties, concerts, travel.
- Exclude what is hypothetical, cancelled, past, somebody else's, or spoken of in a broadcast. When an appointment is moved, list only its last date.
- title: what a calendar shows, e.g. "Budget review" or "Dinner with Martin". description: where and with whom, or "".
- start: "YYYY-MM-DDTHH:mm" in local time. Without a time of day use 00:00. duration_minutes: as said, at most 180, else 30.
- segment_ids: ids of the lines that fix it.
Answer {"events": []} when there is none.`;

/** The owner's dated appointments in a conversation. */
export const eventsTask: LanguageTask<TranscriptInput, EventsAnswer> = {
  key: 'conversation.events',
  promptVersion: '2',
  output: eventsSchema as z.ZodType<EventsAnswer>,
  limits: { maxOutputTokens: 1_200, attempts: 2, timeoutMs: 60_000 },
  prompt: (input) => transcriptPrompt(INSTRUCTIONS, input),
  rules: { module: builtModuleUrl(import.meta.url, './rules/events.rules.js'), export: 'findEvents' },
  refine: (answer, input) => ({
    events: answer.events.flatMap((event) => refined(event, input)).slice(0, MAX_EVENTS),
  }),
};

function refined(event: EventDraft, input: TranscriptInput): EventDraft[] {
  const title = withoutVoiceLabels(event.title);
  const description = withoutVoiceLabels(event.description);
  const start = event.start.slice(0, 16);
  const segmentIds = existingIds(event.segment_ids, input);
  const valid =
    title !== '' && segmentIds.length > 0 && LOCAL_TIME.test(start) && !Number.isNaN(Date.parse(`${start}Z`));
  if (!valid || isOver(start, input) || secretsOf(input).taints(`${title} ${description}`)) return [];
  const minutes = Math.round(event.duration_minutes);
  const duration = minutes >= 1 ? Math.min(minutes, MAX_EVENT_MINUTES) : DEFAULT_EVENT_MINUTES;
  return [{ title, description, start, duration_minutes: duration, segment_ids: segmentIds }];
}

/** Nothing that has been belongs into a calendar. */
function isOver(start: string, input: TranscriptInput): boolean {
  return start.slice(0, 10) < localTimeOf(input.startedAtMs, input.timeZone).day;
}
