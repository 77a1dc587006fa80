import { infinitiveOf } from '#libs/ai';
import { ACTION_VERBS, NO_TASK_VERBS, OUTING, TASK_DESPITE } from './action-verbs.js';
import { PAST } from './speech-acts.js';
import type { Line } from './talk-lines.js';
import { withoutDates } from './timeless-words.js';

/**
 * How firmly a deed is spoken of. `firm`: "I will", "I have to". `soft`: "I should", "I can", "I want to"; needs support from what is said around
 * it. `asked`: wanted of the listener. `anyone`: wanted of whoever takes it on. `reminder`: meant for the list by its very words.
 */
export type Force = 'firm' | 'soft' | 'asked' | 'anyone' | 'reminder';

/** A deed that someone proposes for themselves or asks of the listener. */
export interface Proposal {
  readonly line: Line;
  readonly force: Force;
  /** Plain form of its verb. */
  readonly verb: string;
  /** Verb and what follows, up to the end of the clause; offsets into the line's text. */
  readonly start: number;
  readonly end: number;
  /** The sentence does not say the verb; the words from `start` on are what it is done to. */
  readonly verbIsMeant?: boolean;
  /** Words between that belong to no entry of a list: the participle of "have the coat cleaned by Friday". */
  readonly cut?: readonly [start: number, end: number];
}

const ADVERBS =
  '(?:(?:also|still|just|really|definitely|certainly|then|now|please|kindly|gladly|quickly|simply|maybe|perhaps|possibly|first|absolutely|surely|personally|actually|only|all|both|each|either|have to remember to|remember to|try to|try and|go and|come (?:by |over |round )?and|drive over and|stop by and|be sure to|make sure to|have to|need to) )*';

/** Finds words that open a deed; the deed begins where the match ends. */
export const lead = (pattern: string, flags = 'gi') => new RegExp(`${pattern} ${ADVERBS}(?=[a-z])`, flags);

/** End of the clause that holds the deed. */
const CLAUSE_END =
  /[.!?]+$|[;:](?=\s)|,? (?:because|(?:before|after|until|till)(?= (?:I|you|we|they|he|she|it)\b)|since(?= (?:you|we|it|he|she|they|I)\b)|but|if|unless|although|though|otherwise|when(?:ever)?|as soon as|while|as long as|which|okay\?|right\?|after which|so (?:that|you|we|he|she|they|it|there|I|the)|and (?:then )?(?:I|you|we|he|she|they|it|that|there|the|my)(?= (?:will|am|is|are|can|have|has|need|want|could|would|should|may|might|am|do|must|\w+ (?:will|is|are|has|can)))|or (?:I|we|you|it|he|she|they|else|(?:do|will|shall|should|can) (?:I|you|we)))\b| and (?=(?:[A-Z][a-z]+) (?:can|will|is|has|could)\b)| (?=(?:it (?:is|was|has)|I (?:will|have)|we (?:will|have)|(?:he|she) is)\b)|,(?= (?:(?:the|its|our) (?:deadline|due date)|(?:the|my|your|our|his|her|their|a) (?:\w+ ){1,3}(?:is|are|was|were|has|have|had|will|can|does|do)\b|so|okay|right|then|I|you|we|he|she|they|it|that|no|not|too|please|thanks|don't)\b)|—|\s-\s/i;

/** One proposal for each deed of "buy milk, call the bank and pick up the parcel". */
export function splitDeeds(proposal: Proposal): Proposal[] {
  const { text } = proposal.line;
  const cuts = [proposal.start];
  const separator = /(?:, and then |, and |, then |, | and then | and )(?=(\w+) (\S+))/gi;
  separator.lastIndex = proposal.start;
  for (let match = separator.exec(text); match && match.index < proposal.end; match = separator.exec(text)) {
    const verb = match[1]!.toLowerCase();
    if (
      ACTION_VERBS.has(verb) &&
      !(match[0] === ' and ' && ONLY_PRONOUN.test(text.slice(cuts.at(-1), match.index))) &&
      !/^(?:it|them|him|her|that|this|for|if|about|whether|to|on|up)\b/i.test(match[2]!) &&
      !HANDS_IT_OVER.test(text.slice(match.index + match[0].length)) &&
      !isWayTo(
        withoutDates({ line: proposal.line, start: cuts.at(-1)!, end: match.index }),
        text.slice(match.index + match[0].length),
      )
    )
      cuts.push(match.index + match[0].length);
  }
  if (cuts.length === 1) return [proposal];
  return cuts.map((start, i) => {
    const end = i + 1 < cuts.length ? trimmedEnd(text, start, cuts[i + 1]!) : proposal.end;
    return { ...proposal, verb: wordAt(text, start), start, end };
  });
}

/** Verbs of reaching a person or place. */
const REACHES =
  /^(?:call|phone|ring|text|message|email|write|contact|visit|ask|go|drive|swing|stop|pop|run|head|walk|come|drop|nip|look|sit)\b/i;
/** What is wanted there: nothing that has a name of its own yet. */
const WANTED_THERE =
  /^(?:ask|tell|find out|explain|say|see|check)\b|^\S+ (?:(?:us|me|you|them|him|her) )?(?:an?|some|any|one|another|(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)|what|when|where|how|who|which|whether|if)\b/i;
/** "dig the papers out and email you a picture" */
const A_COPY = /^\S+ (?:(?:you|us|me|them|him|her) )?a (?:copy|picture|photo|scan|snap)\b/i;
/** "put the list together and let me have it": what comes of the first deed. */
const HANDS_IT_OVER =
  /^(?:let|send|give|get|hand|email|bring|show|pass) (?:me|us|him|her|them) (?:have |see )?(?:it|them)\b/i;
/** "swing by there": says nothing alone. */
const ONLY_THERE =
  /^\S+(?: (?:by|over|round|around|down|up|in|out|along|there|here|past|to|at|him|her|them|it))+$/i;

/** "Ring the garage and ask for a price", "swing by and pay the deposit": the first deed is the way to the second. */
function isWayTo(first: string, second: string): boolean {
  const thing = /^\S+ (?:the|that|those) (\w+)\b/i.exec(second)?.[1];
  return (
    A_COPY.test(second) ||
    (thing !== undefined && new RegExp(`\\bit\\b.* the ${thing}\\b`, 'i').test(first)) ||
    (REACHES.test(first) && (WANTED_THERE.test(second) || ONLY_THERE.test(first.trim())))
  );
}

/** "Film him and send the video": one errand, whose first half says nothing alone. */
const ONLY_PRONOUN = /^\S+ (?:it|them|him|her)\b(?! (?:to|at|from|with|in|on) )/i;

function trimmedEnd(text: string, start: number, next: number): number {
  return start + text.slice(start, next).replace(/(?:,|\band\b|\bthen\b|\s)+$/i, '').length;
}

/** "She said, I will ...": somebody else's words. */
const QUOTED =
  /\b(?!I\b|we\b|you\b)\w+ (?:says?|said|told (?:me|us|him|her)|goes|replied|answered|wrote|thinks?|thought|claims?)(?: that)?[,:]? ?["“']?$/i;

/** The deeds that the pattern opens, but for those of quoted speech. */
export function matches(line: Line, pattern: RegExp, force: Force): Proposal[] {
  return [...line.text.matchAll(pattern)].flatMap((match) => {
    if (QUOTED.test(line.text.slice(0, match.index))) return [];
    const start = match.index + match[0].length;
    return [{ line, force, verb: wordAt(line.text, start), start, end: clauseEnd(line.text, start) }];
  });
}

/** The sentence names a thing and means a deed: "I owe Tom ten dollars" is to pay them. */
export function named(line: Line, pattern: RegExp, meant: Pick<Proposal, 'verb' | 'force'>): Proposal[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length;
    return { line, ...meant, start, end: clauseEnd(line.text, start), verbIsMeant: true };
  });
}

/** "I am sending the report tonight", "did you send it": the verb is given in its plain form, the words stay. */
export function inflected(line: Line, pattern: RegExp, force: Force): Proposal[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const said = match.slice(1).find((word) => word !== undefined)!;
    const start = match.index + match[0].length - said.length;
    return { line, force, verb: infinitiveOf(said.toLowerCase()), start, end: clauseEnd(line.text, start) };
  });
}

/** Where the clause that begins at `start` ends. */
export function clauseEnd(text: string, start: number): number {
  const match = CLAUSE_END.exec(text.slice(start));
  return match ? start + match.index : text.length;
}

/** The word at an offset, lower case. */
export function wordAt(text: string, start: number): string {
  return /^[A-Za-z'-]+/.exec(text.slice(start))?.[0].toLowerCase() ?? '';
}

/** Whether a day is named, and nothing that is over. */
export function hasFutureDay(line: Line): boolean {
  return (
    line.dates.some(({ day, precision }) => day !== null && precision === 'day') && !PAST.test(line.text)
  );
}

/** What the clause says after the verb. */
export function objectOf({ verbIsMeant }: Proposal, clause: string): string {
  const words = clause.trim();
  return verbIsMeant ? words : words.replace(/^\S+\s*/, '');
}

/** Words of closed classes, which open no deed: "I am going to the airport". */
const NO_VERB =
  /^(?:|an?|the|my|your|our|his|her|their|its|this|that|these|those|some|any|no|to|in|on|at|by|for|with|of|from|there|here|it|them|me|you|i|we|he|she|they|and|or|but|so|if|what|who|when|where|how|why|about)$/;
/** Verbs with what makes nothing to tick off of them. */
const LEAVES_NOTHING: readonly (readonly [RegExp, RegExp])[] = [
  [/./, /^(?:anything|something|nothing|everything|(?:them|him|her|you) one)\b/i],
  // "have a minute", "take a second"
  [/./, /^(?:an?|one|another) (?:\w+ )?(?:minute|moment|second|sec|breath|nap|rest|break)\b/i],
  // "I can make that": comes.
  [/^make$/, /^(?:it|that)(?:,|$)/i],
  [/^go$/, OUTING],
];

/** Whether it is something to tick off. */
export function isDeed(proposal: Proposal): boolean {
  const { line, verb, start, end, force } = proposal;
  const rest = objectOf(proposal, line.text.slice(start, end));
  if (NO_VERB.test(verb) || (force === 'reminder' && !ACTION_VERBS.has(verb))) return false;
  if (LEAVES_NOTHING.some(([said, follows]) => said.test(verb) && follows.test(rest))) return false;
  if (proposal.verbIsMeant || !NO_TASK_VERBS.has(verb)) return !/^(?:not|never)\b/i.test(rest);
  return (
    isProForm(verb, rest) || TASK_DESPITE.some(([verbs, follows]) => verbs.has(verb) && follows.test(rest))
  );
}

const PRO_FORM =
  /^(?:(?:do|have|get|take|keep) |(?:see to|take care of|deal with|look (?:after|into)|attend to|handle|manage|sort|get (?:right )?on|try) (?!it that\b))(?:it|that|this|them|those|both|so|all of (?:it|that|them))\b(?! (?!finished|sorted|fixed|started)\w{3,}ed\b)/i;

/** "do that", "have it with me", "see to it": stands for a deed that was named before. */
export function isProForm(verb: string, rest: string): boolean {
  return PRO_FORM.test(`${verb} ${rest}`);
}

/** "I will sleep on it and call her": the second half is the deed. */
export function secondHalf(proposal: Proposal): Proposal[] {
  const { line, start, end } = proposal;
  const at = line.text.slice(start, end).indexOf(' and ');
  if (at < 0) return [];
  const next = start + at + ' and '.length;
  const half = { ...proposal, verb: wordAt(line.text, next), start: next };
  return ACTION_VERBS.has(half.verb) && isDeed(half) ? [half] : [];
}

/** Of two readings of the same words the first stands. */
export function withoutOverlaps(proposals: readonly Proposal[]): Proposal[] {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    if (!kept.some(({ start, end }) => proposal.start < end && start < proposal.end)) kept.push(proposal);
  }
  return kept.sort((a, b) => a.start - b.start);
}
