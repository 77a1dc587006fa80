import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { addDays, localTimeOf, type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { existingIds, secretsOf, transcriptPrompt, withoutVoiceLabels } from './task-transcript.js';

export const actionItemSchema = z.object({
  description: z.string().min(1),
  /** `YYYY-MM-DDTHH:mm` on the owner's wall clock, or null when no day was named. */
  due: z.string().nullable().catch(null),
  segment_ids: z.array(z.string()),
});
export const actionItemsSchema = z.object({ items: z.array(actionItemSchema) });
export type ActionItemDraft = z.infer<typeof actionItemSchema>;
export type ActionItemsAnswer = z.infer<typeof actionItemsSchema>;

const MAX_WORDS = 15;
const MAX_ITEMS = 40;
/** A due date further away is a misreading. */
const HORIZON_DAYS = 730;
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/;

const INSTRUCTIONS = `List the tasks that the owner of the recorder took on in a conversation.
- A task is one when the owner commits to it ("I will send it"), when someone asks the owner for it and the owner agrees, or when the owner asks to be reminded or notes it down.
- Not tasks: what other people will do, what the owner asks of others, ideas and hypotheticals ("we should", "maybe", "if I ever"), plans that are given up or done
  before the conversation ends, what is being done right now or was done before, habits, mere attendance, and anything said in a broadcast or lecture.
- When a plan is corrected, only its last form counts. One item per matter.
- description: begins with a verb, at most fifteen words, understandable alone ("Send the stock forecast to Karen"), without any date or time.
- due: "YYYY-MM-DDTHH:mm" in local time when a day was named (anywhere in the talk, for this task), else null. Morning is 09:00, noon 12:00, afternoon 14:00, evening 18:00,
  no time 23:59. A weekday is its next occurrence. Never invent a day.
- segment_ids: ids of the lines in which it was said.
Answer {"items": []} when there is none.`;

/** The owner's tasks in a conversation. */
export const actionItemsTask: LanguageTask<TranscriptInput, ActionItemsAnswer> = {
  key: 'conversation.action_items',
  promptVersion: '2',
  output: actionItemsSchema,
  limits: { maxOutputTokens: 2_000, attempts: 2, timeoutMs: 60_000 },
  prompt: (input) => transcriptPrompt(INSTRUCTIONS, input),
  rules: {
    module: builtModuleUrl(import.meta.url, './rules/action-items.rules.js'),
    export: 'findActionItems',
  },
  refine: (answer, input) => ({
    items: answer.items.flatMap((item) => refined(item, input)).slice(0, MAX_ITEMS),
  }),
};

function refined(item: ActionItemDraft, input: TranscriptInput): ActionItemDraft[] {
  const description = withoutVoiceLabels(item.description).split(' ').slice(0, MAX_WORDS).join(' ');
  const segmentIds = existingIds(item.segment_ids, input);
  if (description === '' || segmentIds.length === 0 || secretsOf(input).taints(description)) return [];
  return [{ description, due: saneDue(item.due, input), segment_ids: segmentIds }];
}

/** Null for what is no time, lies over a day in the past or absurdly far away. */
function saneDue(due: string | null, input: TranscriptInput): string | null {
  if (due === null) return null;
  const local = /^\d{4}-\d\d-\d\d$/.test(due) ? `${due}T23:59` : due.slice(0, 16);
  if (!LOCAL_TIME.test(local) || Number.isNaN(Date.parse(`${local}Z`))) return null;
  const today = localTimeOf(input.startedAtMs, input.timeZone).day;
  const day = local.slice(0, 10);
  return day >= addDays(today, -1) && day <= addDays(today, HORIZON_DAYS) ? local : null;
}
