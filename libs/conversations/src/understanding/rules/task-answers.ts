import { BEGINS_IT, NEED, PROMISE_OF_THING, TAKE_IT, TAKES_ON, WHEN_ASKED } from './task-cues.js';
import { isAdvice } from './asked-proposals.js';
import { type Proposal } from './proposals.js';
import { ACCEPTANCE, GRATITUDE, REFUSAL, SUITS } from './speech-acts.js';
import { contentStems } from './talk.js';
import type { Line } from './talk-lines.js';
import { type Task } from './task-board.js';
import { echoes, findsDayGood } from './task-echo.js';
import { definiteDays, onlyDay } from './task-dates.js';
import { timeless } from './timeless-words.js';

/** Agrees to what was asked, or says it or its day again. */
export function takesOn(task: Task, line: Line, lines: readonly Line[]): boolean {
  const again = echoes(task, line) || repeatsDayAsked(task, line, lines);
  return again || (agreesTo(task, line) && isTakenOn(task, line));
}

/** What was asked of anybody needs somebody to take it on; a "yes" only finds it true. */
export function isTakenOn({ proposal }: Task, line: Line): boolean {
  if (proposal.force !== 'anyone' || TAKES_ON.test(line.text)) return true;
  return proposal.line.question && onlyDay(line) !== null;
}

/** "Yes, of course. You will have it by Monday.", "Sure. On Friday.": the rest of an answer names the day. */
export function settles(line: Line, task: Task): boolean {
  const agreed = task.evidence.at(-1)!;
  if (
    (task.proposal.force === 'anyone' && agreed.role !== 'owner') ||
    task.state !== 'open' ||
    onlyDay(line) === null ||
    line.question
  )
    return false;
  if (line.role !== agreed.role || line.turn !== agreed.turn) return false;
  return PROMISE_OF_THING.test(timeless(line).trim()) || BEGINS_IT.test(line.text) || isOnlyTime(line);
}

/** "By Friday at noon.": nothing but the time. */
export function isOnlyTime(line: Line): boolean {
  const rest = timeless(line).replace(/\b(?:actually|rather|then)\b/gi, '');
  return contentStems(rest).size === 0 && !/\b(?:I|you|we|he|she|they|it|not|no)\b/i.test(rest);
}

/** "No need, they scan the phone." */
const WAVED_OFF =
  /^(?:(?:oh|no|ah|well),? )*(?:no need|never ?mind|do not bother|not necessary|forget it|that was (?:last|the other|another)\b.*)(?: (?:for|with) (?:it|that|this))?(?:[,.!]|$)/i;

/** "Done, he is coming on Monday." */
const DONE_ALREADY = /^done[,.!]+ \w/i;

/** "No need for that": a pronoun right after the task was spoken of, and nothing else of weight; "The rent is paid, so that is done" has its own. */
export function isMeant(task: Task, { text, index }: Line, stems: ReadonlySet<string>): boolean {
  if (index - task.evidence.at(-1)!.index === 1 && (WAVED_OFF.test(text) || DONE_ALREADY.test(text)))
    return true;
  return (
    index - task.evidence.at(-1)!.index <= 2 &&
    stems.size <= 2 &&
    /\b(?:it|that|them|this)\b/i.test(text) &&
    !/^(?:and |so )?(?:the|my|our) (?!whole thing\b)/i.test(text)
  );
}

/** "Then I will fill it on Friday": what was agreed once more. */
const THEN = /^(?:(?:okay|all right|good|so),? )?then I will\b/i;

/** What follows only tells how. */
const TAKEN_WHOLE = /\b(?:leave (?:it|that) (?:to|with) me|let me (?:do|handle) (?:it|that))\b/i;

/** "Somebody has to stop him." "I will call him.": does what was asked, or says again what was agreed. */
export function repeatsTask({ line, start, end }: Proposal, last: Task): boolean {
  const said = last.evidence.at(-1)!;
  const takenOn =
    said.turn === line.turn &&
    said.role === line.role &&
    (TAKEN_WHOLE.test(said.text) || (last.proposal.force === 'anyone' && said === line));
  const concluded = last.proposal.force === 'asked' && last.state === 'open' && THEN.test(line.text);
  return (
    (takenOn || concluded) &&
    /^(?:go (?:\w+ )?and )?\S+ (?:it|them|him|her|those)\b/i.test(line.text.slice(start, end))
  );
}

/** "We need the signed form." "I will drop it off at the office": what is handed over is what was wanted. */
export function handsOver({ line, start, end }: Proposal, asked: Task): boolean {
  if (!asked.proposal.verbIsMeant || asked.proposal.force !== 'asked') return false;
  return line.turn > asked.askedIn && /^\S+ (?:it|them|those|one)\b/i.test(line.text.slice(start, end));
}

/** Turns that may lie between a request and the answer to it. */
const ANSWER_TURNS = 3;

/** Whether the sentence may answer what was asked, or accept what was offered. */
export function isAnswerTo(task: Task, line: Line): boolean {
  const { proposal, askedIn } = task;
  const asked = proposal.line;
  if (asked.role === 'unknown' || (asked.role === 'other' && line.role === 'unknown'))
    return mayAnswerUnknown(task, line);
  if (line.turn <= askedIn || line.turn - askedIn > ANSWER_TURNS) return false;
  if (asked.role === 'other') return line.role === 'owner';
  return proposal.force === 'soft' && line.role === 'other' && line.turn === askedIn + 1;
}

/** Sentences within which an unknown voice may agree; and within which it may say again what it was asked. */
const AGREES_LINES = 2;
const ECHOES_LINES = 4;

/** Nobody knows where the turn ends: what is near, or says the deed again, is the answer. */
function mayAnswerUnknown(task: Task, line: Line): boolean {
  const distance = line.index - task.proposal.line.index;
  if (distance <= 0) return false;
  return distance <= AGREES_LINES || (distance <= ECHOES_LINES && echoes(task, line));
}

/** "Wednesday would be better": agrees to the deed, on another day. */
export function counters(line: Line): boolean {
  return (
    onlyDay(line) !== null &&
    /\b(?:better|instead|rather|how about|what about|(?:is|would) .{0,12}(?:enough|okay|early enough|soon enough))\b/i.test(
      line.text,
    )
  );
}

/** A promise of something else: its "I will" agrees to nothing. */
const OWN_DEED =
  /\bI (?:will|can) (?!(?:do|see|try|make sure|be (?:there|in|ready)|take care|handle|manage|sort|certainly|definitely|of course|be happy|gladly|get (?:it|that|on)|\w+ (?:it|that|them|him|her|this|those|one))\b)\w+/gi;

/** Whether the talk before asked for somebody to do something. */
export function isCalledFor(line: Line, before: readonly Line[]): boolean {
  return before.some(({ text, turn, role }) => (turn !== line.turn || role === 'unknown') && NEED.test(text));
}

/** "Have you called him yet?": a "no" refuses nothing. */
export function asksWhetherDone({ proposal: { force, line } }: Task): boolean {
  return force === 'anyone' && line.question && /\b(?:did|have) you\b/i.test(line.text);
}

/** "If I am in town, sure.": promises nothing. */
const DEPENDS =
  /^(?:(?:yes|sure|okay|well|fine),? )*(?:if|unless|only if|provided) (?:I|we|it|he|she|they|there|nothing|the)\b/i;

/** Whether the sentence agrees to what was asked. */
export function agreesTo({ proposal, due }: Task, line: Line): boolean {
  if (isNoConsent(line)) return false;
  const text = line.text.replace(OWN_DEED, '');
  if (isAdvice(proposal)) return /\b(?:I will|will do|good idea|great idea|you are right)\b/i.test(text);
  if ([ACCEPTANCE, PROMISE_OF_THING, TAKES_ON].some((pattern) => pattern.test(text))) return true;
  if (isThankedFor(proposal, line) || findsDayGood(line)) return true;
  // "Half past three works" speaks of a time that was proposed, if not of this deed's.
  return SUITS.test(text) && (due !== null || line.dates.length === 0);
}

function isNoConsent({ question, text }: Line): boolean {
  return question || REFUSAL.test(text) || DEPENDS.test(text);
}

function isThankedFor({ force }: Proposal, { role, text }: Line): boolean {
  return force === 'soft' && role === 'other' && GRATITUDE.test(text);
}

/** Sentences after a wish that may ask for when it suits. */
const WHEN_LINES = 3;

/** "I would like an X-ray. Could you go this Thursday?": whoever wants a thing goes on to ask when. */
export function asksWhen({ index, turn }: Line, lines: readonly Line[]): boolean {
  return lines
    .slice(index + 1, index + 1 + WHEN_LINES)
    .some(
      (next) =>
        next.turn === turn &&
        (WHEN_ASKED.test(next.text) || (next.question && definiteDays(next).length > 0)),
    );
}

/** "She needs the list. Can that be yours?" */
export function asksToTake({ index, turn }: Line, lines: readonly Line[]): boolean {
  const next = lines[index + 1];
  return next?.turn === turn && next.question && TAKE_IT.test(next.text);
}

/** "I want a blood count. Does Tuesday work?" "Tuesday at eight, I will be at the lab.": says the day again that was asked about; with an hour it is an appointment. */
function repeatsDayAsked({ proposal, askedIn }: Task, line: Line, lines: readonly Line[]): boolean {
  const day = onlyDay(line)?.day;
  if (day === undefined || isNoConsent(line) || AWAY.test(line.text)) return false;
  return lines
    .slice(proposal.line.index + 1, proposal.line.index + 1 + WHEN_LINES)
    .some(
      (asked) =>
        asked.turn === askedIn &&
        asked.question &&
        asked.dates.every(({ clock }) => clock === null) &&
        onlyDay(asked)?.day === day,
    );
}

const AWAY = /\b(?:not|cannot|away|busy|out|never|too|instead|only|but)\b/i;

/** "When can you have it?" "Thursday evening?" */
export function namesDayAsked(line: Line, before: readonly Line[]): boolean {
  return onlyDay(line) !== null && before.some(({ text, question }) => question && WHEN_ASKED.test(text));
}

/** The owner had his say since it was asked, and asked nothing back. */
export function isPassedOver({ askedIn, proposal }: Task, line: Line, lines: readonly Line[]): boolean {
  if (proposal.line.role !== 'other') return false;
  const since = lines.slice(proposal.line.index + 1, line.index);
  const replied = since.filter(({ role, turn }) => role === 'owner' && turn > askedIn && turn < line.turn);
  return replied.length > 0 && !replied.some(({ question }) => question);
}
