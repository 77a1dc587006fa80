import { FILLER_WORDS, splitSentences, tokenize } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { groundOf } from './grounding.js';
import { secretsOf } from './task-transcript.js';

/** Source: specification of the pipeline, §2.1. */
const MAX_TITLE_WORDS = 10;
/** Of a title in a script that writes no blanks. */
const MAX_TITLE_CHARACTERS = 60;
const MAX_OVERVIEW_CHARACTERS = 300;
const OVERVIEW_SENTENCES = 3;
/** Sentences that are looked through for one that says something. */
const OPENING_SENTENCES = 40;
/** What a conversation is called of which no word may be repeated. */
const NAMELESS = 'Conversation';

/** A title of at most ten words. */
export function shortTitle(title: string): string {
  const words = title.trim().split(/\s+/).slice(0, MAX_TITLE_WORDS).join(' ');
  return words.length <= MAX_TITLE_CHARACTERS * 2
    ? words
    : `${[...words].slice(0, MAX_TITLE_CHARACTERS).join('')}…`;
}

/** The appointment in the calendar, else the first sentence that says something, in its own words, whatever its language. */
export function plainTitle(input: TranscriptInput): string {
  const ground = groundOf(input);
  const meeting = input.meeting?.title.trim() ?? '';
  if (meeting !== '' && ground.holds(meeting)) return shortTitle(meeting);
  const [first] = openingSentences(input);
  const title = shortTitle((first ?? '').replace(/[.。!！,，;:…\s]+$/u, ''));
  return title || NAMELESS;
}

/** The first sentences, in their own words. */
export function plainOverview(input: TranscriptInput): string {
  const sentences = openingSentences(input).slice(0, OVERVIEW_SENTENCES).join(' ');
  const characters = [...sentences];
  return characters.length <= MAX_OVERVIEW_CHARACTERS
    ? sentences
    : `${characters.slice(0, MAX_OVERVIEW_CHARACTERS).join('')}…`;
}

/** The first sentences that are no mere filler, repeat no secret and tell no model what to do. */
function openingSentences(input: TranscriptInput): string[] {
  const ground = groundOf(input);
  const secrets = secretsOf(input);
  const said = input.turns.filter(({ segmentIds }) => ground.borneBy(segmentIds).length > 0);
  const sentences = said
    .slice(0, OPENING_SENTENCES)
    .flatMap(({ text }) => splitSentences(text).map((sentence) => sentence.text.trim()))
    .filter((text) => !secrets.taints(text) && !isFiller(text));
  const shown = (input.photos ?? []).filter((text) => !secrets.taints(text) && ground.holds(text));
  return sentences.length > 0 ? sentences : shown;
}

function isFiller(text: string): boolean {
  const words = tokenize(text);
  return words.length === 0
    ? !/\p{L}{2}/u.test(text)
    : words.every(({ word }) => FILLER_WORDS.has(word)) ||
        (words.length < 2 && !/[^\p{Script=Latin}\P{L}]/u.test(text));
}
