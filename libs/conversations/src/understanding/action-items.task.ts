import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { defused, fenced, findingPrompt } from './conversation-prompt.js';
import { citationsSchema } from './event-draft.js';
import { groundOf } from './grounding.js';
import { instantOf, readLocalTime } from './local-times.js';
import { existingIds, secretsOf, withoutVoiceLabels } from './task-transcript.js';

export interface ActionItemsInput {
  readonly transcript: TranscriptInput;
  /** Tasks that the owner already has and that this may be about; not to be listed again. */
  readonly openTasks: readonly string[];
}

export const actionItemSchema = z.object({
  description: z.string().min(1),
  /** `YYYY-MM-DDTHH:mm` on the owner's wall clock, or null when no day was named. */
  due: z.string().nullable().catch(null),
  segment_ids: citationsSchema,
});
export const actionItemsSchema = z.object({ items: z.array(actionItemSchema) });
export type ActionItemDraft = z.infer<typeof actionItemSchema>;
export type ActionItemsAnswer = z.infer<typeof actionItemsSchema>;

const MAX_WORDS = 15;
const MAX_ITEMS = 40;
const DAY_MS = 86_400_000;
/** A due date further in the past is cleared. Source: specification of the pipeline, §2.2. */
const PAST_MS = DAY_MS;
/** One further away is a misreading. */
const HORIZON_MS = 730 * DAY_MS;

/** The owner's tasks in a conversation. */
export const actionItemsTask: LanguageTask<ActionItemsInput, ActionItemsAnswer> = {
  key: 'conversation.action_items',
  promptVersion: '3',
  output: actionItemsSchema,
  limits: { maxOutputTokens: 2_000, attempts: 2, timeoutMs: 60_000 },
  prompt: ({ transcript, openTasks }) => findingPrompt('action_items', transcript, openTaskLines(openTasks)),
  rules: { module: builtModuleUrl(import.meta.url, './rules/owner-tasks.rules.js'), export: 'ownerTasks' },
  refine: ({ items }, { transcript }) => ({
    items: items.flatMap((item) => refined(item, transcript)).slice(0, MAX_ITEMS),
  }),
};

function openTaskLines(openTasks: readonly string[]): string[] {
  return openTasks.length === 0
    ? []
    : [
        fenced(
          'OPEN_TASKS',
          openTasks.map((task) => `- ${defused(task)}`),
        ),
      ];
}

function refined(item: ActionItemDraft, input: TranscriptInput): ActionItemDraft[] {
  const ground = groundOf(input);
  const description = withoutVoiceLabels(item.description).split(' ').slice(0, MAX_WORDS).join(' ');
  const segmentIds = ground.borneBy(existingIds(item.segment_ids, input));
  if (description === '' || segmentIds.length === 0) return [];
  if (secretsOf(input).taints(description) || !ground.holds(description)) return [];
  return [{ description, due: saneDue(item.due, input), segment_ids: segmentIds }];
}

/** Null for what is no time, lies over a day in the past or absurdly far away. */
function saneDue(due: string | null, input: TranscriptInput): string | null {
  const local = due === null ? null : readLocalTime(due.trim().length === 10 ? `${due.trim()}T23:59` : due);
  if (local === null) return null;
  const at = instantOf(local, input.timeZone).getTime();
  const reference = input.referenceMs ?? input.startedAtMs;
  return at >= reference - PAST_MS && at <= reference + HORIZON_MS ? local : null;
}
