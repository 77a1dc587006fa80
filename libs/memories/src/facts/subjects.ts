import { findPersonNames } from '#libs/ai';
import type { People } from './people.js';
import { mayBe } from './people-mentioned.js';
import type { Subject } from './subject.js';
import { PET, RELATION, WEEKDAY, isPlural } from './words.js';

/** Who speaks, as the subject finder needs it. */
export interface Speaker {
  /** The owner's name or "The owner". */
  readonly ownerLabel: string;
  readonly isOwner: boolean;
  /** Name of a speaker who is not the owner, when it is known. */
  readonly name: string | null;
  /** Certain that somebody else speaks, so that "your wife" means the owner's. */
  readonly isOther: boolean;
  readonly people: People;
  /** Who "he", "she" or "they" are. */
  readonly lastPerson: Subject | null;
}

const NAME = '[A-Z][a-zà-ÿ]+';
/** Either case of the first letter; names must stay told from other words by theirs. */
const anyCase = (words: string) =>
  words
    .split(' ')
    .map((word) => `[${word[0]!.toUpperCase()}${word[0]}]${word.slice(1)}`)
    .join('|')
    .replaceAll('_', ' ');
const LEAD = `((?:${anyCase('since in on every at for after before these nowadays usually normally sometimes most as over during once twice always each back with from_now_on from lately recently until')})\\b[^,]{0,40}?,? )?`;
const FIRST_PERSON = new RegExp(`^${LEAD}(I|[Ww]e)(?: both| all)?\\s+(.+)$`);
const ADJECTIVES =
  '((?:(?:older|younger|little|big|eldest|oldest|youngest|twin|old|close|good|new|late|dear|middle|baby|best|ex) )*)';
const RELATED = new RegExp(
  `^${LEAD}([Mm]y|[Oo]ur|[Yy]our) ${ADJECTIVES}(${RELATION}|${PET})(?:,? (?:called |named )?(${NAME}),?)?\\s+(.+)$`,
);
const SHORT_IS = new RegExp(
  `\\b(${RELATION}|${PET}|${NAME})'s (?=(?:a|an|not|allergic|afraid|scared|pregnant|retired|married|\\w+ing)\\b)`,
);
const TOGETHER = new RegExp(`^${LEAD}(?:[Mm]y ${ADJECTIVES}(${RELATION})|(${NAME})) and (?:I|me)\\s+(.+)$`);
const NAMED = new RegExp(`^${LEAD}(${NAME})\\s+(.+)$`);
const PRONOUN = /^((?:since|in|on|every|at|for|after)\b[^,]{0,40}?,? )?(he|she)\s+(.+)$/i;
const FAVORITE =
  /^(?:my|our) ((?:all-time )?favou?rite [\w ]+?) (?:is|are|has always been|was always) (.+)$/i;
const ATTRIBUTE =
  /^(my|our) (birthday|blood type|(?:wedding )?anniversary|home town|hometown|native language|mother tongue|first language|last name|surname|maiden name|full name|middle name|job|hobby|address|commute|(?:new )?(?:car|apartment|house|office|desk)|\w+ (?:class|lesson|practice|rehearsal|training|course|group|club|meeting)s?) (is|are) (.+)$/i;

/** "Thursday is my yoga night", "Tuesday is choir practice for me". */
const WEEKLY = new RegExp(
  `^(${WEEKDAY}) is (?:always )?(?:(?:my|our) ([a-z ]{2,30}? (?:night|day|morning|evening|afternoon|practice|class|training|rehearsal))|([a-z ]{0,20}?(?:practice|class|training|rehearsal|night|choir|yoga|therapy|swimming|soccer|football)) for (?:me|us))\\b`,
  'i',
);

/** Finds whom a clause is about; null when it is about nobody that matters, or nobody knows whom. */
export function findSubject(spoken: string, speaker: Speaker): Subject | null {
  const clause = spoken.replace(SHORT_IS, '$1 is ');
  return (
    favorite(clause, speaker) ??
    together(clause, speaker) ??
    related(clause, speaker) ??
    firstPerson(clause, speaker) ??
    attribute(clause, speaker) ??
    pronoun(clause, speaker) ??
    named(clause, speaker)
  );
}

const plain = { plainVerb: false, plural: false, lead: '' } as const;

function favorite(clause: string, speaker: Speaker): Subject | null {
  const match = FAVORITE.exec(clause);
  const self = selfOf(speaker);
  return match && self && thing(self, match[1]!, `is ${match[2]!}`);
}

function attribute(clause: string, speaker: Speaker): Subject | null {
  const self = selfOf(speaker);
  if (!self) return null;
  const match = ATTRIBUTE.exec(clause);
  const weekly = WEEKLY.exec(clause);
  if (weekly) return thing(self, (weekly[2] ?? weekly[3])!, `is on ${weekly[1]!}s`);
  return match && thing(self, match[2]!, `${match[3]!} ${match[4]!}`);
}

function thing(self: Pick<Subject, 'key' | 'label'>, name: string, predicate: string): Subject {
  return { ...plain, ...self, label: `${self.label}'s ${name.toLowerCase()}`, kind: 'thing', predicate };
}

function selfOf(speaker: Speaker): Pick<Subject, 'key' | 'label'> | null {
  if (speaker.isOwner) return { key: 'user', label: speaker.ownerLabel };
  return speaker.name ? { key: speaker.name, label: labelOfPerson(speaker.name, speaker) } : null;
}

function firstPerson(clause: string, speaker: Speaker): Subject | null {
  const match = FIRST_PERSON.exec(clause);
  const self = selfOf(speaker);
  if (!match || !self) return null;
  return {
    ...self,
    kind: speaker.isOwner ? 'owner' : 'speaker',
    plainVerb: true,
    plural: false,
    predicate: match[3]!,
    lead: match[1]?.trim() ?? '',
  };
}

/** "Julia and I got married": a fact of the owner that names somebody. */
function together(clause: string, speaker: Speaker): Subject | null {
  const match = TOGETHER.exec(clause);
  if (!match || !speaker.isOwner) return null;
  const other = match[4] ?? `their ${match[3]!.toLowerCase()}`;
  const label = `${speaker.ownerLabel} and ${other}`;
  return {
    key: 'user',
    label,
    kind: 'owner',
    plainVerb: false,
    plural: true,
    predicate: match[5]!,
    lead: match[1]?.trim() ?? '',
  };
}

function related(clause: string, speaker: Speaker): Subject | null {
  const match = RELATED.exec(clause);
  if (!match) return null;
  const ofOwner = match[2]!.toLowerCase() === 'your' ? speaker.isOther : speaker.isOwner;
  if (!ofOwner) return null;
  const relation = match[4]!.toLowerCase();
  const name = match[5] ?? speaker.people.nameOf(relation);
  const adjectives = match[3]!.toLowerCase().replace(/\b(?:little|dear|big|good|close|old|baby) /g, '');
  const label = `${speaker.ownerLabel}'s ${adjectives}${relation}${name ? ` ${name}` : ''}`;
  return {
    key: name ?? relation,
    label,
    kind: 'related',
    plainVerb: false,
    plural: isPlural(relation),
    predicate: match[6]!,
    lead: match[1]?.trim() ?? '',
  };
}

function pronoun(clause: string, speaker: Speaker): Subject | null {
  const match = PRONOUN.exec(clause);
  if (!match || !speaker.lastPerson || speaker.lastPerson.plural) return null;
  if (!mayBe(match[2]!, speaker.lastPerson)) return null;
  return { ...speaker.lastPerson, predicate: match[3]!, lead: match[1]?.trim() ?? '' };
}

function named(clause: string, speaker: Speaker): Subject | null {
  const match = NAMED.exec(clause);
  const name = match?.[2];
  if (!match || !name || name === speaker.ownerLabel) return null;
  const related = speaker.people.relationOf(name) !== undefined;
  if (!related && !findPersonNames(`${name} said`).includes(name)) return null;
  const kind = related ? 'related' : 'named';
  return {
    key: name,
    label: labelOfPerson(name, speaker),
    kind,
    plainVerb: false,
    plural: false,
    predicate: match[3]!,
    lead: match[1]?.trim() ?? '',
  };
}

function labelOfPerson(name: string, speaker: Speaker): string {
  const relation = speaker.people.relationOf(name);
  return relation ? `${speaker.ownerLabel}'s ${relation} ${name}` : name;
}
