import { expandContractions, infinitiveOf } from '#libs/ai';
import { EVERY } from './kinds/fact-kind.js';
import { claimOf, type Claim } from './questions.js';
import { statementOfFragment } from './fragments.js';
import { NUMBER } from './words.js';

const YES =
  /^(?:yes|yeah|yep|yup|sure|right|exactly|of course|(?:i|we|he|she|they) (?:do|does|am|is|are|have|has|did)(?= *(?:,|$|still|indeed))|always|absolutely|definitely|still (?:do|am|have|is|does|there|going)|indeed|true|correct|rain or shine|same as ever|that is right|guilty)\b[,!]?\s*/i;
const LATE_YES = /[,.]?\s+(?:yes|yeah)$/i;
const NO = /^(?:no|nope|nah|not|never|none|neither)\b/i;
/** That it was so once. */
const OVER =
  /\b(?:any ?more|anymore|no longer|not since|these days|not now|quit|stopped|gave|given up|packed|used to|not a drop)\b/i;
/** Answers that only begin like one. */
const HALF_YES = /\b(?:not|but|if|unless|only when|sort of|kind of|depends|no)\b/i;
const BARE_YES_WORDS = 6;
/** "Three days a week", "since March": what an answer adds to what was asked. */
const ADDITION = new RegExp(
  `^(?:just |only |but |mostly )?((?:${EVERY}|most (?:days|nights|weekends|mornings)|(?:${NUMBER}) times a \\w+|only (?:at|on|in|with) [\\w ]{3,25}|since [\\w ]{3,30}|for (?:${NUMBER}) (?:years|months))(?:,? in the (?:morning|evening)s?)?)(?: now| these days)?(?:,.*)?$`,
  'i',
);

/** The statement that a short answer makes together with the question before it, in the words of who answers; null when it makes none. */
export function answeredStatement(question: string, answer: string): string | null {
  const asked = expandContractions(question);
  const reply = expandContractions(answer).replace(/[.!]+$/, '');
  return statementOfFragment(asked, reply) ?? statementOfVerdict(asked, reply);
}

function statementOfVerdict(question: string, reply: string): string | null {
  const claim = claimOf(question);
  if (!claim) return null;
  if (NO.test(reply)) return denied(claim, reply);
  const added = confirmation(reply);
  if (added === null) return null;
  return [claim.who, claim.rest, added].filter(Boolean).join(' ');
}

/** What an answer adds to its yes; null when it is none. */
function confirmation(reply: string): string | null {
  let rest = reply;
  while (YES.test(rest)) rest = rest.replace(YES, '');
  rest = rest.replace(LATE_YES, '').trim();
  const addition = ADDITION.exec(rest)?.[1];
  if (addition !== undefined)
    return /^[A-Z][a-z]+day/.test(addition) ? `on ${addition}` : lowerFirst(addition);
  if (rest === reply || HALF_YES.test(rest)) return null;
  const isPlain = /^(?:yes|yeah|yep|i (?:do|am|have)|he (?:does|is)|she (?:does|is))\b/i.test(reply);
  return isPlain || reply.split(/\s+/).length <= BARE_YES_WORDS ? '' : null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const BE = /^(am|is|are|have|has|can)\b(?: still\b)? ?/i;
/** What one does or does not, once and for all. */
const ABSTAINED = /^(?:smoke|drink|eat|drive)s?\b/i;

/** "No" ends what held once; what was only asked about is worth a no when it is a thing that people abstain from. */
function denied({ who, rest, isStill }: Claim, reply: string): string | null {
  if (isStill || OVER.test(reply)) {
    const auxiliary = BE.exec(rest)?.[1];
    if (auxiliary) return `${who} ${auxiliary} no longer ${rest.replace(BE, '')}`;
    return `${who} no longer ${rest.replace(/\bstill /i, '')}`;
  }
  if (!ABSTAINED.test(rest)) return null;
  const [verb, ...object] = rest.split(' ');
  return [who, who === 'I' ? 'do' : 'does', 'not', infinitiveOf(verb!.toLowerCase()), ...object].join(' ');
}
