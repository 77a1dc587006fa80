import { stemOf, STOP_WORDS, tokenize } from '#libs/ai';
import type { Category } from '#libs/contracts';
import type { SummarySubject } from '#libs/conversations';
import type { BuiltInId } from '../built-in/built-in-apps.js';
import type { AppText } from '../store/app-row.js';

/** Source: specification of the pipeline, §6.1. */
export const MAX_SUGGESTIONS = 3;

/** What of a conversation says which of the built-in apps suit it. */
interface Traits {
  readonly words: number;
  readonly voices: number;
  /** Of the words, how many the voice says that says most: 0 to 1. */
  readonly loudest: number;
  /** Tasks and appointments. */
  readonly findings: number;
  readonly category: Category;
}

/** Where people meet to get something done. */
const OF_WORK: readonly Category[] = [
  'work',
  'business',
  'entrepreneurship',
  'finance',
  'legal',
  'technology',
  'real',
];

/** The best first: what is made for one kind of talk comes before what suits any. */
const SUITS: readonly (readonly [BuiltInId, (traits: Traits) => boolean])[] = [
  ['lecture_notes', ({ words, loudest, findings }) => words >= 300 && loudest >= 0.85 && findings <= 1],
  [
    'meeting_minutes',
    ({ words, voices, findings, category }) =>
      words >= 150 && voices >= 2 && findings >= 2 && OF_WORK.includes(category),
  ],
  ['summary_assistant', ({ words }) => words >= 120],
  ['action_item_extractor', ({ findings }) => findings >= 3],
  ['insight_analyzer', ({ words, voices }) => words >= 400 && voices >= 2],
];

/** An app of the owner's own, as far as it says what it is for. */
type OwnApp = Pick<AppText, 'name' | 'description'> & { readonly id: string };

/** Ids of apps that suit a conversation: the owner's own whose words it shares, then those that come with the server. */
export function suggestedApps(
  subject: SummarySubject,
  own: readonly OwnApp[],
  isWanted: (id: string) => boolean,
): string[] {
  const traits = traitsOf(subject);
  const builtIn = SUITS.filter(([, suits]) => suits(traits)).map(([id]) => id);
  return [...matching(subject, own), ...builtIn].filter(isWanted).slice(0, MAX_SUGGESTIONS);
}

/** Those that most words of the title and the overview speak for; at least one that names them, or two that describe them. */
function matching(
  { structured: { title, overview, category } }: SummarySubject,
  own: readonly OwnApp[],
): string[] {
  const about = stemsOf(`${title} ${overview} ${category}`);
  const shared = (text: string) => [...stemsOf(text)].filter((stem) => about.has(stem)).length;
  return own
    .map(({ id, name, description }) => ({ id, points: 2 * shared(name) + shared(description) }))
    .filter(({ points }) => points >= 2)
    .sort((a, b) => b.points - a.points)
    .map(({ id }) => id);
}

function stemsOf(text: string): Set<string> {
  const words = tokenize(text).map(({ word }) => word);
  return new Set(words.filter((word) => word.length > 2 && !STOP_WORDS.has(word)).map(stemOf));
}

function traitsOf({ input, structured }: SummarySubject): Traits {
  const byVoice = new Map<string, number>();
  for (const { speaker, text } of input.turns) {
    byVoice.set(speaker, (byVoice.get(speaker) ?? 0) + wordsIn(text));
  }
  const words = [...byVoice.values()].reduce((sum, count) => sum + count, 0);
  return {
    words,
    voices: byVoice.size,
    loudest: words === 0 ? 0 : Math.max(...byVoice.values()) / words,
    findings: structured.action_items.length + structured.events.length,
    category: structured.category,
  };
}

/** In scripts without blanks two characters stand for a word. Source: specification of the pipeline, §1.5. */
function wordsIn(text: string): number {
  const wide =
    text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return wide > 0 ? Math.ceil(wide / 2) : text.split(/\s+/).filter(Boolean).length;
}
