import { infinitiveOf } from '#libs/ai';
import { ACTION_VERBS, NO_TASK_VERBS, TASK_DESPITE } from './action-verbs.js';
import { CONDITION, HEDGE, PAST, RIGHT_NOW } from './speech-acts.js';
import { type Line } from './talk.js';

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
}

const ADVERBS =
  '(?:(?:also|still|just|really|definitely|certainly|then|now|please|kindly|gladly|quickly|simply|maybe|first|absolutely|surely|personally|actually|only|all|have to remember to|remember to|try to|try and|go and|be sure to|make sure to|have to|need to) )*';
const lead = (pattern: string, flags = 'gi') => new RegExp(`${pattern} ${ADVERBS}(?=[a-z])`, flags);

/** What the speaker takes on. */
const FIRM = lead(
  `(?<!\\b(?:do|did|must|shall|will) )\\bI (?:(?:also|still|just|really|definitely|certainly|then|now|absolutely|simply|only|actually) )*(?:will|shall|am going to|have to|need to|must|am supposed to|had better|promise to|am to|(?:have )?promised (?:\\w+ )?to|agreed to)`,
);
const FIRM_OTHER = lead(
  `(?:\\bI (?:really |still |also )*(?:have|need|want) to do is(?: to)?|\\bmy (?:job|task|turn|homework) is to|\\bit is my (?:job|turn|task) to|\\bI (?:must|cannot|should|may) not forget to|\\bI (?:must|have to|need to|should) remember to|\\bI am the one who (?:will|has to)|\\bleave it to me to)`,
);
/** "We still need to ...": what is left to do, with or without a day. */
const WE_STILL = lead(`\\bwe (?:still|also still|really) (?:have to|need to|must)`);
/** The owner is one of "us"; with a day it is a plan, without one a manner of speaking. */
const WE_WILL = lead(
  `\\bwe (?:(?:also|still|just|really|definitely|then) )*(?:will|have to|need to|must|are going to)`,
);
const SOFT = lead(
  `\\bI (?:(?:also|still|just|really|definitely|probably|then|could) )*(?:should|ought to|can|could|want to|plan to|intend to|mean to|am planning to)`,
);
const OFFER = lead(`(?<!\\b(?:when|where|how|what|why|which)\\b.{0,12})\\b(?:shall|should|can|could|may) I`);
const PROGRESSIVE = /\bI am (?:(?:also|still|just|definitely|then) )*(\w+ing)\b/gi;
const LET_ME = lead(`\\blet me`);
const REMINDER = lead(
  `(?:\\bremind me (?:\\S+ ){0,4}?to|\\b(?:note|reminder|memo) to (?:my)?self[:,.]?(?: to)?|\\breminder[:,]?(?: to)?|\\bdo not let me forget to|\\b(?:add|put) (?:it )?(?:to|on) my (?:to-?do )?list(?: to)?|\\bremember[:,]? to|\\bto-?do[:,]|\\bI (?:must|cannot|should) not forget to)`,
);

/** "Do not let me forget the tickets": the thing is named, the deed is not. */
const REMINDER_OF_THING =
  /\b(?:do not let me forget|remind me) (?:about |of )?(?=(?:the|my|our|a|an|his|her|their|\p{Lu}\p{Ll}+'s)\b)/giu;
const DEBT = /\bI (?:still |also )*owe (?!it\b|you (?:one|a lot|everything)\b|everything\b)/gi;

/** What is asked of whoever is present. */
const ASKED_OF_ANYONE = lead(
  `\\b(?:somebody|someone|one of us|anybody|anyone) (?:really |just )?(?:should|ought to|has to|needs to|must|had better)`,
);
/** What is asked of the listener. */
const ASKED = lead(
  `(?:\\b(?:can|could|would|will) you(?: guys| two| all)?|\\bplease|\\b(?:do not|never) forget to|\\bremember to|\\bmake sure (?:that )?(?:you|to)|\\bbe sure to|\\byou (?:will |would |really |still |also |just |only )*(?:have to|need to|must|should|had better|are supposed to|ought to)|\\b(?:all|the only thing) you (?:have|need) to do is(?: to)?|\\b(?:it is your (?:turn|job)|your job is) to|\\b(?:I|we) (?:need|want|would like|expect) you to|\\bwould you be (?:able|willing|so kind as) to|\\b(?:any|some) chance (?:that )?you (?:could|can)|\\bI was (?:hoping|wondering if) you (?:could|can)|\\bif you (?:could|can|would)|\\bdo you think you (?:could|can)|\\bmay I ask you to|\\b(?:it would be (?:great|nice|good|helpful|lovely)|I would appreciate it|I would be grateful) if you (?:could|would))`,
);
/** "Could we use your ladder?": what the listener is to lend. */
const LOAN = /\b(?:can|could|may|might) (?:I|we) (?:please )?(?:use|borrow) (?=your\b)/gi;
/** "I need the keys back by Tuesday", "can we have the list by noon?": what the listener is to hand over. */
const HANDOVER =
  /\b(?:(?:can|could|may) (?:I|we) (?:please )?(?:have|get)|(?:I|we) (?:would like|need|want|expect)) (?=(?:the|your|his|her|those|these)\b)/gi;
const WOULD_YOU_MIND = /\b(?:would|do) you mind (\w+ing)\b/gi;
/** An order without a word before it: "Send it by Friday.", "And take magnesium.", "Sam, bring the keys." */
const NOTE_LEAD =
  /^[^.?!]*\b(?:things? to do|to-?do(?: list)?|(?:note|memo|reminder) (?:to|for) (?:my)?self|my list)\b[^a-z]{1,3}/i;
const LINKING_LEAD =
  /^(?:(?:and|then|so|also|okay|but|first|second|third|next|finally|now|well|yes|great|perfect|good|no),? ){1,3}(?=[A-Za-z])/i;
const NAME_LEAD = /^\p{Lu}\p{L}+, (?=[A-Za-z])/u;
/** Wanted at once, or for an answer only. */
const NOT_ASKED =
  /^(?:hear|see|imagine|believe|tell (?:me|us)|say|repeat|spell|explain|show me|help(?: me)?(?: with| out)?\b(?! (?:\w+ ){1,4}(?:on|tomorrow|next))|be|come|wait|hold|excuse|go ahead|sit|have|take (?:a|your) (?:seat|time)|keep|stop|relax|listen|look|remember me|confirm that|pass me|give me (?:a|one|your)|just a|forgive|do not|not|note that|welcome|let me|stay|enjoy|say hello|no\b|think|guess|feel free|turn to|open (?:your|the) (?:mouth|book)|afford|recommend|suggest|smell|taste|count on|call me back if|check in)\b/i;
/** Wanted on the spot, unless a day is named. */
const ON_THE_SPOT =
  /^(?:(?:close|shut|open|lock|get|mind) (?:the|that|your) (?:door|window|gate|lid|curtains|blinds|book|laptop)|(?:turn|switch) (?:(?:it|that|this|the \w+) )?(?:on|off|up|down|left|right|around)|hand me|pass (?:me )?the|try (?:this|these|some|one|it|a)|put (?:it|that|them) (?:down|there|here|away|back)|move (?:over|up|back|closer)|take (?:off|that|this|one|some)|grab (?:a|one|some|yourself)|sign here|press|push|pull|pick (?:one|a)|ask away|show (?:him|her|them|us)|start|call me \p{Lu})/iu;

/** End of the clause that holds the deed. */
const CLAUSE_END =
  /[.!?]+$|[;:](?=\s)|,? (?:because|(?:before|after|until|till)(?= (?:I|you|we|they|he|she|it)\b)|since(?= (?:you|we|it|he|she|they|I)\b)|but|if|unless|although|though|otherwise|when(?:ever)?|as soon as|while|as long as|which|okay\?|right\?|after which|so (?:that|you|we|he|she|they|it|there|I|the)|and (?:then )?(?:I|you|we|he|she|they|it|that|there|the|my)(?= (?:will|am|is|are|can|have|has|need|want|could|would|should|am|do|must|\w+ (?:will|is|are|has|can)))|or (?:I|we|you|else))\b| and (?=(?:[A-Z][a-z]+) (?:can|will|is|has|could)\b)| (?=(?:it (?:is|was|has)|I (?:will|have)|we (?:will|have)|(?:he|she) is)\b)|,(?= (?:(?:the|its|our) (?:deadline|due date)|so|okay|right|then|I|you|we|he|she|they|it|that|no|not|too|please|thanks|don't)\b)|—|\s-\s/i;

/** Of an unknown voice: a clerk serving the owner, or somebody who names a companion; more often not the owner. */
const OF_ANOTHER_VOICE =
  /\b(?:in|on|to|into) your (?:file|records?|account|chart|order|bill)\b|\bput you (?:down|through|in)\b|\b\p{Lu}\p{Ll}+ and I will\b/u;

/** Deeds that the speaker of the line takes on. */
export function ownProposals(line: Line): Proposal[] {
  if (isUncertain(line) || (line.role === 'unknown' && OF_ANOTHER_VOICE.test(line.text))) return [];
  const found = [
    ...matches(line, REMINDER, 'reminder'),
    ...named(line, REMINDER_OF_THING, { verb: 'remember', force: 'reminder' }),
    ...matches(line, FIRM_OTHER, 'firm'),
    ...matches(line, FIRM, 'firm'),
    ...named(line, DEBT, { verb: debtVerb(line.text), force: 'firm' }),
    ...(line.role === 'owner' ? matches(line, WE_STILL, 'firm') : []),
    ...matches(line, SOFT, 'soft'),
    ...(line.question ? matches(line, OFFER, 'soft') : []),
    ...(hasFutureDay(line)
      ? [
          ...matches(line, WE_WILL, 'firm'),
          ...matches(line, LET_ME, 'soft'),
          ...progressive(line, PROGRESSIVE, 'firm'),
        ]
      : []),
  ];
  return withoutOverlaps(found.filter((proposal) => isDeed(proposal)));
}

/** Deeds that the speaker of the line wants the listener to do. */
export function askedProposals(line: Line): Proposal[] {
  if (
    HEDGE.test(line.text) ||
    (CONDITION.test(line.text) && !/\bif you (?:could|can|would)\b/i.test(line.text))
  )
    return [];
  const found = [
    ...matches(line, ASKED, 'asked'),
    ...(line.role === 'other' ? matches(line, ASKED_OF_ANYONE, 'anyone') : []),
    ...progressive(line, WOULD_YOU_MIND, 'asked'),
    ...named(line, LOAN, { verb: 'lend', force: 'asked' }),
    ...(hasFutureDay(line) ? named(line, HANDOVER, { verb: handoverVerb(line.text), force: 'asked' }) : []),
    ...imperatives(line),
  ];
  return withoutOverlaps(
    found.filter((proposal) => isDeed(proposal) && !isForNow(line, line.text.slice(proposal.start))),
  );
}

function isForNow(line: Line, words: string): boolean {
  return NOT_ASKED.test(words) || (line.dates.length === 0 && ON_THE_SPOT.test(words));
}

/** Orders to nobody: the items of a note to oneself. Comma lists give several. */
export function imperatives(line: Line): Proposal[] {
  if (line.question) return [];
  const start = [NOTE_LEAD, LINKING_LEAD, NAME_LEAD, LINKING_LEAD].reduce(
    (at, prefix) => at + (prefix.exec(line.text.slice(at))?.[0].length ?? 0),
    0,
  );
  const verb = wordAt(line.text, start);
  if (
    !ACTION_VERBS.has(verb) ||
    /^\w+ (?:is|are|was|will|has|would|me too|you too|us|at|of|,)\b/i.test(line.text.slice(start))
  )
    return [];
  return [{ line, force: 'asked', verb, start, end: clauseEnd(line.text, start) }];
}

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
      !/^(?:it|them|him|her|that|this|for|if|about|whether|to|on|up)\b/i.test(match[2]!)
    )
      cuts.push(match.index + match[0].length);
  }
  if (cuts.length === 1) return [proposal];
  return cuts.map((start, i) => {
    const end = i + 1 < cuts.length ? trimmedEnd(text, start, cuts[i + 1]!) : proposal.end;
    return { ...proposal, verb: wordAt(text, start), start, end };
  });
}

function trimmedEnd(text: string, start: number, next: number): number {
  return start + text.slice(start, next).replace(/(?:,|\band\b|\bthen\b|\s)+$/i, '').length;
}

function matches(line: Line, pattern: RegExp, force: Force): Proposal[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length;
    return { line, force, verb: wordAt(line.text, start), start, end: clauseEnd(line.text, start) };
  });
}

/** The sentence names a thing and means a deed: "I owe Tom ten dollars" is to pay them. */
function named(line: Line, pattern: RegExp, meant: Pick<Proposal, 'verb' | 'force'>): Proposal[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length;
    return { line, ...meant, start, end: clauseEnd(line.text, start), verbIsMeant: true };
  });
}

function debtVerb(text: string): string {
  return /\b(?:dollars?|bucks?|cents?|euros?|pounds?|money|rent|for)\b|\$/i.test(text) ? 'pay' : 'give';
}

function handoverVerb(text: string): string {
  return /\bback\b/i.test(text) ? 'return' : 'send';
}

/** "I am sending the report tonight": the verb is given in its plain form, the words stay. */
function progressive(line: Line, pattern: RegExp, force: Force): Proposal[] {
  return [...line.text.matchAll(pattern)].map((match) => {
    const start = match.index + match[0].length - match[1]!.length;
    return {
      line,
      force,
      verb: infinitiveOf(match[1]!.toLowerCase()),
      start,
      end: clauseEnd(line.text, start),
    };
  });
}

function clauseEnd(text: string, start: number): number {
  const match = CLAUSE_END.exec(text.slice(start));
  return match ? start + match.index : text.length;
}

function wordAt(text: string, start: number): string {
  return /^[A-Za-z'-]+/.exec(text.slice(start))?.[0].toLowerCase() ?? '';
}

function isUncertain({ text }: Line): boolean {
  if (HEDGE.test(text) || RIGHT_NOW.test(text)) return true;
  return (
    CONDITION.test(text) &&
    !/\b(?:ask|check|see|find out|confirm|tell|know)\b[^,]*\b(?:if|whether)\b/i.test(text)
  );
}

function hasFutureDay(line: Line): boolean {
  return (
    line.dates.some(({ day, precision }) => day !== null && precision === 'day') && !PAST.test(line.text)
  );
}

/** What the clause says after the verb. */
export function objectOf({ verbIsMeant }: Proposal, clause: string): string {
  const words = clause.trim();
  return verbIsMeant ? words : words.replace(/^\S+\s*/, '');
}

function isDeed(proposal: Proposal): boolean {
  const { line, verb, start, end, force } = proposal;
  const rest = objectOf(proposal, line.text.slice(start, end));
  if (verb === '' || (force === 'reminder' && !ACTION_VERBS.has(verb))) return false;
  if (/^(?:anything|something|nothing|everything)\b/i.test(rest)) return false;
  if (proposal.verbIsMeant || !NO_TASK_VERBS.has(verb)) return !/^(?:not|never)\b/i.test(rest);
  return (
    isProForm(verb, rest) || TASK_DESPITE.some(([verbs, follows]) => verbs.has(verb) && follows.test(rest))
  );
}

const PRO_FORM =
  /^(?:(?:do|have|get|take|keep) |(?:see to|take care of|deal with|look (?:after|into)|attend to|handle|manage|sort|get (?:right )?on) (?!it that\b))(?:it|that|this|them|those|both|so|all of (?:it|that|them))\b/i;

/** "do that", "have it with me", "see to it": stands for a deed that was named before. */
export function isProForm(verb: string, rest: string): boolean {
  return PRO_FORM.test(`${verb} ${rest}`);
}

/** Of two readings of the same words the first stands. */
function withoutOverlaps(proposals: readonly Proposal[]): Proposal[] {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    if (!kept.some(({ start, end }) => proposal.start < end && start < proposal.end)) kept.push(proposal);
  }
  return kept.sort((a, b) => a.start - b.start);
}
