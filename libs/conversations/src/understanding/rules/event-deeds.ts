import { type DateMention } from '#libs/ai';
import { askedProposals } from './asked-proposals.js';
import { HAD_IN_MIND, PROPOSAL } from './event-acts.js';
import { clauseEventIn } from './event-clauses.js';
import { eventNameIn } from './event-names.js';
import { meetingIn } from './event-meetings.js';
import { ownProposals } from './own-proposals.js';
import { CORRECTION } from './speech-acts.js';
import type { Line } from './talk-lines.js';

/** Sentences after a deed in which a time is still its own. */
const REACH_LINES = 3;
/** "I am talking to his teacher on Thursday" is arranged; "I have to talk to her" is still to be done. */
const MEETING_GOING_ON = /\b(?:I am|we are) (?:\w+ )?(?:talk|speak|meet|sitt|catch|hav)\w*ing\b/i;
const ANSWER = /^(?:(?:okay|yes|no|well|so|then|fine|sure|make it|say|or),? )*$/i;

/** A deed on a day is a task, not an appointment. */
export function isDeed(line: Line): boolean {
  if (isDeedWithReason(line)) return true;
  if (
    PROPOSAL.test(line.text) ||
    HAD_IN_MIND.test(line.text) ||
    eventNameIn(line.text) ||
    clauseEventIn(line)
  )
    return false;
  if (meetingIn(line.text) && MEETING_GOING_ON.test(line.text)) return false;
  return ownProposals(line).length > 0 || askedProposals(line).length > 0;
}

/** "I have to ring my brother tomorrow, it is his birthday": the day is that of the deed. */
function isDeedWithReason(line: Line): boolean {
  const reason = /, (?:because|since|as|it is|that is|he|she|they)\b/i.exec(line.text);
  if (!reason || line.dates.length === 0 || line.dates.some(({ end }) => end > reason.index)) return false;
  const main = { ...line, text: line.text.slice(0, reason.index) };
  return eventNameIn(main.text) === null && eventNameIn(line.text) !== null && isDeed(main);
}

/** "Half past three, and I will make the sandwiches" tells the hour first. */
export function answersWithTime({ text, dates }: Line): boolean {
  const [first] = dates;
  return first !== undefined && first.clock !== null && ANSWER.test(text.slice(0, first.start));
}

/** The last deed with a day: "Saturday is fine" after it speaks of that. */
export class DeedTimes {
  private last: Line | null = null;

  hear(line: Line): void {
    if (line.dates.length > 0) this.last = line;
  }

  /**
   * Whether a time is that of the deed spoken of shortly before: repeated, or corrected.
   * @param since index of the last sentence about an appointment
   */
  holds(line: Line, mentions: readonly DateMention[], since: number): boolean {
    const deed = this.last;
    if (!deed || line.index - deed.index > REACH_LINES || eventNameIn(line.text)) return false;
    if (deed.index > since && CORRECTION.test(line.text)) return true;
    return mentions.some(({ day }) => day !== null && deed.dates.some((date) => date.day === day));
  }

  isBefore(index: number): boolean {
    return this.last === null || this.last.index < index;
  }
}
