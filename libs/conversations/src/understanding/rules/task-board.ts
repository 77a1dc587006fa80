import { isNumberWord, tokenize } from '#libs/ai';
import { type Proposal } from './proposals.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line } from './talk-lines.js';
import { type Due } from './task-dates.js';

/** `open`: a task. `waiting`: asked or offered, not agreed to yet. `dropped`: refused, given up, done, or somebody else's. */
export type TaskState = 'open' | 'waiting' | 'dropped';

export interface Task {
  readonly proposal: Proposal;
  description: string;
  /** Roots of what it is about, without its verb. */
  readonly about: ReadonlySet<string>;
  state: TaskState;
  due: Due | null;
  readonly evidence: Line[];
  /** The turn that first spoke of it. */
  readonly askedIn: number;
}

/** Lines after which a different verb no longer means the same matter. */
const SAME_MATTER_LINES = 8;

export function makeTask(proposal: Proposal, description: string, due: Due | null): Task {
  const about = contentStems(description.replace(/^\S+\s*/, ''));
  return {
    proposal,
    description,
    about,
    due,
    state: 'waiting',
    evidence: [proposal.line],
    askedIn: proposal.line.turn,
  };
}

/** The tasks heard so far, newest last; one for each matter. */
export class TaskBoard {
  private readonly tasks: Task[] = [];

  get all(): readonly Task[] {
    return this.tasks;
  }

  /** The newest task that is not dropped and was last spoken of at most `lines` sentences ago. */
  recent(line: Line, lines: number): Task | null {
    return (
      this.tasks.findLast(
        (task) => task.state !== 'dropped' && line.index - task.evidence.at(-1)!.index <= lines,
      ) ?? null
    );
  }

  /** Adds a task, or lets it take the place of an earlier one on the same matter. */
  put(task: Task): Task {
    const at = this.tasks.findLastIndex(
      (earlier) => earlier.state !== 'dropped' && isSameMatter(earlier, task),
    );
    if (at < 0) {
      this.tasks.push(task);
      return task;
    }
    const merged = mergeTasks(this.tasks[at]!, task);
    this.tasks.splice(at, 1);
    this.tasks.push(merged);
    return merged;
  }
}

function isSameMatter(earlier: Task, later: Task): boolean {
  const shared = overlapOf(earlier.about, later.about);
  const distance = later.proposal.line.index - earlier.evidence.at(-1)!.index;
  if (earlier.proposal.verb === later.proposal.verb)
    return shared >= 0.5 || isAnswered(earlier, later, distance);
  if (isCorrected(earlier, later)) return true;
  const near = distance <= SAME_MATTER_LINES;
  if (near && isHandedOver(earlier, later)) return true;
  // What was asked and what is promised in answer may be worded differently.
  const promised = earlier.proposal.force === 'asked' && later.proposal.force !== 'asked';
  return near && shared >= (promised ? 0.5 : 0.75) && !sameLine(earlier, later);
}

/** "Borrow ten chairs", and later "ask for forty chairs": of the same thing another number. */
function isCorrected(earlier: Task, later: Task): boolean {
  const [before, after] = [numbersOf(earlier.description), numbersOf(later.description)];
  if (after === '' || before === after) return false;
  const [first, second] = [earlier, later].map(
    ({ about }) => new Set([...about].filter((stem) => !isNumberWord(stem))),
  );
  return first!.size > 0 && overlapOf(first!, second!) === 1;
}

/** "I need the deposit by Monday." "I will transfer the four hundred on Monday." */
function isHandedOver({ proposal, due }: Task, later: Task): boolean {
  return (
    proposal.verbIsMeant === true &&
    later.proposal.force === 'firm' &&
    due !== null &&
    due.day === later.due?.day
  );
}

/** "Please transfer it." "I will transfer the hundred dollars." */
function isAnswered(earlier: Task, later: Task, distance: number): boolean {
  return (
    /^(?:asked|anyone)$/.test(earlier.proposal.force) && later.proposal.force === 'firm' && distance <= 3
  );
}

function sameLine(earlier: Task, later: Task): boolean {
  return earlier.proposal.line.index === later.proposal.line.index;
}

function mergeTasks(earlier: Task, later: Task): Task {
  const promised = earlier.proposal.force === 'asked' && later.proposal.force !== 'asked';
  const corrected = numbersOf(earlier.description) !== numbersOf(later.description);
  const newer = promised || corrected || later.about.size >= earlier.about.size;
  const worded = newer ? later : earlier;
  return {
    ...worded,
    state: earlier.state === 'open' || later.state === 'open' ? 'open' : 'waiting',
    due: later.due ?? earlier.due,
    evidence: [...earlier.evidence, ...later.evidence],
    askedIn: later.askedIn,
  };
}

function numbersOf(text: string): string {
  return tokenize(text)
    .filter(({ word }) => isNumberWord(word))
    .map(({ word }) => word)
    .join(' ');
}
