import { findPersonNames, grammarOf } from '#libs/ai';
import { HEDGE, PAST, REFUSAL } from './speech-acts.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line } from './talk-lines.js';
import { type Task } from './task-board.js';
import { definiteDays, onlyDay } from './task-dates.js';
import { timeless } from './timeless-words.js';

/** What was, is not, or is somebody else's says nothing of what the owner will do. */
const NO_WORD_OF_OWNER =
  /\b(?:not|never|no longer|cannot|was|were|did|had|has|have (?:already|just)|he|she|somebody|someone|you)\b/i;
const OWNER_ACTS =
  /\bI (?:will|am|can|shall)\b|\b(?:will|are|is) (?:be |being |coming |going )?(?:in|on|with|back|there|ready|done|at)\b/i;

/**
 * "Could you put a guide together by the second?" "The guide by the second. I can manage that.": who says again what was asked, with its day
 * or with what he will do about it, takes it on.
 */
export function echoes(task: Task, line: Line): boolean {
  const { proposal, evidence } = task;
  if (proposal.line.role === 'owner' || isElse(line) || namesAnother(line, proposal.line)) return false;
  if (isDeadlineAgain(task, line)) return true;
  if (!sharesWords(task, line)) return false;
  const ofAnybody = proposal.force === 'anyone' && evidence.length === 1;
  return ofAnybody ? isOfOwner(line, /\bI (?:will|am|can)\b/) : isFragment(line) || saysWhatHeDoes(line);
}

/** "Three hundred and ten by the twentieth." */
function isDeadlineAgain({ proposal, due }: Task, line: Line): boolean {
  return proposal.force === 'asked' && due !== null && isFragment(line) && onlyDay(line)?.day === due.day;
}

function sharesWords({ about }: Task, line: Line): boolean {
  const said = contentStems(timeless(line));
  return about.size > 0 && said.size > 0 && overlapOf(about, said) >= 0.5;
}

function saysWhatHeDoes(line: Line): boolean {
  return isOfOwner(line, OWNER_ACTS) || (definiteDays(line).length > 0 && isOfOwner(line, /./));
}

function isOfOwner({ text }: Line, acts: RegExp): boolean {
  return acts.test(text) && !NO_WORD_OF_OWNER.test(text);
}

/** Asks, refuses, doubts, looks back, or, as "Houston!", is surprised. */
function isElse({ text, question }: Line): boolean {
  return question || [/!$/, REFUSAL, HEDGE, PAST].some((pattern) => pattern.test(text));
}

/** "Tuesday's doable": of the day that was asked for, nothing but good. */
export function findsDayGood(line: Line): boolean {
  if (line.question || REFUSAL.test(line.text) || line.dates.length === 0) return false;
  const { end } = line.dates[0]!;
  const rest = line.text.slice(line.text.slice(0, end).endsWith("'s") ? end - 2 : end).trim();
  return line.dates[0]!.start <= 4 && DAY_IS.test(rest) && !DAY_IS_BAD.test(rest);
}

const DAY_IS = /^(?:'s|is|would be|will be|it is|should be)(?: \w+){0,2}[.,!]/i;
const DAY_IS_BAD =
  /\b(?:not|no use|too|bad|difficult|hard|tight|out|tough|impossible|tricky|full|a holiday|off|gone|over|busy|awkward)\b/i;

/** A sentence without a verb. */
export function isFragment({ text }: Line): boolean {
  const words = text.replace(
    /^(?:(?:okay|sure|yes|right|grand|lovely|great|fine|good|and|so|then),? )+/i,
    '',
  );
  const parsed = grammarOf(words);
  // "Two flow meters": a word that might be a verb is none in so short a phrase.
  return !parsed.has(SHORT_PHRASE.test(words) ? '(#Copula|#Auxiliary|#Modal|#PastTense|#Pronoun)' : '#Verb');
}

const SHORT_PHRASE =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty) (?:[\w-]+ ){0,2}[\w-]+[.,]*$/i;

/** Whom the request did not speak of. */
function namesAnother({ text }: Line, asked: Line): boolean {
  return findPersonNames(text).some((name) => !asked.text.includes(String(name)));
}
