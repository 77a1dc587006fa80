import { findPersonNames } from '#libs/ai';
import { effectOn } from './effects.js';
import { LEAD, WHEN } from './leads.js';
import type { People } from './people.js';
import { mayBe } from './people-mentioned.js';
import type { Subject } from './subject.js';
import {
  ATTRIBUTE,
  FAVORITE,
  LOST,
  OF_BODY_AND_DAY,
  PLACED,
  PLACED_OF_RELATIVE,
  SCHEDULED,
  WEEKLY,
} from './thing-patterns.js';
import { NUMBER, PET, RELATION, isPlural } from './words.js';

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
const FIRST_PERSON = new RegExp(`^${LEAD}(I|[Ww]e)(?: both| all)?\\s+(.+)$`);
const ADJECTIVES =
  '((?:(?:older|younger|little|big|eldest|oldest|youngest|twin|old|close|good|new|late|dear|middle|baby|best|ex|other) )*)';
const RELATED = new RegExp(
  `^${LEAD}([Mm]y|[Oo]ur|[Yy]our) ${ADJECTIVES}(${RELATION}|${PET})(?:,? (?:called |named )?(${NAME}(?: and ${NAME})?),?)?( and (?:his|her|their) \\w+)?\\s+(.+)$`,
);
const SHORT_IS = new RegExp(
  `\\b(${RELATION}|${PET}|${NAME})'s (?=(?:a|an|not|allergic|afraid|scared|terrified|pregnant|retired|married|vegan|vegetarian|back|in|nearly|almost|deaf|blind|ill|dead|gone|(?:${NUMBER})(?:-\\w+)?|\\w+ing)\\b)`,
);
const TOGETHER = new RegExp(`^${LEAD}(?:[Mm]y ${ADJECTIVES}(${RELATION})|(${NAME})) and (?:I|me)\\s+(.+)$`);
const NAMED = new RegExp(`^${LEAD}(${NAME})\\s+(.+)$`);
const PRONOUN = new RegExp(
  `^((?:(?:since|in|on|every|at|for|after)\\b[^,]{0,40}?|${WHEN}),? )?(he|she|they)\\s+(.+)$`,
  'i',
);
/** Finds whom a clause is about; null when it is about nobody that matters, or nobody knows whom. */
export function findSubject(spoken: string, speaker: Speaker): Subject | null {
  const clause = spoken.replace(SHORT_IS, '$1 is ');
  return (
    favorite(clause, speaker) ??
    effect(clause, speaker) ??
    placed(clause, speaker) ??
    together(clause, speaker) ??
    related(clause, speaker) ??
    firstPerson(clause, speaker) ??
    attribute(clause, speaker) ??
    possession(clause, speaker) ??
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

/** "Cheese gives me headaches" is told of the owner, whatever its subject is. */
function effect(clause: string, speaker: Speaker): Subject | null {
  const found = speaker.isOwner ? effectOn(clause) : null;
  if (!found) return null;
  const isNamed = /\bme\b/i.test(found.deed);
  const deed = found.deed
    .replace(/\bmy\b/gi, isNamed ? 'their' : `${speaker.ownerLabel}'s`)
    .replace(/\bmyself\b/gi, 'themselves')
    .replace(/\bme\b/gi, speaker.ownerLabel);
  return { ...plain, key: 'user', label: found.thing, kind: 'effect', predicate: deed };
}

function placed(clause: string, speaker: Speaker): Subject | null {
  const own = PLACED.exec(clause);
  if (own && speaker.isOwner) {
    const self = selfOf(speaker)!;
    return thing(self, own[2]!, `${own[3]!} ${own[4]!}`);
  }
  const other = PLACED_OF_RELATIVE.exec(clause);
  if (!other || (other[1]!.toLowerCase() === 'your' ? !speaker.isOther : !speaker.isOwner)) return null;
  const relation = other[2]!.toLowerCase();
  const name = other[3] ?? speaker.people.nameOf(relation);
  const label = `${speaker.ownerLabel}'s ${relation}${name ? ` ${name}` : ''}`;
  return thing({ key: name ?? relation, label }, other[4]!, `${other[5]!} ${other[6]!}`);
}

/** What becomes of the owner's things; what is only "the furnace" must be known to be theirs. */
function possession(clause: string, speaker: Speaker): Subject | null {
  const self = speaker.isOwner ? selfOf(speaker) : null;
  if (!self) return null;
  const scheduled = SCHEDULED.exec(clause);
  if (scheduled && isOwn(scheduled[1]!, scheduled[2]!, speaker))
    return thing(self, scheduled[2]!, `${scheduled[3]!} ${scheduled[4]!}`);
  const lost = LOST.exec(clause);
  if (!lost || !isOwn(isEvent(lost[3]!) ? '' : lost[1]!, lost[2]!, speaker)) return null;
  return thing(self, lost[2]!, `${lost[3]!}${lost[4]!}`);
}

/** What ends every day, though one says "my": it must be known to be kept. */
function isEvent(fate: string): boolean {
  return /\b(?:off|over|closed|cancelled|back to normal|shut|cleared up)\b/i.test(fate);
}

/** Whether a thing is the owner's: they say so, or it is remembered. */
function isOwn(determiner: string, name: string, { people }: Speaker): boolean {
  const known = name === 'wedding' ? 'engaged' : name;
  return /^(?:my|our)\b/i.test(determiner) || people.knowsThing(known);
}

function attribute(clause: string, speaker: Speaker): Subject | null {
  const self = selfOf(speaker);
  if (!self) return null;
  const own = OF_BODY_AND_DAY.exec(clause);
  if (own)
    return thing(
      self,
      (own[1] ?? own[3] ?? own[5])!,
      (own[2] ?? own[4] ?? own[6])!.replace(/\bto me\b/i, 'to them'),
    );
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
    lead: leadOf(match),
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
    lead: leadOf(match),
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
  const others = match[6] ?? '';
  const label = `${speaker.ownerLabel}'s ${adjectives}${relation}${name ? ` ${name}` : ''}${others}`;
  return {
    key: name ?? relation,
    label,
    kind: 'related',
    plainVerb: false,
    plural: isPlural(relation) || others !== '',
    predicate: match[7]!,
    lead: leadOf(match),
  };
}

function pronoun(clause: string, speaker: Speaker): Subject | null {
  const match = PRONOUN.exec(clause);
  if (!match || !speaker.lastPerson) return null;
  if (/^they$/i.test(match[2]!) !== speaker.lastPerson.plural) return null;
  if (!mayBe(match[2]!, speaker.lastPerson)) return null;
  return { ...speaker.lastPerson, predicate: match[3]!, lead: leadOf(match) };
}

function named(clause: string, speaker: Speaker): Subject | null {
  const match = NAMED.exec(clause);
  if (!match) return null;
  const name = match[2]!;
  if (name === speaker.ownerLabel) return speaker.isOther ? told(match, speaker) : null;
  const related = speaker.people.relationOf(name) !== undefined;
  const isPerson = related || speaker.people.isHeard(name) || findPersonNames(`${name} said`).includes(name);
  if (!isPerson) return null;
  const label = labelOfPerson(name, speaker);
  return {
    ...plain,
    key: name,
    label,
    kind: related ? 'related' : 'named',
    predicate: match[3]!,
    lead: leadOf(match),
  };
}

function leadOf(match: RegExpExecArray): string {
  return match[1]?.trim() ?? '';
}

/** "Sam is afraid of heights": the owner, told of by somebody else. */
function told(match: RegExpExecArray, { ownerLabel }: Speaker): Subject {
  return {
    ...plain,
    key: 'user',
    label: ownerLabel,
    kind: 'told',
    predicate: match[3]!,
    lead: leadOf(match),
  };
}

function labelOfPerson(name: string, speaker: Speaker): string {
  const relation = speaker.people.relationOf(name);
  return relation ? `${speaker.ownerLabel}'s ${relation} ${name}` : name;
}
