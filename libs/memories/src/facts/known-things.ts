import type { KnownFact } from './fact.js';
import { withParticleFirst } from './pronoun-objects.js';
import { contentStems } from './words.js';

/** How many words name a thing at most. */
const LONGEST = 3;
/** Words that name nothing, though they stand in what is remembered. */
const NO_THING = new Set(
  contentStems(
    `lives works plays likes loves hates takes goes gets does makes eats drinks uses keeps runs swims afraid scared allergic cannot stand called named
    morning evening night week month year old new little good best first time times every day days two three four`,
  ),
);
/** A pronoun that stands for a thing, as the object of a verb. */
const OBJECT =
  /(\b[a-z]+ )(it|them|that)(?=$|[,.!]| (?:now|these|any ?more|at|in|on|all|to|up|for|since|every|instead|altogether|back|over|away|off|down|out))/i;

const ARTICLE = /^(?:an?|the|their|his|her)$/;

/** A clause as it reads when its pronoun stands for something that is remembered, and the memory in question. */
export interface KnownReading {
  readonly text: string;
  readonly known: KnownFact;
}

/**
 * What a clause says when its "it" is a thing that is remembered and was named in the sentences before: "You know how cold water used to
 * frighten me? Now I adore it." Whether it is so must be seen from what the reading says of the memory.
 */
export function knownReadings(clause: string, heard: string, existing: readonly KnownFact[]): KnownReading[] {
  const joined = withParticleFirst(clause);
  if (!OBJECT.test(joined)) return [];
  return existing.flatMap((known) => {
    const thing = thingNamed(known, heard.toLowerCase());
    return thing === null ? [] : [{ text: joined.replace(OBJECT, `$1${thing}`), known }];
  });
}

/** The longest run of a memory's words that was just said. */
function thingNamed({ content }: KnownFact, heard: string): string | null {
  const words = content
    .toLowerCase()
    .replace(/[.,()]/g, '')
    .split(' ')
    .slice(1);
  for (let length = LONGEST; length > 0; length -= 1)
    for (let at = words.length - length; at >= 0; at -= 1) {
      const run = words.slice(at, at + length);
      if (isThing(run) && new RegExp(`\\b${escaped(run.join(' ').replace(/s$/, ''))}s?\\b`).test(heard))
        return ARTICLE.test(words[at - 1] ?? '') ? `the ${run.join(' ')}` : run.join(' ');
    }
  return null;
}

/** Every word of it carries meaning, and the last one names. */
function isThing(run: readonly string[]): boolean {
  return run.every((word) => contentStems(word).some((stem) => !NO_THING.has(stem) && !/^\d/.test(stem)));
}

function escaped(words: string): string {
  return words.replace(/[^\p{L}\p{N} ]/gu, '\\$&');
}
