import { type Proposal } from './proposals.js';
import { DAY_CORRECTION, SUITS } from './speech-acts.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line, Talk } from './talk-lines.js';
import { isOnlyTime, settles } from './task-answers.js';
import { type Task } from './task-board.js';
import { isFragment } from './task-echo.js';
import { DUE_OF_IT } from './task-cues.js';
import { timeless } from './timeless-words.js';
import { definiteDays, dueBefore, dueInLine, lastDay, onlyDay, type Due } from './task-dates.js';

/** "Friday, then." */
const THEN = /\bthen[.!]*$/i;
const MEETING = /^(?:pick|meet|collect|fetch)$/;
/** "I am going to the airport to get your dad." */
const GOES_TO_MEET = /\bto (?:pick|meet|collect|fetch|get) /;
/** Sentences after which "I will do that" no longer means what was asked. */
export const REACH_LINES = 4;
/** Sentences back to the day that "by then" or "the day before" counts from. */
const DAY_REACH_LINES = 10;
/** Sentences back to the occasion to which something is to be brought. */
const OCCASION_REACH_LINES = 40;
/** "finish it", "hand mine in": the thing was named before, and its deadline perhaps too. */
const PRO_OBJECT = /\b(?:it|them|that|those|mine|ours|one|rest)\b/i;

/** "The hall wants the deposit by Friday" */
const WANTED_BY = /\b(?:wants?|needs?|needed|asks?|asking|expects?|requires?|waiting for|like|after)\b/i;

/** Knows by when deeds are due: by their own sentence, by what was said before, and by what is said after. */
export class DueKeeper {
  /** The task whose day was named last, as long as no other day has been named since. */
  private lastDated: Task | null = null;
  /** "It is due on Monday", "they pushed it to Monday": the deadline of what is spoken of. */
  private deadline: { readonly due: Due; readonly index: number } | null = null;

  constructor(private readonly talk: Talk) {}

  remember(task: Task): void {
    if (task.due) this.lastDated = task;
  }

  /** The day that the deed's sentence names, itself or by what was said before it. */
  said(proposal: Proposal): Due | null {
    const { index } = proposal.line;
    const back = (lines: number) => this.talk.lines.slice(Math.max(0, index - lines), index);
    return dueInLine(proposal) ?? dueBefore(proposal, back(DAY_REACH_LINES), back(OCCASION_REACH_LINES));
  }

  /** "She arrives on Friday." "I will pick her up.", "Tomorrow is fine. I will fetch it.": the day stands beside the deed. */
  fromContext(task: Task, before: readonly Line[]): Due | null {
    return (
      this.ofArrival(task.proposal) ??
      this.fromDeadline(task) ??
      this.fromAgreed(task, before) ??
      this.fromTurnBefore(task, before)
    );
  }

  /** "She lands on Thursday. I am picking her up.": whoever is met arrives on the day that was told last. */
  ofArrival({ verb, line, start, end }: Proposal): Due | null {
    const meets = MEETING.test(verb) || GOES_TO_MEET.test(line.text.slice(start, end));
    if (!meets || definiteDays(line).length > 0) return null;
    const near = this.talk.lines.slice(Math.max(0, line.index - REACH_LINES), line.index);
    return near.map(lastDay).findLast((due) => due !== null) ?? null;
  }

  /** A day named for a task outside the sentence that made it: "It is due on the fifteenth", "No, make it Friday". */
  hear(line: Line, made: readonly Task[], recent: Task | null): void {
    const due = onlyDay(line) ?? lastDay(line);
    if (due && this.speaksOfDue(line)) this.deadline = { due, index: line.index };
    if (made.length > 0 || due === null) return;
    if (recent && this.dates(line, recent)) {
      recent.due = due;
      recent.evidence.push(line);
    } else if (!this.speaksOfLastDated(line, due)) this.lastDated = null;
  }

  /** "Thursday is a holiday": still the day of the deed. */
  private speaksOfLastDated(line: Line, { day }: Due): boolean {
    return this.lastDated?.evidence.includes(line) === true || this.lastDated?.due?.day === day;
  }

  private dates(line: Line, task: Task): boolean {
    return this.corrects(line, task) || this.completes(line, task) || settles(line, task);
  }

  private fromDeadline({ proposal: { line, start, end } }: Task): Due | null {
    const near = this.deadline && line.index - this.deadline.index <= REACH_LINES;
    return near && PRO_OBJECT.test(line.text.slice(start, end)) ? this.deadline!.due : null;
  }

  private fromAgreed({ proposal: { line, start, end } }: Task, before: readonly Line[]): Due | null {
    const last = before.at(-1);
    if (last?.turn !== line.turn || last.role !== line.role) return null;
    const agreed = SUITS.test(last.text) && PRO_OBJECT.test(line.text.slice(start, end));
    return agreed || isOnlyTime(last) || isFragment(last) ? onlyDay(last) : null;
  }

  /** The one day of the turn that is answered, when both speak of the same. */
  private fromTurnBefore({ proposal, about }: Task, before: readonly Line[]): Due | null {
    const { turn, role } = proposal.line;
    const near = this.talk.diarized
      ? before.filter((line) => line.turn === turn - 1 && line.role !== role)
      : before.slice(-2);
    const days = near.filter((line) => definiteDays(line).length > 0);
    const stems = contentStems(near.map(({ text }) => text).join(' '));
    return days.length === 1 && about.size > 1 && overlapOf(about, stems) >= 0.5 ? onlyDay(days[0]!) : null;
  }

  /** "It is due on the fifteenth", "By when?" "By Friday." */
  private completes(line: Line, task: Task): boolean {
    const dated =
      this.speaksOfDue(line) || (/^(?:and )?(?:by|before|until|till) /i.test(line.text) && isOnlyTime(line));
    return task.due === null && onlyDay(line) !== null && dated;
  }

  private corrects(line: Line, task: Task): boolean {
    if (task !== this.lastDated || isOfAnotherMatter(line, task)) return false;
    const discussed = this.talk.lines.slice(Math.max(0, line.index - 2), line.index);
    const concludes =
      THEN.test(line.text) && isOnlyTime(line) && discussed.some(({ dates }) => dates.length > 0);
    return DAY_CORRECTION.test(line.text) || concludes;
  }

  private speaksOfDue(line: Line): boolean {
    if (WANTED_BY.test(line.text) && line.dates.some(({ relation }) => relation === 'by')) return true;
    const previous = this.talk.lines[line.index - 1];
    return (
      DUE_OF_IT.test(line.text) ||
      (previous !== undefined && previous.question && DUE_OF_IT.test(previous.text))
    );
  }
}

const OWN_WORDS = 3;

/** "The pub has no room on Saturday, so her party is on Sunday instead": says too much of something else. */
function isOfAnotherMatter(line: Line, { about }: Task): boolean {
  const stems = contentStems(timeless(line));
  return stems.size > OWN_WORDS && overlapOf(about, stems) === 0;
}
