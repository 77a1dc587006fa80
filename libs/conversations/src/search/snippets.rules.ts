import type { Conversation, TranscriptSegment } from '#libs/contracts';
import type { FoundEntry } from './candidates.js';
import { PassageReader } from './passage-reader.js';
import { passagesOf } from './passages.rules.js';
import { contentWordsOf, saysLiterally, type Question } from './question.rules.js';
import type { Ranked } from './ranking.rules.js';

/** A place in a conversation that fits what was asked. */
export interface Snippet {
  readonly text: string;
  readonly segmentIds: readonly string[];
  /** Seconds since the conversation's start, which is where its audio starts. */
  readonly start: number;
  readonly end: number;
}

const MOST_SNIPPETS = 3;
/** Letters that an ending may change: "camping" is shown for "camped". */
const ENDING = 3;
const LEAST_START = 4;

/** The places that search found, or else those that have most of the words, in the order of the talk. */
export function snippetsOf(
  conversation: Conversation,
  question: Question,
  places: readonly Ranked<FoundEntry>[],
): Snippet[] {
  const reader = new PassageReader(conversation);
  const found = places.slice(0, MOST_SNIPPETS).flatMap((place) => reader.read(place) ?? []);
  const spoken = found.filter(({ kind }) => kind === 'speech');
  const snippets =
    spoken.length > 0 ? spoken : bestSegments(conversation, question).flatMap(bestPassage(question));
  return snippets
    .map(({ text, segmentIds, start, end }) => ({ text, segmentIds, start, end }))
    .sort((a, b) => a.start - b.start);
}

function bestSegments({ transcript_segments }: Conversation, question: Question): TranscriptSegment[] {
  return transcript_segments
    .map((segment) => ({ segment, fit: fitOf(segment.text, question) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit || a.segment.start - b.segment.start)
    .slice(0, MOST_SNIPPETS)
    .map(({ segment }) => segment);
}

function bestPassage(question: Question): (segment: TranscriptSegment) => ReturnType<typeof passagesOf> {
  return (segment) => {
    const passages = passagesOf([segment]);
    return passages.sort((a, b) => fitOf(b.text, question) - fitOf(a.text, question)).slice(0, 1);
  };
}

/** How many of the words it has; a phrase counts more than all words. */
function fitOf(text: string, { text: asked, phrases }: Question): number {
  const lower = text.toLowerCase();
  const starts = contentWordsOf(asked).toLowerCase().split(' ').filter(Boolean).map(startOf);
  const literal = phrases.filter((phrase) => saysLiterally(text, phrase)).length * (starts.length + 1);
  return literal + starts.filter((start) => lower.includes(start)).length;
}

function startOf(word: string): string {
  return word.slice(0, Math.max(LEAST_START, word.length - ENDING));
}
