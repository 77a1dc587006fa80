import { findPersonNames, stemOf, tokenize, grammarOf } from '#libs/ai';
import { type RetrievalTerms } from '#libs/contracts';
import type { Line, Talk } from './talk-lines.js';
import { type Topics } from './topics.js';

const VOICE_LABEL = /^(?:you|part \d+|speaker[ _]\d+)$/i;
/** Lines whose grammar is looked at for places and firms; taking apart a talk of hours would take a minute. */
const PARSED_LINES = 240;
/** "the Harbour Hotel", "Willow Street", "Doctor Who": words that all begin with a capital, not at the beginning of a sentence. */
const CAPITALIZED =
  /(?<=[\p{Ll}\p{N},] )(\p{Lu}[\p{L}\p{N}&-]+(?: (?:of |de |the )?\p{Lu}[\p{L}\p{N}&-]+)*)/gu;
const NO_ENTITY =
  /^(?:I|I'\w+|OK|Okay|TV|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Mom|Mum|Dad|God|Grandma|Grandpa|Aunt|Uncle|English|Christmas|Easter)$/;

/** By what a conversation is found again: who spoke or was spoken of, about what, which things with a name, which days. Linear. */
export function retrievalTermsOf(talk: Talk, topics: Topics): RetrievalTerms {
  const lines = talk.lines.filter(({ secret }) => !secret);
  const people = peopleIn(lines, talk);
  return {
    people,
    topics: withoutKin(topics.phrases),
    entities: entitiesIn(lines, [...people, talk.input.ownerName ?? '']),
    dates: lines.flatMap(({ dates }) =>
      dates.flatMap(({ day, precision }) => (day && precision === 'day' ? [day] : [])),
    ),
  };
}

/** Known persons who spoke, and those who were spoken to or of by name; the owner is in every conversation and left out. */
function peopleIn(lines: readonly Line[], { input, names }: Talk): string[] {
  const speakers = [...input.turns.map(({ speaker }) => speaker), ...names.values()];
  const spoken = lines.flatMap(({ text }) => findPersonNames(text));
  const owner = input.ownerName?.toLowerCase();
  const all = [...speakers.filter((name) => !VOICE_LABEL.test(name)), ...spoken];
  return [...new Set(all)].filter((name) => name.toLowerCase() !== owner);
}

function entitiesIn(lines: readonly Line[], people: readonly string[]): string[] {
  const words = new Set(people.flatMap((name) => name.split(' ')));
  const found = new Set<string>();
  for (const { text } of lines.slice(0, PARSED_LINES)) {
    for (const name of [...capitalizedIn(text), ...placesIn(text, words)])
      if (!isPerson(name, words)) found.add(name);
  }
  return [...found].filter((name) => ![...found].some((longer) => longer !== name && longer.includes(name)));
}

function capitalizedIn(text: string): string[] {
  return [...text.matchAll(CAPITALIZED)].map(([name]) => name).filter((name) => !NO_ENTITY.test(name));
}

/** Only what was written with a capital: the dictionary knows too many small words as places. Grammar is costly, and `people` are no places. */
function placesIn(text: string, people: ReadonlySet<string>): string[] {
  const capitalized = text.slice(1).match(/(?<!\p{L})\p{Lu}\p{L}*/gu) ?? [];
  if (capitalized.every((word) => word === 'I' || people.has(word))) return [];
  const doc = grammarOf(text);
  const names = [
    ...(doc.places().out('array') as string[]),
    ...(doc.organizations().out('array') as string[]),
  ];
  return names
    .map((name) => name.replace(/[^\p{L}\p{N}\s&'-]+/gu, '').trim())
    .filter((name) => /^\p{Lu}/u.test(name) && !NO_ENTITY.test(name) && !text.startsWith(name));
}

/** "Sam Whitlock" is somebody; "Willow Street" is not. */
function isPerson(name: string, people: ReadonlySet<string>): boolean {
  const [first = ''] = name.split(' ');
  return people.has(first) || findPersonNames(name).length > 0;
}

/** "bee" and "bees" are one topic. */
function withoutKin(phrases: readonly string[]): string[] {
  const byRoots = new Map<string, string>();
  for (const phrase of phrases) {
    const roots = tokenize(phrase)
      .map(({ word }) => stemOf(word.replace(/s$/, '')))
      .join(' ');
    if (!byRoots.has(roots)) byRoots.set(roots, phrase);
  }
  return [...byRoots.values()];
}
