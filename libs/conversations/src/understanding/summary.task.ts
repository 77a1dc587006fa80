import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { splitSentences, type LanguageTask } from '#libs/ai';
import { CATEGORIES, type Category, type TranscriptInput } from '#libs/contracts';
import { secretsOf, transcriptPrompt, withoutVoiceLabels } from './task-transcript.js';

const MAX_TITLE_WORDS = 10;
const MAX_OVERVIEW_CHARACTERS = 4_000;

export const summarySchema = z.object({
  title: z.string(),
  overview: z.string(),
  emoji: z.string(),
  category: z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(CATEGORIES).catch('other')),
});
export interface Summary {
  readonly title: string;
  readonly overview: string;
  readonly emoji: string;
  readonly category: Category;
}

const INSTRUCTIONS = `Summarize a recorded conversation for its owner.
- title: a headline in Title Case, at most ten words, a noun with a verb where possible, no filler, specific; name the two or three people it is about when known.
- overview: two to four sentences: topics, decisions, dates that were agreed, what the owner will do. Reported speech, plain words, the same language as the talk.
  When the owner only listened to a broadcast or lecture, sum up what was said there and do not pin it on the owner.
- emoji: one emoji for the very subject, mood or outcome, not a generic one.
- category: exactly one of ${CATEGORIES.join(', ')}.`;

/** Title, overview, emoji and category of a conversation. */
export const summaryTask: LanguageTask<TranscriptInput, Summary> = {
  key: 'conversation.summary',
  promptVersion: '2',
  output: summarySchema,
  limits: { maxOutputTokens: 700, attempts: 2, timeoutMs: 60_000 },
  prompt: (input) => transcriptPrompt(INSTRUCTIONS, input),
  rules: { module: builtModuleUrl(import.meta.url, './rules/summary.rules.js'), export: 'summarize' },
  refine: (summary, input) => ({
    title: cleanTitle(summary.title, input),
    overview: cleanOverview(summary.overview, input),
    emoji: firstEmoji(summary.emoji),
    category: summary.category,
  }),
};

function cleanTitle(title: string, input: TranscriptInput): string {
  const plain = withoutVoiceLabels(title).replace(/^["'“”#*\s]+|["'“”*\s.]+$/g, '');
  const short = plain.split(' ').slice(0, MAX_TITLE_WORDS).join(' ');
  return short === '' || secretsOf(input).taints(short) ? 'Conversation' : short;
}

/** Drops each sentence that repeats a secret. */
function cleanOverview(overview: string, input: TranscriptInput): string {
  const secrets = secretsOf(input);
  const sentences = splitSentences(overview).filter(({ text }) => !secrets.taints(text));
  return withoutVoiceLabels(sentences.map(({ text }) => text).join(' ')).slice(0, MAX_OVERVIEW_CHARACTERS);
}

function firstEmoji(text: string): string {
  const segments = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)];
  return (
    segments.find(({ segment }) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment))
      ?.segment ?? '🧠'
  );
}
