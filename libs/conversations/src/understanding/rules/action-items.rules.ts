import { type TranscriptInput } from '#libs/contracts';
import { type ActionItemsAnswer } from '../action-items.task.js';
import { askedProposals, imperatives, ownProposals, splitDeeds, type Proposal } from './proposals.js';
import { ACCEPTANCE, DAY_CORRECTION, GIVEN_UP, REFUSAL, SUITS, TAKEN_OVER } from './speech-acts.js';
import { addresseeOf, contentStems, overlapOf, prepareTalk, type Line, type Talk } from './talk.js';
import { handsOver, isMeant, isTakenOn, settles } from './task-answers.js';
import { DUE_OF_IT, NEED, PROMISE_OF_THING } from './task-cues.js';
import { makeTask, TaskBoard, type Task } from './task-board.js';
import { definiteDays, dueBefore, dueInLine, lastDay, onlyDay, type Due } from './task-dates.js';
import { describeTask, isBareVerb, isEmptyPhrase } from './task-phrase.js';

/** Sentences after which "I will do that" no longer means what was asked. */
const REACH_LINES = 4;
/** Turns that may lie between a request and the answer to it. */
const ANSWER_TURNS = 3;
/** Sentences back to the day that "by then" or "the day before" counts from. */
const DAY_REACH_LINES = 10;

/** The owner's tasks in a conversation, found by rules. Pure, deterministic and linear in the length of the talk. */
export function findActionItems(input: TranscriptInput): ActionItemsAnswer {
  const talk = prepareTalk(input);
  if (talk.narrated) return { items: [] };
  const listener = new TaskListener(talk);
  for (const line of talk.lines) listener.hear(line);
  return { items: listener.tasks().map(toDraft) };
}

function toDraft({ description, due, evidence }: Task): ActionItemsAnswer['items'][number] {
  const segmentIds = new Set(evidence.flatMap(({ segmentIds: ids }) => ids));
  return { description, due: due && `${due.day}T${due.time}`, segment_ids: [...segmentIds] };
}

/** Follows a conversation sentence by sentence and keeps the board of tasks up to date. */
class TaskListener {
  private readonly board = new TaskBoard();
  /** The task whose day was named last, as long as no other day has been named since. */
  private lastDated: Task | null = null;
  /** To whom this turn speaks by name. */
  private addressee: { turn: number; name: string } | null = null;
  /** Without voices told apart: up to this sentence somebody else is answering. */
  private othersAnswerUntil = -1;

  constructor(private readonly talk: Talk) {}

  hear(line: Line): void {
    const name = addresseeOf(line);
    if (name) this.addressee = { turn: line.turn, name };
    this.giveUp(line);
    this.answer(line);
    const made = line.secret ? [] : [...this.asked(line), ...this.promised(line)];
    this.date(line, made);
  }

  tasks(): Task[] {
    return this.board.all.filter(({ state, description }) => state === 'open' && description.includes(' '));
  }

  /** What others ask of the owner, and in a note what the owner tells himself. */
  private asked(line: Line): Task[] {
    if (line.role === 'owner' && !this.talk.monologue) return [];
    if (this.speaksToAnother(line)) {
      if (line.role === 'unknown' && askedProposals(line).length > 0) this.othersAnswerUntil = line.index + 2;
      return [];
    }
    const proposals = this.talk.monologue ? imperatives(line) : askedProposals(line);
    return proposals
      .flatMap(splitDeeds)
      .flatMap((proposal) => this.place(proposal, this.talk.monologue ? 'open' : 'waiting'));
  }

  /** What the owner takes on. */
  private promised(line: Line): Task[] {
    if (line.role === 'other' || line.index <= this.othersAnswerUntil) return [];
    return ownProposals(line).flatMap((proposal) => {
      const recent = this.board.recent(proposal.line, REACH_LINES);
      if (handsOver(proposal, recent) || (isEmptyPhrase(proposal) && (isBareVerb(proposal) || recent)))
        return this.confirm(proposal);
      return splitDeeds(proposal).flatMap((deed) =>
        this.place(deed, this.standsAlone(deed) ? 'open' : 'waiting'),
      );
    });
  }

  private place(proposal: Proposal, state: 'open' | 'waiting'): Task[] {
    if (isEmptyPhrase(proposal) && this.board.recent(proposal.line, REACH_LINES))
      return this.confirm(proposal);
    const before = this.talk.lines.slice(Math.max(0, proposal.line.index - REACH_LINES), proposal.line.index);
    const description = describeTask(proposal, this.voices(proposal.line), before);
    const task = makeTask(proposal, description, this.dueSaid(proposal));
    task.due ??= this.dueFromContext(task, before);
    task.state = state;
    const placed = this.board.put(task);
    if (placed.due) this.lastDated = placed;
    return [placed];
  }

  /** "I will do that tomorrow", "I will bring it over on Saturday": agrees to the last deed and may date it. */
  private confirm(proposal: Proposal): Task[] {
    const task = this.board.recent(proposal.line, this.reachOf(proposal));
    if (
      !task ||
      (proposal.force === 'asked' && this.talk.monologue === false && proposal.line.role === 'owner')
    )
      return [];
    if (proposal.force === 'firm' || proposal.force === 'reminder') task.state = 'open';
    task.due = this.dueSaid(proposal) ?? task.due;
    task.evidence.push(proposal.line);
    if (task.due) this.lastDated = task;
    return [task];
  }

  /** The day that the deed's sentence names, itself or by what was said before it. */
  private dueSaid(proposal: Proposal): Due | null {
    const { index } = proposal.line;
    return (
      dueInLine(proposal) ??
      dueBefore(proposal, this.talk.lines.slice(Math.max(0, index - DAY_REACH_LINES), index))
    );
  }

  /** In a note, "I will do that" speaks of the sentence before. */
  private reachOf(proposal: Proposal): number {
    return this.talk.monologue && isBareVerb(proposal) ? 1 : REACH_LINES;
  }

  /** Whether what the owner says is a task without anyone's consent. */
  private standsAlone({ force, line, start }: Proposal): boolean {
    if (force !== 'soft') return true;
    const modal =
      /\b(should|ought to|can|could|want to|plan to|intend to|mean to|planning to|let me|i)\W*(?:\w+\W+)?$/i
        .exec(line.text.slice(0, start))?.[1]
        ?.toLowerCase();
    const dated = definiteDays(line).length > 0;
    if (/^(?:can|could|i)$/.test(modal ?? '')) return !line.question && this.isCalledFor(line);
    if (modal === 'should' || modal === 'ought to') return dated || this.talk.monologue;
    return dated;
  }

  /** Whether the talk before asked for somebody to do something. */
  private isCalledFor(line: Line): boolean {
    return this.talk.lines
      .slice(Math.max(0, line.index - 2), line.index)
      .some(({ text, turn, role }) => (turn !== line.turn || role === 'unknown') && NEED.test(text));
  }

  /** The answer to what was asked or offered in the turns before. */
  private answer(line: Line): void {
    const asked = this.board.all.filter((task) => this.isAnswerTo(task, line));
    // What was asked last is what is answered.
    const lastTurn = Math.max(...asked.map(({ askedIn }) => askedIn));
    const waiting = asked.filter(({ state, askedIn }) => state === 'waiting' && askedIn === lastTurn);
    if (waiting.length === 0) return;
    if (this.counters(line)) return this.agreeOn(waiting, line);
    const refuses = REFUSAL.test(line.text);
    const agrees =
      !refuses &&
      (ACCEPTANCE.test(line.text) || SUITS.test(line.text) || PROMISE_OF_THING.test(line.text)) &&
      !line.question;
    if (refuses) for (const task of waiting) task.state = 'dropped';
    if (agrees)
      this.agreeOn(
        waiting.filter((task) => isTakenOn(task, line)),
        line,
      );
  }

  /** "Wednesday would be better": agrees to the deed, on another day. */
  private counters(line: Line): boolean {
    return (
      onlyDay(line) !== null &&
      /\b(?:better|instead|rather|how about|what about|(?:is|would) .{0,12}(?:enough|okay|early enough|soon enough))\b/i.test(
        line.text,
      )
    );
  }

  private agreeOn(tasks: readonly Task[], line: Line): void {
    const day = onlyDay(line);
    for (const task of tasks) {
      task.state = 'open';
      task.due =
        this.counters(line) || PROMISE_OF_THING.test(line.text) ? (day ?? task.due) : (task.due ?? day);
      task.evidence.push(line);
      if (day) this.lastDated = task;
    }
  }

  private isAnswerTo({ proposal, askedIn }: Task, line: Line): boolean {
    const asked = proposal.line;
    if (asked.role === 'unknown') return line.index > asked.index && line.index - asked.index <= 2;
    if (line.turn <= askedIn || line.turn - askedIn > ANSWER_TURNS) return false;
    if (asked.role === 'other') return line.role === 'owner';
    return proposal.force === 'soft' && line.role === 'other' && line.turn === askedIn + 1;
  }

  /** Refused, taken over by another, given up or done. */
  private giveUp(line: Line): void {
    const last = this.board.recent(line, REACH_LINES);
    if (last && this.takesOver(line, last)) last.state = 'dropped';
    if (!GIVEN_UP.test(line.text)) return;
    const stems = contentStems(line.text);
    for (const task of this.board.all) {
      const named = task.about.size > 0 && overlapOf(task.about, stems) >= 0.5;
      if (named || (task === last && isMeant(task, line, stems))) task.state = 'dropped';
    }
  }

  private takesOver(line: Line, last: Task): boolean {
    const said = last.evidence.at(-1)!;
    if (line.role === 'unknown')
      return line.index - said.index <= 1 && /^no\b/i.test(line.text) && TAKEN_OVER.test(line.text);
    return (
      line.role === 'other' &&
      said.role === 'owner' &&
      line.turn - said.turn === 1 &&
      TAKEN_OVER.test(line.text) &&
      !ACCEPTANCE.test(line.text.slice(0, 12))
    );
  }

  /** A day named for a task outside the sentence that made it: "It is due on the fifteenth", "No, make it Friday". */
  private date(line: Line, made: readonly Task[]): void {
    if (made.length > 0 || definiteDays(line).length === 0) return;
    const task = this.board.recent(line, REACH_LINES);
    const due = onlyDay(line) ?? lastDay(line);
    if (task && (this.corrects(line, task) || this.completes(line, task) || settles(line, task))) {
      task.due = due;
      task.evidence.push(line);
    } else if (!this.lastDated?.evidence.includes(line)) this.lastDated = null;
  }

  /** "It is due on the fifteenth", "By when?" "By Friday." */
  private completes(line: Line, task: Task): boolean {
    return task.due === null && onlyDay(line) !== null && this.speaksOfDue(line);
  }

  private corrects(line: Line, task: Task): boolean {
    return task === this.lastDated && DAY_CORRECTION.test(line.text);
  }

  private speaksOfDue(line: Line): boolean {
    const previous = this.talk.lines[line.index - 1];
    return (
      DUE_OF_IT.test(line.text) ||
      (previous !== undefined && previous.question && DUE_OF_IT.test(previous.text))
    );
  }

  /** "She arrives on Friday." "I will pick her up.": the one day of the turn that is answered, when both speak of the same. */
  private dueFromContext(task: Task, before: readonly Line[]): Due | null {
    const turn = task.proposal.line.turn;
    const near = this.talk.diarized
      ? before.filter((line) => line.turn === turn - 1 && line.role !== task.proposal.line.role)
      : before.slice(-2);
    const days = near.filter((line) => definiteDays(line).length > 0);
    const stems = contentStems(near.map(({ text }) => text).join(' '));
    return days.length === 1 && task.about.size > 1 && overlapOf(task.about, stems) >= 0.5
      ? onlyDay(days[0]!)
      : null;
  }

  private speaksToAnother(line: Line): boolean {
    const owner = this.talk.input.ownerName;
    if (!this.addressee || this.addressee.turn !== line.turn) return false;
    if (owner !== null) return this.addressee.name.toLowerCase() !== owner.toLowerCase();
    return this.talk.voices > 2;
  }

  private voices(line: Line): { speaker: string | null; listener: string | null } {
    const other = this.talk.lines
      .slice(Math.max(0, line.index - 6), line.index)
      .findLast(({ role }) => role === 'other');
    return {
      speaker: this.talk.names.get(line.speaker) ?? null,
      listener: (other && this.talk.names.get(other.speaker)) ?? null,
    };
  }
}
