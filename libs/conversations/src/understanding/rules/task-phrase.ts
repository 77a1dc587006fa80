import { grammarOf, isFirstName } from '#libs/ai';
import { resolvePronouns, withTopic } from './antecedents.js';
import { TO_PEOPLE } from './pronoun-fit.js';
import { coreOf } from './noun-phrases.js';
import { isProForm, objectOf, type Proposal } from './proposals.js';
import { addresseeOf } from './addressees.js';
import { contentStems } from './talk.js';
import type { Line } from './talk-lines.js';
import { type Task } from './task-board.js';
import { inFull, topicOf, withHeading } from './task-topics.js';
import { withoutDates } from './timeless-words.js';

const MAX_WORDS = 15;

/** Words of time, haste and manner, which say nothing about the deed. */
const TIMING =
  /\b(?:,? ?(?:(?:on|during|in) (?:my|the) (?:lunch |coffee )?break|right away|straight away|immediately|as soon as (?:possible|i can|you can)|first thing|before (?:breakfast|lunch|dinner|work|school|bed|that|then|i (?:go|leave)|you (?:go|leave)|we (?:go|leave))|on (?:my|the|your) way(?: \w+)?|(?:right |shortly |soon |directly )?after (?:(?:this|that|the) (?:call|meeting|talk|visit)|breakfast|lunch|dinner|work|school|that|this)|(?:over|during) (?:lunch|the weekend)|in time|on time|in advance|at the latest|at some point|later on|later|soon|the (?:evening|night|morning|day) before|one day before|by then|until then|at once|any time|every now and then|again and again|the same day|that day|on that day|next time|this time|for now|in the meantime|beforehand|afterwards|ahead of time|no later than))\b/gi;
const ADVERBS =
  /\b(?:also|just|then|now|really|definitely|quickly|maybe|please|still|finally|probably|too|certainly|kindly|actually|simply|anyway|of course|obviously|naturally|clearly|for sure|instead|already|yet|so far|myself|yourself|if possible|for (?:me|you|us)|okay)\b/gi;
/** What is hung on to win or give assurance. */
const TAG =
  /,? (?:(?:i )?promise|(?:i )?swear|honestly|(?:all )?right|yeah|yes|will you|would you|could you|can you|no worries|do not worry|of course|don't you think|if (?:you can|that is (?:okay|fine|all right)))[.!?\s]*$/i;
/** "the form that I sent you": whoever reads the entry knows. */
const GIVEN = / (?:that|which) (?:I|we) (?:have |had )?\w+ (?:to )?you\b.*$/i;
const DANGLING =
  /(?:[\s,]+(?:and|or|on|at|by|in|for|to|the|a|until|till|before|from|with|of|that|about|around|so|as|like|over|this|then|his|her|their|my|your))+$/i;

/** Whom "me", "you" and "your" mean, when their names are known. */
export interface Voices {
  /** Name of whoever speaks the line. */
  readonly speaker: string | null;
  /** Name of whoever listens. */
  readonly listener: string | null;
}

/**
 * Writes a deed as an entry of a to-do list: begins with its verb, without dates, with pronouns resolved, at most 15 words.
 * @param before the lines spoken before, newest last; where "it" and "them" are looked up
 */
export function describeTask(proposal: Proposal, voices: Voices, before: readonly Line[]): string {
  const words = withoutAsides(proposal)
    .replace(
      /^(?=(?:An?|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|\w+ty|\w+teen|The|That|This|Those|These|It|They|My|Our|Your)\b)./,
      (first) => first.toLowerCase(),
    )
    .replace(SENTENCE_START, (first) =>
      proposal.verbIsMeant && isPlainWord(first) ? first.toLowerCase() : first,
    )
    .replace(GIVEN, '')
    .replace(TIMING, ' ')
    .replace(ADVERBS, ' ')
    .trim();
  const [verb, rest] = plainVerb(proposal.verb, objectOf(proposal, words));
  const resolved = resolvePronouns(personal(` ${rest} `, proposal, voices), proposal, before);
  const told = withTopic(inFull(tidy(`${verb} ${resolved}`), before), proposal, before);
  const phrase = withHeading(told, saysWhat(told) || ONLY_VERB.test(told) ? topicOf(proposal, before) : null);
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

const SENTENCE_START = /^\p{Lu}\p{Ll}+/u;

/** Written with a capital because it began a sentence: "Milk" */
function isPlainWord(word: string): boolean {
  return !isFirstName(word) && !grammarOf(word).has('#ProperNoun');
}

/** "Cancel", "Buy it" */
const ONLY_VERB = /^\S+(?: (?:it|them|that|those))?$/;

/** The clause without its dates, without a name called out at its end and without a tag. */
function withoutAsides(proposal: Proposal): string {
  const clause = withoutDates(proposal).trim().replace(TAG, '');
  const name = addresseeOf(proposal.line);
  return name !== null && clause.endsWith(`, ${name}`) ? clause.slice(0, -name.length - 2) : clause;
}

/** "have a look at it" is to look at it; what is returned goes back anyway. */
function plainVerb(verb: string, rest: string): readonly [string, string] {
  if (verb === 'return') return [verb, rest.replace(/ back$/i, '')];
  return /^a look at\b/i.test(rest) ? ['look', rest.slice('a look '.length)] : [verb, rest];
}

/** "me" and "you" become names or go; the owner's own things stay "my", other people's become "the". */
function personal(rest: string, { force, verb }: Proposal, { speaker, listener }: Voices): string {
  const asked = force === 'asked' || force === 'anyone';
  const [they, named] = asked ? ['me|us', speaker] : ['you', listener];
  const their = asked ? 'my|our' : 'your';
  const own = asked ? /\byour\b/gi : /\bour\b/gi;
  let text = rest.replace(new RegExp(`\\b(?:to|for|with|from|over to|at) (?:${they})\\b`, 'gi'), (words) =>
    named ? words.replace(/\S+$/, named) : '',
  );
  text = text.replace(
    new RegExp(`^ (?:${they})(?= )`, 'i'),
    named ? ` ${named}` : /^(?:let|meet|pick|collect|fetch|drive|take)$/.test(verb) ? ' them' : '',
  );
  text = text.replace(new RegExp(`\\b(?:${they})\\b`, 'gi'), named ?? 'them');
  text = text.replace(new RegExp(`\\b(?:${their})\\b`, 'gi'), named ? `${named}'s` : 'the');
  text = text.replace(/\b(?:with (?:me|us|you)|from you|(?:over|back) (?:to me|to us|here))\b/gi, ' ');
  return text
    .replace(own, asked ? 'my' : 'our')
    .replace(/\bmy (?=(?:wife|husband|mother|father|mom|mum|dad|son|daughter|boss)\b)/gi, 'my ');
}

function tidy(phrase: string): string {
  let text = phrase
    .replace(/\s+/g, ' ')
    .replace(/ ,/g, ',')
    .replace(/,+/g, ',')
    .replace(/[.,!?;:"]+$/g, '')
    .trim();
  text = text
    .replace(/,(?= (?:and )?$)/, '')
    .split(' ')
    .slice(0, MAX_WORDS)
    .join(' ');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(DANGLING, '').replace(/[\s,.]+$/, '');
  }
  return text;
}

/** Verbs that may stand for the deed just named: "I will bring it over", "I will get that to you". */
const STAND_IN =
  /^(?:do|have|get|take|keep|bring|send|give|put|hand|carry|return|finish|make|write|email|text|mail|pass|drop|phone|ring|deliver|forward|sort|handle|fix|arrange|call|finish|complete|submit|prepare|order|book|buy|pay|pick)$/;

/** Whether nothing is left but the verb and a pronoun: the deed stands in another sentence. */
export function isEmptyPhrase(proposal: Proposal): boolean {
  const words = withoutDates(proposal).replace(TIMING, ' ').replace(ADVERBS, ' ').trim();
  const rest = objectOf(proposal, words);
  if (ON_THE_PHONE.test(rest)) return false;
  if (isProForm(proposal.verb, rest)) return true;
  if (!STAND_IN.test(proposal.verb) && rest !== '') return false;
  return (
    coreOf(
      rest.replace(
        /\b(?:it|that|this|them|those|him|her|you|me|us|one|over|back|to|with|up|out|down|in|off|so|both|there|here|all|again|by|on|for|at)\b/gi,
        '',
      ),
    ).trim() === ''
  );
}

/** "get him on the phone" is a deed of its own */
const ON_THE_PHONE = /\bon the (?:phone|line|blower)\b/i;

function inPlainForm(verb: string, clause: string): string {
  return clause.replace(/^\S+/, verb);
}

/** "do that", "do it": says nothing about the deed, whatever the pronoun means. */
export function isBareVerb({ verb, line, start, end }: Proposal): boolean {
  // "take them back" says where to.
  if (
    /^(?:take|get|bring|have) (?:it|them|that|those) (?:back|over|in|down|up|round|along)\b/i.test(
      inPlainForm(verb, line.text.slice(start, end)),
    )
  )
    return false;
  return /^(?:do|have|get|take|keep|see|deal|handle|manage|attend|look)$/.test(verb);
}

const NO_OBJECT =
  /^(?:again|back|both|all|well|too|together|home|here|there|now|soon|over|up|down|in|out|on|off|along|away|and|as|so|it|that|this|the|a|to|with|around|ahead|more|two|three|four|five|six|seven|eight|nine|ten|twelve)$/i;
/** One calls or writes somebody back, even if it is not said whom. */
const COMMUNICATES = /^(?:call|ring|phone|text|write|email|reply|check)$/i;

/** Whether a description names something beside its verb: "Throw again" is nothing to tick off. */
export function saysWhat(description: string): boolean {
  const [verb = '', ...rest] = description.split(' ');
  return rest.length > 0 && (COMMUNICATES.test(verb) || rest.some((word) => !NO_OBJECT.test(word)));
}

/** "read them": what is read was named with the same verb. */
export function isVerbWithPronoun(proposal: Proposal): boolean {
  const words = withoutDates(proposal).replace(TIMING, ' ').replace(ADVERBS, ' ').trim();
  const object = objectOf(proposal, words).trim().replace(/ the$/i, '');
  return (
    /^(?:it|that|those|this|one)$/i.test(object) || (object === 'them' && !TO_PEOPLE.test(proposal.verb))
  );
}

/** "Somebody has to ring the repair people." "I will ring them about the microscope.": what is said beyond the deed itself. */
export function withMore({ description, about }: Task, proposal: Proposal): string {
  const words = tidy(withoutDates(proposal).replace(TIMING, ' ').replace(ADVERBS, ' '));
  const more = /^\S+ (?:it|them|him|her|that|those) ((?:about|because of|regarding) .+)$/i.exec(words)?.[1];
  const isNew = more && ![...contentStems(more)].some((stem) => about.has(stem));
  return isNew ? `${description} ${more}` : description;
}
