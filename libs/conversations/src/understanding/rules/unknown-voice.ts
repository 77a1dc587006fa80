import { askedProposals } from './asked-proposals.js';
import { ownProposals } from './own-proposals.js';
import { ACCEPTANCE, GRATITUDE } from './speech-acts.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line, Talk } from './talk-lines.js';
import { NEED } from './task-cues.js';
import { definiteDays } from './task-dates.js';

/** Sentences that may lie between a request and a promise in answer to it. */
const ANSWER_LINES = 3;

/**
 * Whether a promise may be pinned on the owner. Of a voice that nobody knows it may be anybody's: it counts when it answers what somebody
 * else just asked for, or when it is made to the listener for a day. A task that is missed is better than somebody else's.
 */
export function isOwnersPromise(line: Line, { lines }: Talk): boolean {
  if (line.role !== 'unknown') return line.role === 'owner';
  if (isMadeToListener(line, lines[line.index + 1])) return true;
  let answered = false;
  for (const before of lines.slice(Math.max(0, line.index - ANSWER_LINES), line.index).toReversed()) {
    // Whom one request was made to takes on that; what else is taken on meanwhile may be anybody's.
    if (before.role !== 'owner' && isRequest(before)) return !answered || isAbout(line, before);
    if (takesUp(line, before)) return !answered;
    // What was asked since is what is being answered.
    if (before.question) return false;
    answered ||= ownProposals(before).length > 0;
  }
  return false;
}

/**
 * "I will bring yours back on Sunday.", "I will ring the vet on Monday." "That is kind of you.": somebody is waiting for it. In 16 scripted lives
 * 44 such promises were the owner's and 7 somebody else's; of other promises for a day 39 and 35, of those without a day 26 and 61.
 */
function isMadeToListener(line: Line, next: Line | undefined): boolean {
  if (line.question || definiteDays(line).length === 0 || MUST.test(line.text)) return false;
  return TO_LISTENER.test(line.text) || (next?.question === false && WELCOMED.test(next.text));
}

/** Whoever tells of his own affairs has to do them. */
const MUST = /\bI (?:\w+ )?(?:have to|must|need to|had better)\b/i;
const TO_LISTENER = /^(?!.*\bplease\b).*\byou(?:rs?)?\b/i;
const WELCOMED = new RegExp(
  `${ACCEPTANCE.source}|${GRATITUDE.source}|^(?:please|do\\b|no (?:rush|hurry)|that is kind|any ?time|wise|\\w+day (?:is|suits|works))`,
  'i',
);

/** "I draw the plan, and you talk to the office": what is whose of it depends on who says so, and that nobody knows. */
const SHARED_OUT = /\bI (?:(?:will|can|would) )?\w+\b.*,? (?:and|while|if) you (?!know\b|see\b|mean\b)\w+/i;

export function isShareOfUnknown({ role, text, question }: Line): boolean {
  return role === 'unknown' && !question && SHARED_OUT.test(text);
}

/** Asks for a deed, wants a thing, or brings up what nobody has taken on yet. */
function isRequest(line: Line): boolean {
  if (isShareOfUnknown(line)) return false;
  if (line.question && (NEED.test(line.text) || ASKED.test(line.text))) return true;
  return WANTED.test(line.text) || BROUGHT_UP.test(line.text) || askedProposals(line).length > 0;
}

/** "Could you tell me your new address?" */
const ASKED = /\b(?:can|could|would|will) you\b/i;
/** "And I need three people to help", "We have to order the cake", "Somebody has to drive you home". */
const WANTED =
  /\b(?:(?:I|we|they|he|she|(?:the|my|our) \w+) (?:(?:still|also|really) )?(?:needs?|wants?|requires?)\b(?! to\b)|we (?:(?:still|also|really) )?(?:have to|need to|must)|(?:somebody|someone) (?:has to|should|must|needs to)|would be (?:good|great|helpful)|please)\b/i;
/** "And the scanners?" */
const BROUGHT_UP =
  /^(?:and|but|what about|how about) (?:the|your|our) (?:(?:[\w'-]+ ){0,5}[\w'-]+\?|(?:[\w'-]+ ){0,2}[\w'-]+\.?)$/i;

/** "They would like a list of my pills." "I will type the list": takes up what the other spoke of, and not as a deed of his own. */
function takesUp(line: Line, before: Line): boolean {
  return (
    before.role !== 'owner' &&
    !before.question &&
    !/\b(?:I|me|mine)\b/.test(before.text) &&
    isAbout(line, before)
  );
}

function isAbout(line: Line, request: Line): boolean {
  return overlapOf(contentStems(line.text), contentStems(request.text)) > 0;
}
