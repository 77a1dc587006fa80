import { thirdPersonOf, grammarOf } from '#libs/ai';
import type { Line } from './talk-lines.js';

const ADVERBS =
  '(?:(?:also|still|just|really|always|never|often|usually|only|even|now|already|probably|definitely) )*';
const AGREEING: Readonly<Record<string, string>> = {
  am: 'is',
  was: 'was',
  have: 'has',
  do: 'does',
  will: 'will',
  can: 'can',
  could: 'could',
  would: 'would',
  should: 'should',
  must: 'must',
  had: 'had',
  did: 'did',
  might: 'might',
  may: 'may',
  shall: 'will',
};

/** The very words, where "we" and "you" leave no way to report them. */
export function quoted(line: Line, name: string): string {
  return `${name} said: “${line.text.replace(/^(?:(?:yes|no|well|so|and|but|oh|okay|right|sure|also|then),? )+/i, '').replace(/^./, (first) => first.toUpperCase())}”`;
}

/** Rewrites what somebody says about himself as one reports it: "I am allergic to nuts" by Sam becomes "Sam is allergic to nuts". */
export function reported(line: Line, name: string): string {
  const text = line.text.replace(
    /^(?:(?:yes|no|well|so|and|but|oh|okay|right|sure|also|then|actually|anyway|by the way|exactly|great|good|perfect),? )+/i,
    '',
  );
  let named = 0;
  const subject = new RegExp(`\\b(I|[Mm]yself|[Mm]y|[Mm]ine|[Mm]e)\\b(?: (${ADVERBS})([a-z]+))?`, 'g');
  const rewritten = text.replace(
    subject,
    (words: string, pronoun: string, adverbs: string | undefined, next: string | undefined) => {
      named += 1;
      return replacePronoun(
        {
          words,
          pronoun: pronoun.toLowerCase(),
          adverbs: adverbs ?? '',
          next: next ?? '',
          first: named === 1,
        },
        name,
      );
    },
  );
  const sentence = rewritten
    .replace(/\s+/g, ' ')
    .replace(/[.!?,;]*$/, '.')
    .trim();
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

interface FirstPerson {
  readonly words: string;
  readonly pronoun: string;
  readonly adverbs: string;
  readonly next: string;
  readonly first: boolean;
}

function replacePronoun({ words, pronoun, adverbs, next, first }: FirstPerson, name: string): string {
  // "they" fits everybody, and avoids a sentence full of names.
  if (pronoun !== 'i')
    return (first ? NAMED_FORM[pronoun]!(name) : PLURAL_FORM[pronoun]!) + words.slice(pronoun.length);
  const subject = first ? name : 'they';
  if (next === '') return subject;
  return `${subject} ${adverbs}${first ? singular(next) : plural(next)}`;
}

const PLURAL_FORM: Readonly<Record<string, string>> = {
  my: 'their',
  me: 'them',
  mine: 'theirs',
  myself: 'themselves',
};
const NAMED_FORM: Readonly<Record<string, (name: string) => string>> = {
  my: possessive,
  me: (name) => name,
  mine: possessive,
  myself: () => 'themselves',
};

function plural(verb: string): string {
  return { am: 'are', was: 'were' }[verb] ?? verb;
}

function singular(verb: string): string {
  const agreed = AGREEING[verb];
  if (agreed) return agreed;
  return isPlainPresent(verb) ? thirdPersonOf(verb) : verb;
}

/** "drink", but not "drank" or "cannot". */
function isPlainPresent(verb: string): boolean {
  if (/(?:not|[^e]ed)$/.test(verb) || /^(?:quit|put|set|cut|let|hit|cost|read|too|also|alone)$/.test(verb))
    return false;
  const tagged = grammarOf(`I ${verb}`);
  return tagged.has('#Verb') && !tagged.has('#PastTense');
}

function possessive(name: string): string {
  return /s$/.test(name) ? `${name}'` : `${name}'s`;
}

const LEANS_ON_CONTEXT =
  /^(?:(?:yes|no|well|so|and|but|oh|okay|right|sure|because|or|then),? )*(?:it|he|she|they|that|this|these|those|his|her|their|there|the other|which|who|one|same|too|not|maybe|also|like|such)\b/i;

/** Whether a sentence can be understood alone, and says something. */
export function standsAlone(line: Line): boolean {
  const words = line.text.split(/\s+/).length;
  return (
    words >= 5 &&
    words <= 28 &&
    !line.question &&
    !line.secret &&
    !LEANS_ON_CONTEXT.test(line.text) &&
    !/\b(?:you|your|yours)\b/i.test(line.text)
  );
}
