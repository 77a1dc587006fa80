import { contradicts } from '../resolution/conflict.rules.js';
import type { KnownFact } from './fact.js';
import type { FactKind } from './kinds/fact-kind.js';
import type { Subject } from './subject.js';

/** That something was brought to an end on purpose, or came to one for good; "left" and "stopped" alone happen every day. */
const ENDS =
  /\b(?:gave up|given up|packed in|handed (?:in|back|over)|sold|got rid of|gave away|given away|cancel+ed|called off|dropped out|pulled out|withdrew|withdrawn|resigned|stepped down|stood down|stopped \w+ing|quit|(?:has|have) (?:left|lost|moved on)|left .*\b(?:for good|last (?:week|month|year|spring|summer|autumn|winter)|in (?:[A-Z]\w+ )?\d{4})|no longer|not (?:\w+ ){1,6}any ?more|not any ?more|is (?:over|finished|closed|off)|has (?:closed|ended|folded|finished|expired)|(?:done|finished|through) with|came off|is off|was (?:put down|stolen|sold|cancel+ed|scrapped|closed|made redundant|let go)|died|lost [A-Z]\w+|(?:thrown|threw) (?:.* )?(?:away|out)|(?:gone|went) to live|no more|grown out of|grew out of|got over|(?:is|are|does|has|can) not\b.*\bafter all)\b/;
/** That it is so from now on. */
const HENCEFORTH =
  /\b(?:now|these days|nowadays|instead|from now on|since|any ?more|again|lately|at last)\b/i;

/**
 * A clause that fits no pattern of facts states one all the same when it changes something that is remembered: what is remembered tells what
 * the words are about, and that it is worth keeping.
 *
 * @param content what the clause says, as a memory would
 */
export function kindOfChange(
  content: string,
  { key: subject, kind, predicate: said }: Subject,
  existing: readonly KnownFact[],
): FactKind | null {
  const changes = (known: KnownFact): boolean => {
    if (ENDS.test(content)) return contradicts({ content, subject, predicate: 'ended' }, known);
    const isSameMatter = kind !== 'effect' && HENCEFORTH.test(said) && mayChangeValue(known);
    return isSameMatter && contradicts({ content, subject, predicate: known.predicate }, known);
  };
  const known = existing.find(changes);
  if (!known) return null;
  return {
    predicate: ENDS.test(content) ? 'ended' : known.predicate!,
    topic: 'personal',
    weight: 3,
    pattern: /^/,
    happened: true,
  };
}

/** Facts that name what is done, so that another number or day for the same thing is recognized. */
function mayChangeValue({ predicate }: KnownFact): boolean {
  return ['hobby', 'habit', 'schedule', 'diet', 'learning', 'medication'].includes(predicate ?? '');
}

/** Whether a statement does to a memory what it was read for; one that was read for nothing else may say anything. */
export function changesAsSaid(known: KnownFact | undefined, statement: KnownFact): boolean {
  return known === undefined || contradicts(statement, known);
}
