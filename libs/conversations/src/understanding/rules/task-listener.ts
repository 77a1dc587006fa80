import { FAR_LINES, namesThing } from './antecedents.js';
import { askedProposals, neededThings, thingsForOthers } from './asked-proposals.js';
import { notedDeeds } from './noted-deeds.js';
import { lastOffer, ownProposals } from './own-proposals.js';
import { splitDeeds, type Proposal } from './proposals.js';
import { ACCEPTANCE, GIVEN_UP, REFUSAL } from './speech-acts.js';
import { addresseeOf } from './addressees.js';
import { contentStems, overlapOf } from './talk.js';
import type { Line, Talk } from './talk-lines.js';
import {
  asksWhen,
  asksToTake,
  asksWhetherDone,
  counters,
  handsOver,
  isAnswerTo,
  isCalledFor,
  isMeant,
  isPassedOver,
  namesDayAsked,
  repeatsTask,
  takesOn,
} from './task-answers.js';
import { delegates, isAskedOfAll, takesOver } from './task-handover.js';
import { HANDLES, PROMISE_OF_THING, SOFT_MODAL, TAKES_FROM, TAKES_ON } from './task-cues.js';
import { echoes } from './task-echo.js';
import { makeTask, TaskBoard, type Task } from './task-board.js';
import { definiteDays, onlyDay } from './task-dates.js';
import { dayOfTurn } from './task-turn-day.js';
import { DueKeeper, REACH_LINES } from './task-due-keeper.js';
import { isOwnersPromise, isShareOfUnknown } from './unknown-voice.js';
import {
  describeTask,
  isBareVerb,
  isEmptyPhrase,
  isVerbWithPronoun,
  saysWhat,
  withMore,
} from './task-phrase.js';
import { withoutDates } from './timeless-words.js';

/** Sentences in which "it" finds what it stands for. */
const PRONOUN_LINES = 6;

/** Follows a conversation sentence by sentence and keeps the board of tasks up to date. */
export class TaskListener {
  private readonly board = new TaskBoard();
  private readonly dues: DueKeeper;
  /** To whom this turn speaks by name. */
  private addressee: { turn: number; name: string } | null = null;
  /** Without voices told apart: up to this sentence somebody else is answering. */
  private othersAnswerUntil = -1;

  constructor(private readonly talk: Talk) {
    this.dues = new DueKeeper(talk);
  }

  hear(line: Line): void {
    const name = addresseeOf(line);
    if (name) this.addressee = { turn: line.turn, name };
    this.giveUp(line);
    this.takenByAnother(line);
    this.answer(line);
    const made = line.secret ? [] : [...this.asked(line), ...this.takenFrom(line), ...this.promised(line)];
    this.dues.hear(line, made, this.board.recent(line, REACH_LINES));
  }

  tasks(): Task[] {
    const open = this.board.all.filter(({ state, description }) => state === 'open' && saysWhat(description));
    const dated = new Set(open.filter(({ due }) => due !== null).flatMap(({ evidence }) => evidence));
    for (const task of open) task.due ??= dayOfTurn(task, this.talk, dated);
    return open;
  }

  /** What others ask of the owner, and in a note what the owner tells himself. */
  private asked(line: Line): Task[] {
    if ((line.role === 'owner' && !this.talk.monologue) || isShareOfUnknown(line)) return [];
    if (this.speaksToAnother(line)) {
      if (!this.talk.diarized && askedProposals(line).length > 0) this.othersAnswerUntil = line.index + 2;
      return [];
    }
    return this.wanted(line)
      .flatMap(splitDeeds)
      .flatMap((proposal) => this.place(proposal, this.talk.monologue ? 'open' : 'waiting'));
  }

  private wanted(line: Line): Proposal[] {
    if (this.talk.monologue) return notedDeeds(line);
    const asked = askedProposals(line);
    const called = this.addressee?.turn === line.turn;
    if (asked.length === 0 && asksToTake(line, this.talk.lines)) return thingsForOthers(line);
    return asked.length === 0 && (called || asksWhen(line, this.talk.lines)) ? neededThings(line) : asked;
  }

  /** "I had better call the school." "No, leave that to me.": what the other was about to do. */
  private takenFrom(line: Line): Task[] {
    const answers = this.board.all.some(({ evidence }) => evidence.at(-1) === line);
    if (line.role !== 'owner' || answers || !TAKES_FROM.test(line.text)) return [];
    const offered = lastOffer(line, this.before(line, 3));
    const taken = offered ? this.place({ ...offered, force: 'asked' }, 'open') : [];
    for (const { evidence } of taken) evidence.push(line);
    return taken;
  }

  /** What the owner takes on. */
  private promised(line: Line): Task[] {
    if (line.role === 'other' || line.index <= this.othersAnswerUntil) return [];
    return ownProposals(line).flatMap((proposal) => {
      if (proposal.force !== 'reminder' && !isOwnersPromise(line, this.talk)) return [];
      const recent = this.board.recent(proposal.line, REACH_LINES);
      const known = recent !== null && (handsOver(proposal, recent) || repeatsTask(proposal, recent));
      if (known || this.standsForLast(proposal)) return this.confirm(proposal);
      return splitDeeds(proposal).flatMap((deed) =>
        this.place(deed, this.standsAlone(deed) ? 'open' : 'waiting'),
      );
    });
  }

  private place(proposal: Proposal, state: 'open' | 'waiting'): Task[] {
    if (this.standsForLast(proposal) && (!isBareVerb(proposal) || this.handles(proposal)))
      return this.confirm(proposal);
    const before = this.before(proposal.line, FAR_LINES);
    const description = describeTask(proposal, this.voices(proposal.line), before);
    const task = makeTask(proposal, description, this.dues.said(proposal));
    task.due ??= this.dues.fromContext(task, this.before(proposal.line, REACH_LINES));
    task.state = state;
    const placed = this.board.put(task);
    this.dues.remember(placed);
    return [placed];
  }

  /** "I will do that", "I will bring it over": the deed spoken of last, unless "it" is a thing that was named since. */
  private standsForLast(proposal: Proposal): boolean {
    const last = this.board.recent(proposal.line, REACH_LINES);
    if (last && last.proposal.verb === proposal.verb && isVerbWithPronoun(proposal)) return true;
    if (!isEmptyPhrase(proposal)) return false;
    if (isBareVerb(proposal) && !this.handles(proposal)) return true;
    return last !== null && (last.proposal.verb === proposal.verb || !this.namesThingSince(last, proposal));
  }

  private handles({ line, start, end }: Proposal): boolean {
    return HANDLES.test(line.text.slice(start, end));
  }

  /** "Here is the slip, please return it": the slip is nearer than whatever was to be done before. */
  private namesThingSince(last: Task, proposal: Proposal): boolean {
    const { line, start } = proposal;
    const said = last.evidence.at(-1)!.index;
    if (said === line.index) return false;
    const between = this.talk.lines.slice(said + 1, line.index).slice(-PRONOUN_LINES);
    return namesThing(withoutDates(proposal), [...between, { ...line, text: line.text.slice(0, start) }]);
  }

  /** "I will do that tomorrow", "I will bring it over on Saturday": agrees to the last deed and may date it. */
  private confirm(proposal: Proposal): Task[] {
    // In a note, "I will do that" speaks of the sentence before.
    const reach = this.talk.monologue && isBareVerb(proposal) ? 1 : REACH_LINES;
    const task = this.board.recent(proposal.line, reach);
    if (
      !task ||
      (proposal.force === 'asked' && this.talk.monologue === false && proposal.line.role === 'owner')
    )
      return [];
    if (proposal.force === 'firm' || proposal.force === 'reminder') task.state = 'open';
    task.due = this.dues.said(proposal) ?? task.due;
    task.description = withMore(task, proposal);
    task.evidence.push(proposal.line);
    this.dues.remember(task);
    return [task];
  }

  /** Whether what the owner says is a task without anyone's consent. */
  private standsAlone(proposal: Proposal): boolean {
    const { force, line, start } = proposal;
    if (force !== 'soft') return force !== 'anyone';
    if (this.dues.ofArrival(proposal)) return true;
    const modal = SOFT_MODAL.exec(line.text.slice(0, start))?.[1]?.toLowerCase() ?? '';
    if (/^(?:can|could|i)$/.test(modal)) return !line.question && isCalledFor(line, this.before(line, 2));
    const noted = /^(?:should|ought to)$/.test(modal) && this.talk.monologue;
    return noted || definiteDays(line).length > 0;
  }

  /** The answer to what was asked or offered in the turns before. */
  private answer(line: Line): void {
    const asked = this.board.all.filter(
      (task) => isAnswerTo(task, line) && !isPassedOver(task, line, this.talk.lines),
    );
    // What was asked last is what is answered.
    const lastTurn = Math.max(...asked.map(({ askedIn }) => askedIn));
    const waiting = asked.filter(({ state, askedIn }) => state === 'waiting' && askedIn === lastTurn);
    if (waiting.length === 0) return;
    if (counters(line) || namesDayAsked(line, this.before(line, 2))) return this.agreeOn(waiting, line);
    if (REFUSAL.test(line.text))
      for (const task of waiting) if (!asksWhetherDone(task)) task.state = 'dropped';
    this.agreeOn(
      waiting.filter((task) => takesOn(task, line, this.talk.lines)),
      line,
    );
  }

  private agreeOn(tasks: readonly Task[], line: Line): void {
    const day = onlyDay(line);
    for (const task of tasks) {
      task.state = 'open';
      const said = counters(line) || PROMISE_OF_THING.test(line.text) || echoes(task, line);
      task.due = said ? (day ?? task.due) : (task.due ?? day);
      task.evidence.push(line);
      if (day) this.dues.remember(task);
    }
  }

  /** Refused, taken over by another, given up or done. */
  private giveUp(line: Line): void {
    const last = this.board.recent(line, REACH_LINES);
    if (last && (takesOver(line, last, this.talk.lines) || delegates(line, last))) last.state = 'dropped';
    if (!GIVEN_UP.test(line.text)) return;
    const stems = contentStems(line.text);
    for (const task of this.board.all) {
      const named = task.about.size > 0 && overlapOf(task.about, stems) >= 0.5;
      if (named || (task === last && isMeant(task, line, stems))) task.state = 'dropped';
    }
  }

  /** "Can somebody order the paper?" "Yes, I will do it today.", says a third voice. */
  private takenByAnother(line: Line): void {
    if (line.role !== 'other' || line.question || !(ACCEPTANCE.test(line.text) || TAKES_ON.test(line.text)))
      return;
    for (const task of this.board.all) if (isAskedOfAll(task, line)) task.state = 'dropped';
  }

  private speaksToAnother(line: Line): boolean {
    const owner = this.talk.input.ownerName;
    if (!this.addressee || this.addressee.turn !== line.turn) return false;
    if (owner !== null) return this.addressee.name.toLowerCase() !== owner.toLowerCase();
    return this.talk.voices > 2;
  }

  private voices(line: Line): { speaker: string | null; listener: string | null } {
    const other = this.before(line, 6).findLast(({ role }) => role === 'other');
    return {
      speaker: this.talk.names.get(line.speaker) ?? null,
      listener: (other && this.talk.names.get(other.speaker)) ?? null,
    };
  }

  private before({ index }: Line, count: number): Line[] {
    return this.talk.lines.slice(Math.max(0, index - count), index);
  }
}
