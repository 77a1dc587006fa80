import { splitSentences } from '#libs/ai';
import type { DayAnswer, DayConversation, DayInput } from './daily-summary.task.js';

const MAX_HIGHLIGHTS = 5;
/** How many of the day's conversations its overview tells of. */
const MAX_TOLD = 3;
const DECIDED = /\b(?:decided?|agreed?|settled on|chose|chosen|confirmed)\b/i;
const OPEN = /\?$|\b(?:undecided|unclear|not sure|still open|open question|wondered whether)\b/i;
const LEARNED = /\b(?:learned|learnt|found out|discovered|turns out|explained that)\b/i;

/** A day as rules sum it up: by its longest conversations, in the words of their own notes. Pure, and linear in the length of the notes. */
export function sumUpDay({ conversations }: DayInput): DayAnswer {
  const longest = [...conversations].sort((a, b) => b.minutes - a.minutes || a.time.localeCompare(b.time));
  return {
    headline: headlineOf(longest),
    overview: longest
      .slice(0, MAX_TOLD)
      .sort((a, b) => a.time.localeCompare(b.time))
      .map(firstSentence)
      .filter(Boolean)
      .join(' '),
    day_emoji: longest[0]?.emoji ?? '📅',
    highlights: longest.slice(0, MAX_HIGHLIGHTS).map((conversation) => ({
      topic: conversation.title,
      emoji: conversation.emoji,
      summary: firstSentence(conversation),
      conversations: [conversation.key],
    })),
    unresolved_questions: sentencesLike(OPEN, conversations),
    decisions_made: sentencesLike(DECIDED, conversations),
    knowledge_nuggets: sentencesLike(LEARNED, conversations),
  };
}

function headlineOf(longest: readonly DayConversation[]): string {
  const titles = [...new Set(longest.map(({ title }) => title).filter(Boolean))];
  const [first = '…', second] = titles;
  if (second === undefined) return first;
  return titles.length === 2 ? `${first} · ${second}` : `${first} · ${second} (+${titles.length - 2})`;
}

function firstSentence({ title, overview }: DayConversation): string {
  return splitSentences(overview)[0]?.text ?? title;
}

function sentencesLike(
  pattern: RegExp,
  conversations: readonly DayConversation[],
): DayAnswer['decisions_made'] {
  return conversations.flatMap(({ key, overview }) =>
    splitSentences(overview)
      .filter(({ text }) => pattern.test(text))
      .map(({ text }) => ({ text, conversation: key })),
  );
}
