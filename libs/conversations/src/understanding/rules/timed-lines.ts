import { type DateMention } from '#libs/ai';
import { type Appointment } from './appointments.js';
import { isAboutOthers, isBareTime, MOVED, PAST_EVENT, PROPOSAL, STATEMENT } from './event-acts.js';
import { clauseEventIn, type ClauseEvent } from './event-clauses.js';
import { eventNameIn, type EventName } from './event-names.js';
import { CONDITION, HEDGE } from './speech-acts.js';
import { type Line } from './talk.js';

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
export function newTimes({ text }: Line, mentions: readonly DateMention[]): readonly DateMention[] {
  const lastDay = mentions.findLast(({ day }) => day !== null);
  return MOVED.test(text)
    ? mentions.filter((mention) => mention.day === null || mention === lastDay)
    : mentions;
}

export function isOnDayOf({ day: agreed }: Appointment, { dates, text }: Line): boolean {
  return dates.some(({ day }) => day !== null && day === agreed) || /\b(?:that|this) day\b/i.test(text);
}

/** Hypothetical, or over. */
export function isUncertain({ text, question }: Line, proposed: boolean): boolean {
  if (CONDITION.test(text) || (HEDGE.test(text) && !question)) return true;
  return PAST_EVENT.test(text) && !proposed && !MOVED.test(text);
}

/** What only concerns somebody else: "I am flying on Monday" by another, "she starts on Monday". */
export function isOtherOnly({ text, role }: Line, name: EventName | null): boolean {
  if (PROPOSAL.test(text) || (name !== null && eventNameIn(text) !== null)) return false;
  return (
    isAboutOthers(text) ||
    (role === 'other' && /^(?:\w+,? ){0,2}I (?:am|have|will|work|start|fly|leave|go)\b/i.test(text))
  );
}

/** Names a day for something, by proposal or statement. */
export function isAnnouncement({ dated, known, proposes, states, bare }: TimedLine): boolean {
  return dated && (proposes || (known !== null && (states || bare)));
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

function isTentative({ text }: Line, built: ClauseEvent | null): boolean {
  return PROPOSAL.test(text) || built?.tentative === true;
}

/** What else is known when a sentence with a time is read. */
interface Surroundings {
  readonly mentions: readonly DateMention[];
  /** The event that was named shortly before the sentence. */
  readonly near: (line: Line) => EventName | null;
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
    states: !bare && (STATEMENT.test(line.text) || built !== null),
    bare,
  };
}
