import type { UsageStats } from '#libs/accounts';
import { splitSentences } from '#libs/ai';
import type { Structured, TranscriptSegment } from '#libs/contracts';

/** A shorter sentence tells nothing. Source: specification of the pipeline, §1.3. */
const INSIGHT_WORDS = 5;
/** Characters for a word where no blanks are written. Source: the same, §1.5. */
const WIDE_CHARACTERS_PER_WORD = 1.5;
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

export type ConversationAmounts = Omit<UsageStats, 'memories_created'>;

/** What a conversation adds to its owner's usage. */
export function amountsOf(
  segments: readonly TranscriptSegment[],
  structured: Structured,
): ConversationAmounts {
  const span = segments.reduce((latest, { end }) => Math.max(latest, end), 0);
  const speech = segments.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  return {
    transcription_seconds: Math.round(span),
    // Two who speak at once speak in the same second.
    speech_seconds: Math.round(Math.min(span, speech)),
    words_transcribed: segments.reduce((sum, { text }) => sum + wordsIn(text), 0),
    insights_gained: insightsIn(structured),
  };
}

function insightsIn({ title, overview, action_items: tasks, events }: Structured): number {
  const sentences = splitSentences(`${title}\n${overview}`);
  return sentences.filter(({ text }) => wordsIn(text) > INSIGHT_WORDS).length + tasks.length + events.length;
}

function wordsIn(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0;
  const others = text.replace(WIDE, ' ').split(/\s+/).filter(Boolean).length;
  return others + Math.round(wide / WIDE_CHARACTERS_PER_WORD);
}
