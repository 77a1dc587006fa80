import { type RetrievalTerms, type TranscriptInput } from '#libs/contracts';
import { groundOf } from './grounding.js';
import { readLocalTime } from './local-times.js';
import { secretsOf, withoutVoiceLabels } from './task-transcript.js';

const MAX_PEOPLE = 20;
const MAX_TOPICS = 8;
const MAX_ENTITIES = 20;
const MAX_DATES = 20;
const MAX_CHARACTERS = 60;

/** Words that no term needs. Source: specification of the pipeline, §4. */
const SMALL_WORDS =
  /(?<![\p{L}\p{N}])(?:a|an|the|and|or|but|nor|of|in|on|at|to|for|from|by|with|about|into|over|under)(?![\p{L}\p{N}])/giu;
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [/\bartificial intelligence\b/g, 'ai'],
  [/\bmachine learning\b/g, 'ml'],
  [/\bnatural language processing\b/g, 'nlp'],
];

/** What two ways of writing one term have in common: lower case, no punctuation but hyphens, no small words. */
export function normalTerm(term: string): string {
  const plain = term
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’']s(?![\p{L}\p{N}])/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}\s-]+/gu, ' ')
    .replace(SMALL_WORDS, ' ');
  const spaced = plain
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^-+|-+$/g, '');
  return ABBREVIATIONS.reduce((text, [long, short]) => text.replace(long, short), spaced);
}

/** Normal terms, each once, that the conversation bears out. */
export function refinedRetrieval(terms: RetrievalTerms, input: TranscriptInput): RetrievalTerms {
  const people = refinedTerms(terms.people, input, MAX_PEOPLE);
  const among = new Set(people);
  return {
    people,
    topics: refinedTerms(terms.topics, input, MAX_TOPICS),
    entities: refinedTerms(terms.entities, input, MAX_ENTITIES).filter((entity) => !among.has(entity)),
    dates: [...new Set(terms.dates.filter(isDay))].sort().slice(0, MAX_DATES),
  };
}

/** Each term once, in order. */
export function distinctTerms(terms: Iterable<string>): string[] {
  return [...new Set([...terms].map(normalTerm))].filter(Boolean);
}

function refinedTerms(terms: readonly string[], input: TranscriptInput, most: number): string[] {
  const ground = groundOf(input);
  const secrets = secretsOf(input);
  const kept = terms.filter(
    (term) =>
      term.length <= MAX_CHARACTERS &&
      withoutVoiceLabels(term) === term.trim().replace(/\s+/g, ' ') &&
      !secrets.taints(term) &&
      ground.holds(term),
  );
  return distinctTerms(kept).slice(0, most);
}

function isDay(day: string): boolean {
  return day.length === 10 && readLocalTime(`${day}T00:00`) !== null;
}

/** The terms of all parts of a conversation. */
export function mergedTerms(parts: readonly RetrievalTerms[]): RetrievalTerms {
  const all = (kind: keyof RetrievalTerms) => [...new Set(parts.flatMap((part) => part[kind]))];
  return {
    people: all('people').slice(0, MAX_PEOPLE),
    topics: all('topics').slice(0, MAX_TOPICS * 2),
    entities: all('entities').slice(0, MAX_ENTITIES),
    dates: all('dates').sort().slice(0, MAX_DATES),
  };
}
