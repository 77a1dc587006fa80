import { coreOf, nounPhrases } from './noun-phrases.js';
import { isProForm, objectOf, type Proposal } from './proposals.js';
import { addresseeOf, type Line } from './talk.js';

const MAX_WORDS = 15;

/** Words of time, haste and manner, which say nothing about the deed. */
const TIMING =
  /\b(?:,? ?(?:right away|straight away|immediately|as soon as (?:possible|i can|you can)|first thing|before (?:breakfast|lunch|dinner|work|school|bed|that|then|i (?:go|leave)|you (?:go|leave)|we (?:go|leave))|(?:right |shortly |soon |directly )?after (?:(?:this|that|the) (?:call|meeting|talk|visit)|breakfast|lunch|dinner|work|school|that|this)|(?:over|during) (?:lunch|the weekend)|in time|on time|in advance|at the latest|at some point|later on|later|soon|the (?:evening|night|morning|day) before|one day before|by then|until then|at once|any time|every now and then|again and again|the same day|that day|on that day|next time|this time|for now|in the meantime|beforehand|afterwards|ahead of time|no later than))\b/gi;
const ADVERBS =
  /\b(?:also|just|then|really|definitely|quickly|maybe|please|still|finally|probably|too|certainly|kindly|actually|simply|anyway|of course|for sure|instead|already|myself|yourself|if possible|for (?:me|you|us)|okay)\b/gi;
/** What is hung on to win or give assurance. */
const TAG =
  /,? (?:(?:i )?promise|(?:i )?swear|honestly|(?:all )?right|yeah|yes|will you|would you|could you|can you|no worries|do not worry|of course|don't you think|if (?:you can|that is (?:okay|fine|all right)))[.!?\s]*$/i;
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
  const words = withoutAsides(proposal).replace(TIMING, ' ').replace(ADVERBS, ' ').trim();
  const [verb, rest] = plainVerb(proposal.verb, objectOf(proposal, words));
  const resolved = resolvePronouns(personal(` ${rest} `, proposal, voices), proposal, before);
  const phrase = tidy(`${verb} ${resolved}`);
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

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

/** The clause with every spoken date and time cut out. */
export function withoutDates({ line, start, end }: Pick<Proposal, 'line' | 'start' | 'end'>): string {
  let text = '';
  let at = start;
  for (const date of line.dates) {
    if (date.start < at || date.end > end) continue;
    // "cancel that this afternoon": "that" is the thing, no part of the time.
    const from = date.relation === 'that' ? date.start + 'that'.length : date.start;
    text += `${line.text.slice(at, from)} `;
    at = date.end;
  }
  return text + line.text.slice(at, end);
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
    named ? ` ${named}` : verb === 'let' ? ' them' : '',
  );
  text = text.replace(new RegExp(`\\b(?:${they})\\b`, 'gi'), named ?? 'them');
  text = text.replace(new RegExp(`\\b(?:${their})\\b`, 'gi'), named ? `${named}'s` : 'the');
  text = text.replace(/\b(?:with (?:me|us|you)|(?:over|back) (?:to me|to us|here))\b/gi, ' ');
  return text
    .replace(own, asked ? 'my' : 'our')
    .replace(/\bmy (?=(?:wife|husband|mother|father|mom|mum|dad|son|daughter|boss)\b)/gi, 'my ');
}

/** Replaces the first "it", "them", "him" or "her" that has no noun before it in the clause. */
function resolvePronouns(rest: string, proposal: Proposal, before: readonly Line[]): string {
  const match =
    /(?:^|\s)((?:a|another) (?:new |second )?one|some(?= *$)|it|them|those|these|this one|that one|that|this|him|her)(?=[\s,.]|$)(?! \w+s\b)/i.exec(
      rest,
    );
  if (!match || nounPhrases(rest.slice(0, match.index)).length > 0) return rest;
  // "let you know" says whom; nobody spoken of before is meant.
  if (/^let you know\b/i.test(proposal.line.text.slice(proposal.start))) return rest;
  const pronoun = match[1]!.toLowerCase();
  const thing = antecedent(pronoun, proposal, before);
  if (!thing) return rest;
  const resolved = rest.replace(
    match[0],
    ` ${/one$/.test(pronoun) ? pronoun.replace(/one$/, thing.replace(/^the /, '')) : thing}`,
  );
  // "ask her for it": a second one may stand behind the first.
  return pronoun === 'him' || pronoun === 'her' ? resolveSecond(resolved, thing, proposal, before) : resolved;
}

function resolveSecond(rest: string, first: string, proposal: Proposal, before: readonly Line[]): string {
  const match = /\b(it|them)(?=[\s,.]|$)/i.exec(rest);
  const thing = match && antecedent(match[1]!.toLowerCase(), proposal, before, first);
  return match && thing ? rest.replace(match[0], thing) : rest;
}

const LOOK_BACK_LINES = 4;
const NO_ANTECEDENT =
  /^(?:deadline|(?:one )?(?:more|last|other) thing|mine|his|hers|theirs|ours|yours|her|their|my|your|our|its)$/i;

function antecedent(pronoun: string, proposal: Proposal, before: readonly Line[], not = ''): string | null {
  // One asks, tells and calls people.
  const wantsPerson =
    /^(?:him|her)$/.test(pronoun) ||
    (pronoun === 'them' && /^(?:ask|tell|call|invite|inform|remind|thank|let)$/.test(proposal.verb));
  const wantsPlural = /^(?:them|those|these|some)$/.test(pronoun);
  const texts = [
    withoutDates({ line: proposal.line, start: 0, end: proposal.start }),
    ...before
      .filter(({ secret }) => !secret)
      .slice(-LOOK_BACK_LINES)
      .reverse()
      .map((line) => withoutDates({ line, start: 0, end: line.text.length })),
  ];
  let second: string | null = null;
  for (const text of texts) {
    const phrases = nounPhrases(text).reverse();
    const fit = phrases.find(
      (phrase) =>
        phrase.person === wantsPerson &&
        (wantsPerson || phrase.plural === wantsPlural) &&
        !NO_ANTECEDENT.test(phrase.text) &&
        !not.endsWith(phrase.text),
    );
    if (fit) return withArticle(fit.text, text);
    second ??=
      phrases.find(
        (phrase) =>
          phrase.person === wantsPerson && !NO_ANTECEDENT.test(phrase.text) && !not.endsWith(phrase.text),
      )?.text ?? null;
  }
  return second && withArticle(second, '');
}

/** "my wife" stays hers or his; things are "the" things. */
function withArticle(core: string, text: string): string {
  if (/^\p{Lu}/u.test(core)) return core;
  return text.toLowerCase().includes(`my ${core.toLowerCase()}`) &&
    nounPhrases(core).some(({ person }) => person)
    ? `my ${core}`
    : `the ${core}`;
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
  /^(?:do|have|get|take|keep|bring|send|give|put|hand|carry|return|finish|make|write|email|text|mail|pass|drop|deliver|forward|sort|handle|fix|arrange|call|finish|complete|submit|prepare|order|book|buy|pay|pick)$/;

/** Whether nothing is left but the verb and a pronoun: the deed stands in another sentence. */
export function isEmptyPhrase(proposal: Proposal): boolean {
  const words = withoutDates(proposal).replace(TIMING, ' ').replace(ADVERBS, ' ').trim();
  const rest = objectOf(proposal, words);
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

/** "do that", "do it": says nothing about the deed, whatever the pronoun means. */
export function isBareVerb({ verb }: Proposal): boolean {
  return /^(?:do|have|get|take|keep|see|deal|handle|manage|attend|look)$/.test(verb);
}
