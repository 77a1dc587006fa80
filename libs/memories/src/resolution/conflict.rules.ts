import type { Memory } from '#libs/contracts';
import { endsBond } from './bonds.js';
import { fillOneSlot } from './slots.js';
import { leavesBehind, mayReach } from './successions.js';
import { contentStems, kinOf, MONTH, NUMBER, PET, RELATION, WEEKDAY } from '../facts/words.js';

type Statement = Pick<Memory, 'content' | 'subject' | 'predicate'>;

/** Predicates of which a person has one value at a time. */
const SINGLE = new Set([
  'residence',
  'employer',
  'birthday',
  'school',
  'work_arrangement',
  'days_off',
  'workplace',
  'shift',
  'blood_type',
  'phone',
  'name',
  'marital_status',
  'commute',
  'age',
]);
const SAME_SHARE = 0.75;
const RELATED_SHARE = 0.5;
/** That something is over. */
const ENDED =
  /\b(?:no longer|not \w+(?: \w+){0,5} any ?more|any ?more|quit|gave up|given up|stopped|sold|got rid of|gave away|traded|swapped|exchanged|packed in|is off|scrapped|used to|left|ended|cancel+ed|does not (?:have|own|need|live|work|eat|drink|smoke|play|take)|doesn't (?:have|own|need|live|work|eat|drink|smoke|play|take)|without a|died|passed away|divorced|broke up|switched from|are gone|is gone|is dead|stolen|scrapped|had to go|burn(?:t|ed) down|stepped down|stood down|resigned|closed|moved out|retired|instead of|handed in|handed back|called off|dropped out|pulled out|withdrew|withdrawn|is over|is finished|finished with|put down|not\b.*\bafter all|gave (?:the|their|his|her) [\w' -]+ to|donated|closed down|shut down|folded|broken up|broke up|went for scrap|gone to live|went to live|back to normal|cleared up|no more|gone (?:right |completely )?off|went (?:right |completely )?off|cut out|(?:thrown|threw) (?:.* )?(?:away|out)|moved on from|grew out of|grown out of|got over)\b/i;
/** What an ending verb takes away, up to when and why. */
const ENDED_THING =
  /\b(?:no longer|stepped down|stood down|resigned|retired|handed in|quit|gave up|given up|stopped|packed in|sold|dropped|left|lost|not) (?:(?:being|as|from|of|with|in|on|doing|playing|using|having|their|his|her|the|an?) )*(.+?)(?= (?:in|at|on|for|since|after|before|because|last|this|any ?more|altogether|to|until|and|the (?:week|month|day|year)|an? (?:week|month|day|year|fortnight)|\d)\b|,|$)/;
const NEGATIVE =
  /\b(?:not|never|no longer|cannot|can't|doesn't|don't|hates?|dislikes?|detests?|loathes?|despises?|afraid|scared|terrified|against|quit|stopped|gave up|avoids?|allergic)\b/i;
const QUANTITY = new RegExp(
  `\\b(?:${NUMBER}|${WEEKDAY}|(?:${WEEKDAY})s|${MONTH}|early|late|night|morning|evening)\\b`,
  'gi',
);
/** When and how much; what is done in the mornings is told apart by that, but not about them. */
const WHEN_AND_HOW_MUCH = new RegExp(`${QUANTITY.source}|\\b(?:nights|mornings|evenings)\\b`, 'gi');
/** Verbs and other words that do not tell what a statement is about. */
const FRAME = new Set(
  contentStems(`drink drinks drank eat eats live lives lived have has drive drives own owns take takes work works play plays go goes love loves
    like likes hate hates dislikes enjoy enjoys prefer prefers quit stop stopped sold sell gave given away got bought need needs use uses keep keeps
    moved gone stolen dead stepped resigned started began eating drinking working doing sawing again back all at until end every hundred thousand kilometer kilometers mile miles hour hours longer more any anymore year years month months day days week time about around several few lot old new big small little good bad
    called named can going favour favor against adore adores afraid scared terrified stand bear fond keen fan touch touches touched other second third single every`),
);

/** "(nine years in 2026)": how far it had come when it was told. */
const ASIDE = / \([^)]*\)/g;

/** Whom a statement is about, not what of theirs. */
const LABEL = new RegExp(
  `^(?:[A-Z][\\w]*|The owner)(?:'s(?: (?:\\w+ )?(?:${RELATION}|${PET})\\b(?: [A-Z]\\w*)?)?)?`,
);

/** Whether a person has one value of it at a time, so that another value is a contradiction. */
export function isSingleValued(predicate: string | null): predicate is string {
  return predicate !== null && (SINGLE.has(predicate) || predicate.startsWith('favorite_'));
}

/** Whether two statements about the same person say the same, however worded. */
export function saysTheSame(one: Statement, other: Statement): boolean {
  if (!sameSubject(one, other) || ENDED.test(one.content) !== ENDED.test(other.content)) return false;
  if (NEGATIVE.test(one.content) !== NEGATIVE.test(other.content) || !sameQuantities(one, other))
    return false;
  const [first, second] = [stemsOf(one), stemsOf(other)];
  const shared = [...first].filter((stem) => second.has(stem)).length;
  return (
    shared / Math.max(1, Math.max(first.size, second.size)) >= SAME_SHARE ||
    isRefinement(one, other, first, second)
  );
}

function stemsOf({ content }: Statement): Set<string> {
  return new Set(contentStems(content.replace(ASIDE, '')));
}

/** "Lives in Madison, on Willow Street" and "lives in Madison": one only says more. */
function isRefinement(
  one: Statement,
  other: Statement,
  first: ReadonlySet<string>,
  second: ReadonlySet<string>,
): boolean {
  const [short, long] = first.size <= second.size ? [first, second] : [second, first];
  return (
    one.predicate !== null &&
    one.predicate === other.predicate &&
    short.size >= 3 &&
    [...short].every((stem) => long.has(stem))
  );
}

/** Whether `fresh` cannot hold while `old` does. Facts that may hold together are left alone. */
export function contradicts(fresh: Statement, old: Statement): boolean {
  if (!sameSubject(fresh, old)) return endsBond(fresh, old);
  if (isSucceeded(fresh, old)) return true;
  if (ENDED.test(fresh.content)) return endsWhat(fresh, old) || takesPlaceOf(fresh, old);
  return isOtherWay(fresh, old) || isOtherValue(fresh, old);
}

/** What became of somebody leaves the old behind, under whatever predicates. */
function isSucceeded(fresh: Statement, old: Statement): boolean {
  if (endsBond(fresh, old) || fillOneSlot(fresh, old) || leavesBehind(fresh, old)) return true;
  return mayReach(fresh, old) && aboutTheSame(fresh, old, RELATED_SHARE);
}

/** Another value of the same predicate. */
function isOtherValue(fresh: Statement, old: Statement): boolean {
  if (fresh.predicate === null || fresh.predicate !== old.predicate) return false;
  if (isSingleValued(fresh.predicate)) return true;
  return denies(fresh, old) || (!sameQuantities(fresh, old) && aboutTheSame(fresh, old, RELATED_SHARE));
}

/** Whether one of the two says something to the other; what only shares words does not. */
export function bearsOn(one: Statement, other: Statement): boolean {
  return saysTheSame(one, other) || contradicts(one, other) || contradicts(other, one);
}

/** "Allergic to cashews, not to peanuts" takes back "allergic to peanuts". */
function denies(fresh: Statement, old: Statement): boolean {
  const denied = /, not (.+)$/.exec(fresh.content)?.[1];
  if (denied === undefined) return false;
  const known = new Set(contentStems(old.content));
  const stems = contentStems(denied);
  return stems.length > 0 && stems.every((stem) => known.has(stem));
}

function sameSubject(one: Statement, other: Statement): boolean {
  return kinOf(one.subject.toLowerCase()) === kinOf(other.subject.toLowerCase());
}

/** "Sold the station wagon" ends "drives a blue station wagon": every thing it names is in the old statement, or nearly. */
function endsWhat(fresh: Statement, old: Statement): boolean {
  if (fresh.predicate === 'residence' && old.predicate === 'residence') return true;
  if (ENDED.test(old.content) && !(fresh.predicate === 'employer' && old.predicate === 'employer'))
    return false;
  // What hangs on it ("…, doctor's orders", "… and came home") is not what ended.
  const ended = { ...fresh, content: fresh.content.split(/, | and | for (?!\d)/)[0]! };
  if (thingsOf(ended).size === 0) return isSameDeed(ended, old);
  return aboutTheSame(ended, old, RELATED_SHARE) || namesWhatEnded(ended, old);
}

/** "Stepped down as treasurer the week before Easter": when and why say nothing of what it was. */
function namesWhatEnded(ended: Statement, old: Statement): boolean {
  const thing = ENDED_THING.exec(ended.content)?.[1];
  return thing !== undefined && aboutTheSame({ ...ended, content: `It ${thing}` }, old, 1);
}

/** "Does not drive any more" ends "drives a red van". */
function isSameDeed(ended: Statement, old: Statement): boolean {
  const deed = /\bnot (\w+) any ?more|\bno longer (\w+)/.exec(ended.content);
  const stem = contentStems(deed?.[1] ?? deed?.[2] ?? '')[0];
  return stem !== undefined && contentStems(old.content.split(' ').slice(1, 3).join(' ')).includes(stem);
}

/** What is done or liked in another way than before, under whatever predicate. */
function isOtherWay(fresh: Statement, old: Statement): boolean {
  return isOppositeTaste(fresh, old) || areShifts(fresh, old) || isRescheduled(fresh, old);
}

/** Nights and early shifts, whatever else is arranged at work. */
function areShifts(fresh: Statement, old: Statement): boolean {
  const isShift = ({ predicate, content }: Statement) =>
    (predicate === 'shift' || predicate === 'work_arrangement') &&
    /\b(?:shifts?|nights|earlies|lates)\b/i.test(content);
  return isShift(fresh) && isShift(old);
}

/** "Her tours are on Saturdays", who led "the Tuesday tours": another weekday for the same thing, however it is told. */
function isRescheduled(fresh: Statement, old: Statement): boolean {
  const [now, then] = [weekdaysOf(fresh), weekdaysOf(old)];
  const isOther = now !== '' && then !== '' && now !== then;
  return isOther && fresh.predicate === 'schedule' && aboutTheSame(fresh, old, RELATED_SHARE);
}

function weekdaysOf({ content }: Statement): string {
  return (content.toLowerCase().match(new RegExp(`\\b(?:${WEEKDAY})`, 'g')) ?? []).sort().join(' ');
}

/** "Mondays off instead of Fridays": what is over is named beside what took its place. */
function takesPlaceOf(fresh: Statement, old: Statement): boolean {
  const isOne = fresh.predicate === old.predicate && isSingleValued(fresh.predicate);
  return isOne && /\binstead of\b/i.test(fresh.content) && !saysTheSame(fresh, old);
}

function isOppositeTaste(fresh: Statement, old: Statement): boolean {
  const tastes = new Set([
    'taste',
    'distaste',
    'diet',
    'fear',
    'habit',
    'learning',
    'achievement',
    'opinion',
  ]);
  const both = tastes.has(fresh.predicate ?? '') && tastes.has(old.predicate ?? '');
  return both && NEGATIVE.test(fresh.content) !== NEGATIVE.test(old.content) && aboutTheSame(fresh, old, 1);
}

/** Share of the fresh statement's things that the old one names too. */
function aboutTheSame(fresh: Statement, old: Statement, share: number): boolean {
  const things = [...thingsOf(fresh)];
  const known = thingsOf(old);
  const shared = things.filter((thing) => known.has(thing)).length;
  return shared > 0 && shared / Math.min(things.length, known.size) >= share;
}

function thingsOf(statement: Statement): Set<string> {
  const timeless = statement.content
    .replace(ASIDE, ' ')
    .replace(
      /\b(?:in|since) (?:the )?(?:(?:[A-Z][a-z]+|summer of|winter of|spring of|fall of|autumn of) )?\d{4}\b/g,
      ' ',
    )
    .replace(LABEL, ' ')
    .replace(QUANTITY, ' ');
  return new Set(contentStems(timeless).filter((stem) => !FRAME.has(stem)));
}

function sameQuantities(one: Statement, other: Statement): boolean {
  return quantitiesOf(one) === quantitiesOf(other);
}

function quantitiesOf({ content }: Statement): string {
  return (content.replace(ASIDE, '').match(WHEN_AND_HOW_MUCH) ?? [])
    .map((word) => word.toLowerCase().replace(/(day|night|morning|evening)s$/, '$1'))
    .sort()
    .join(' ');
}
