import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { transcriptPrompt } from './conversation-prompt.js';

export const relevanceAnswerSchema = z.object({
  keep: z.boolean(),
  /** A stable word for logs and support, never content. */
  reason: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .catch('model_verdict'),
});
export type RelevanceAnswer = z.infer<typeof relevanceAnswerSchema>;

const SHORT_SECONDS = 120;

const INSTRUCTIONS = `Decide whether a short recording is worth keeping in its owner's memory.
Keep it when it holds at least one of: a task or request, a decision or plan, an open question that matters, a fact or preference about a person,
an appointment or notable event, an insight, or knowledge that the owner listened to on purpose (a lecture, a podcast).
Discard it when it holds only: small talk without content, acknowledgements, fragments, a test of the microphone, a command to a voice assistant,
or television, radio and advertisements in the background.
Answer {"keep": true or false, "reason": one of "task", "decision", "question", "fact", "event", "insight", "trivia", "acknowledgement", "fragment", "background", "test"}.`;

/** Judges what the deterministic tiers leave open. */
export const relevanceTask: LanguageTask<TranscriptInput, RelevanceAnswer> = {
  key: 'conversation.relevance',
  promptVersion: '3',
  output: relevanceAnswerSchema,
  limits: { maxOutputTokens: 60, attempts: 2, timeoutMs: 20_000 },
  prompt(input) {
    const seconds = Math.round(input.turns.at(-1)?.end ?? 0);
    const bar =
      seconds < SHORT_SECONDS
        ? ' It is short: keep it only for a clear task, reminder, name, appointment or request.'
        : '';
    return transcriptPrompt(INSTRUCTIONS, input, [`The recording lasts ${seconds} seconds.${bar}`]);
  },
  rules: { module: builtModuleUrl(import.meta.url, './rules/relevance.rules.js'), export: 'judgeRelevance' },
};
