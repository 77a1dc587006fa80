import { type DateMention } from '#libs/ai';
import { isSameName, restates, type Appointment } from './appointments.js';
import {
  CONCERNS_US,
  HAD_IN_MIND,
  isAboutOthers,
  isBareTime,
  MOVED,
  offersTime,
  PAST_EVENT,
  PROPOSAL,
  RETIMES,
  STATEMENT,
  TAG,
} from './event-acts.js';
import { clauseEventIn, type ClauseEvent } from './event-clauses.js';
import { eventNameIn, type EventName } from './event-names.js';
import { CONDITION, CORRECTION, HEDGE } from './speech-acts.js';
import type { Line } from './talk-lines.js';

/** A sentence with a time, taken apart. */
export interface TimedLine {
  readonly line: Line;
  readonly mentions: readonly DateMention[];
  /** The event that it names itself. */
  readonly name: EventName | null;
  /** The event that it speaks of, named there or shortly before. */
  readonly known: EventName | null;
  /** Arranges another meeting: about nothing named before. */
  readonly again: boolean;
  readonly dated: boolean;
  readonly proposes: boolean;
  readonly states: boolean;
  readonly bare: boolean;
}

/** "moved from the twentieth to the twenty-sixth, at ten": without the day that no longer holds. */
export function newTimes({ text }: Line, all: readonly DateMention[]): readonly DateMention[] {
  const mentions = withoutExcuses(text, all);
  const lastDay = mentions.findLast(({ day, relation }) => day !== null && relation !== 'not');
  return MOVED.test(text)
    ? mentions.filter((mention) => mention.day === null || mention === lastDay)
    : mentions;
}

/** "Tuesday, I am in Denver on Monday": of several days not the one on which the speaker is elsewhere. */
function withoutExcuses(text: string, mentions: readonly DateMention[]): readonly DateMention[] {
  if (mentions.filter(({ day }) => day !== null).length < 2) return mentions;
  const kept = mentions.filter(({ start }) => {
    const clause = text.slice(0, start).split(/[,;:]/).at(-1)!;
    return (
      !/\b(?:I|we) (?:am|are|will be|have|have got|work) (?:\w+ ){0,4}$/i.test(clause) ||
      /\b(?:free|available)\b/i.test(clause)
    );
  });
  return kept.length > 0 ? kept : mentions;
}

export function isOnDayOf({ day: agreed }: Appointment, { dates, text }: Line): boolean {
  return dates.some(({ day }) => day !== null && day === agreed) || /\b(?:that|this) day\b/i.test(text);
}

/** "It ends at six" gives no beginning. */
const ENDS = /\b(?:ends?|finish(?:es)?|is over|are over|closes?)\b(?= (?:at|on|by|around|\w+day|tomorrow))/i;
const ON_AIR = /\bon (?:TV|television|the (?:radio|telly|television))\b/i;

/** Hypothetical, or over. */
export function isUncertain({ text: whole, question }: Line, proposed: boolean): boolean {
  const text = whole.replace(TAG, '');
  if (ENDS.test(text) || ON_AIR.test(text)) return true;
  if (HAD_IN_MIND.test(text)) return CONDITION.test(text);
  if (CONDITION.test(text) || (HEDGE.test(text) && !question)) return true;
  return PAST_EVENT.test(text) && !proposed && !MOVED.test(text);
}

function isNamedHere(line: Line, name: EventName | null): boolean {
  return name !== null && (eventNameIn(line.text) !== null || clauseEventIn(line) !== null);
}

/** What only concerns somebody else: "I am flying on Monday" by another, "she starts on Monday". */
export function isOtherOnly(line: Line, name: EventName | null): boolean {
  const { text, role } = line;
  if (PROPOSAL.test(text) || HAD_IN_MIND.test(text) || offersTime(line) || isNamedHere(line, name))
    return false;
  return (
    isAboutOthers(text) ||
    (role === 'other' && /^(?:\w+,? ){0,2}I (?:am|have|will|work|start|fly|leave|go)\b/i.test(text))
  );
}

/** Names a day for something, by proposal or statement; what is not named must at least have its hour. */
export function isAnnouncement(
  { dated, known, proposes, states, bare, mentions }: TimedLine,
  monologue: boolean,
): boolean {
  if (!dated) return false;
  return (
    proposes ||
    (known !== null ? states || bare : !monologue && bare && mentions.some(({ clock }) => clock !== null))
  );
}

const MEETS_AGAIN = /\b(?:come back|(?:come|meet|talk|speak|see each other|get together) again)\b/i;
const DEADLINE = /^(?:by|until|till|before|due|since)$/;

/** Whether a mention may say when an appointment is. */
export function isUsable({ day, precision, clock, relation }: DateMention, today: string): boolean {
  if (DEADLINE.test(relation) || (relation === 'after' && clock !== null)) return false;
  // "That is all for today."
  if (relation === 'for' && day === today) return false;
  return day === null ? clock !== null : precision === 'day' && day >= today;
}

/** "It can wait until the evening before, the seventeenth": said once more. */
const APPOSED_TO_LIMIT =
  /\b(?:until|till|by|before|no later than)\b(?:[^,.;]*, (?:so |that is )?| the )$|\bdue (?:in |for )?$/i;

/** "Monday before noon", "on until twelve": the hour limits, nothing begins then. */
export function isLimit({ text }: Line, { start, end, clock }: DateMention): boolean {
  return (
    (clock !== null && /\b(?:before|until|till|by)\b/i.test(text.slice(start, end))) ||
    APPOSED_TO_LIMIT.test(text.slice(0, start))
  );
}

function isTentative(line: Line, built: ClauseEvent | null): boolean {
  return (
    PROPOSAL.test(line.text) || HAD_IN_MIND.test(line.text) || offersTime(line) || built?.tentative === true
  );
}

/** What else is known when a sentence with a time is read. */
interface Surroundings {
  readonly mentions: readonly DateMention[];
  /** The event that was named shortly before the sentence. */
  readonly near: (line: Line) => EventName | null;
}

/** "I am sitting in on the webinar" */
const TAKES_PART = /\b(?:I am|we are|I will be|we will be) \w+ing\b/i;

function tellsWhen({ text }: Line, name: EventName | null): boolean {
  return STATEMENT.test(text) || CONCERNS_US.test(text) || (name !== null && TAKES_PART.test(text));
}

/** Takes a sentence with a time apart. */
export function takeApart(line: Line, name: EventName | null, { mentions, near }: Surroundings): TimedLine {
  const again = MEETS_AGAIN.test(line.text);
  const built = clauseEventIn(line);
  const bare = isBareTime(line, mentions);
  const dated = mentions.some(({ day }) => day !== null);
  const asksForTime = line.question && dated && (bare || name !== null);
  return {
    line,
    mentions,
    name,
    known: name ?? (again ? null : near(line)),
    again,
    dated,
    proposes: asksForTime || isTentative(line, built),
    states: !bare && (built !== null || tellsWhen(line, name)),
    bare,
  };
}

/** Whether the sentence is about something else than the appointment that is being arranged. */
export function isAnother(current: Appointment, timed: TimedLine): boolean {
  if (current.disputed || restates(current, timed.line)) return false;
  if ((timed.again && current.confirmed) || isOtherName(current, timed)) return true;
  const otherDay = timed.mentions.some(({ day }) => day !== null && day !== current.day);
  if (!otherDay) return false;
  // "My flight is on Sunday. Then let us set off on Friday."
  if (!current.confirmed) return current.othersEvent && timed.proposes;
  return !current.reopened && !RETIMES.test(timed.line.text);
}

/** A name said here parts two appointments; one said before only where nothing is corrected. */
function isOtherName(current: Appointment, { line, name, known }: TimedLine): boolean {
  if (!known || isSameName(known, current.name)) return false;
  if (name === null && isOnDayOf(current, line)) return false;
  return name !== null || current.confirmed || !CORRECTION.test(line.text);
}
