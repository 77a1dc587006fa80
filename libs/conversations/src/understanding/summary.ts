import { z } from 'zod';
import { CATEGORIES, type Category, type TranscriptInput } from '#libs/contracts';
import { DEFAULT_EMOJI } from '../store/conversation-row.js';
import { groundOf } from './grounding.js';
import { shortTitle, plainOverview, plainTitle } from './plain-words.js';
import { secretsOf, withoutVoiceLabels } from './task-transcript.js';

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

/** Drops what rests on nothing that was said or repeats a secret; what is left empty by that is told in the words that were said. */
export function refinedSummary(
  { title, overview, emoji, category }: Summary,
  input: TranscriptInput,
): Summary {
  return {
    title: refinedTitle(title, input) ?? plainTitle(input),
    overview: refinedOverview(overview, input) || plainOverview(input),
    emoji: firstEmoji(emoji),
    category,
  };
}

function refinedTitle(title: string, input: TranscriptInput): string | null {
  const plain = withoutVoiceLabels(title).replace(/^["'“”#*\s]+|["'“”*\s.]+$/g, '');
  const short = shortTitle(plain);
  return short === '' || secretsOf(input).taints(short) || !groundOf(input).holds(short) ? null : short;
}

function refinedOverview(overview: string, input: TranscriptInput): string {
  const secrets = secretsOf(input);
  const sentences = groundOf(input)
    .sentencesOf(overview)
    .filter((sentence) => !secrets.taints(sentence));
  return withoutVoiceLabels(sentences.join(' ')).slice(0, MAX_OVERVIEW_CHARACTERS);
}

function firstEmoji(text: string): string {
  const segments = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)];
  return (
    segments.find(({ segment }) => /\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment))
      ?.segment ?? DEFAULT_EMOJI
  );
}
