import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { type LanguageTask } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { transcriptPrompt } from './conversation-prompt.js';
import { refinedSummary, summarySchema, type Summary } from './summary.js';

/** What was written about the parts of a long conversation. */
export interface PartsToMerge {
  /** The conversation in the words of its parts: one turn each. */
  readonly report: TranscriptInput;
  readonly summaries: readonly Summary[];
}

const INSTRUCTIONS = `The transcript is not what was said: its lines are summaries of the parts of one long conversation, in order. Sum them up as one, for its owner.
- title: a headline of at most ten words (in English in Title Case), no filler, specific; name the two or three people it is about when known.
- overview: three to six sentences over the whole: topics, decisions, dates that were agreed, what the owner will do. Reported speech, plain words. Do not speak of parts.
- emoji: one emoji for the very subject, mood or outcome, not a generic one.
- category: the one that fits the whole best, in the words of the schema.`;

/** One summary of the summaries of the parts. */
export const mergeNotesTask: LanguageTask<PartsToMerge, Summary> = {
  key: 'conversation.notes.merge',
  promptVersion: '1',
  output: summarySchema as z.ZodType<Summary>,
  limits: { maxOutputTokens: 900, attempts: 2, timeoutMs: 60_000 },
  prompt: ({ report }) => transcriptPrompt(INSTRUCTIONS, report),
  rules: { module: builtModuleUrl(import.meta.url, './rules/merge-notes.rules.js'), export: 'mergeNotes' },
  refine: (summary, { report }) => refinedSummary(summary, report),
};
