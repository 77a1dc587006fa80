import { localTimeOf, type DateMention } from '#libs/ai';
import {
  isDenied,
  isSameName,
  openAppointment,
  picksOffer,
  setTime,
  type Appointment,
} from './appointments.js';
import {
  BUSY,
  CANCELLED,
  CANCELS_IT,
  COMPATIBLE,
  DELEGATED,
  FOR_ALL,
  isAboutOthers,
  MOVED,
  PROPOSAL,
} from './event-acts.js';
import { attendance, consent, mayConfirm, ownWord } from './consent.js';
import { minutesIn, placeIn, settled } from './event-drafts.js';
import { eventNameIn, type EventName } from './event-names.js';
import { NamedEvents } from './named-events.js';
import { askedProposals } from './asked-proposals.js';
import { ownProposals } from './own-proposals.js';
import { ACCEPTANCE, CORRECTION, SUITS } from './speech-acts.js';
import { type Line, type Talk } from './talk.js';
import {
  isAnnouncement,
  isOnDayOf,
  isOtherOnly,
  isUncertain,
  isUsable,
  newTimes,
  takeApart,
  type TimedLine,
} from './timed-lines.js';

/** Sentences for which a proposed time stays in mind. */
const REACH_LINES = 6;
const TASK_REACH_LINES = 3;
const CANNOT = /\b(?:I|we) (?:cannot|could not|am (?:away|at|in|on)|are (?:away|at|in|on)|will be|have)\b/i;
/** "Then we get up at six": an hour of the speaker's own, not of what is arranged. */
const OWN_ROUTINE =
  /\b(?:I|we) (?:\w+ )?(?:get up|wake up|get back|get home|leave|set off|finish|work|start work|go to (?:bed|work)|sleep|close|land)\b/i;

/** Follows a conversation sentence by sentence and keeps the appointments that take shape. */
export class Scheduler {
  private readonly appointments: Appointment[] = [];
  private readonly named: NamedEvents;
  private current: Appointment | null = null;
  /** The last deed with a day: "Saturday is fine" after it speaks of that. */
  private lastTask: Line | null = null;
  private readonly today: string;

  constructor(private readonly talk: Talk) {
    this.named = new NamedEvents(talk);
    this.today = localTimeOf(talk.input.startedAtMs, talk.input.timeZone).day;
  }

  hear(line: Line): void {
    if (line.secret) return;
    const conflict = this.isConflict(line);
    const name = conflict ? null : this.named.hear(line);
    if (this.cancels(line, name) || this.delegates(line)) return;
    const timed = conflict ? null : this.timed(line, name);
    if (!timed || !this.schedule(timed)) this.answer(line, conflict);
    this.addPlace(line);
  }

  settled(): Appointment[] {
    return settled(this.appointments, this.today);
  }

  /** Null when the sentence names no time, or that of a deed. */
  private timed(line: Line, name: EventName | null): TimedLine | null {
    const mentions = newTimes(
      line,
      line.dates.filter((date) => isUsable(date, this.today)),
    );
    if (this.setsTask(line) || mentions.length === 0 || this.isOfTask(line, mentions)) return null;
    return takeApart(line, name, { mentions, near: (spoken) => this.named.near(spoken) });
  }

  private setsTask(line: Line): boolean {
    const deed = this.isDeed(line);
    if (deed && line.dates.length > 0) this.lastTask = line;
    return deed;
  }

  /** A deed on a day is a task, not an appointment. */
  private isDeed(line: Line): boolean {
    if (PROPOSAL.test(line.text) || eventNameIn(line.text)) return false;
    return ownProposals(line).length > 0 || askedProposals(line).length > 0;
  }

  /** Whether the time is that of a deed spoken of shortly before: repeated, or corrected. */
  private isOfTask(line: Line, mentions: readonly DateMention[]): boolean {
    const task = this.lastTask;
    if (!task || line.index - task.index > TASK_REACH_LINES || eventNameIn(line.text)) return false;
    const spokenOfLast = task.index > (this.current?.evidence.at(-1)!.index ?? -1);
    return (
      (spokenOfLast && CORRECTION.test(line.text)) ||
      mentions.some(({ day }) => day !== null && task.dates.some((date) => date.day === day))
    );
  }

  private schedule(timed: TimedLine): boolean {
    const moved = MOVED.test(timed.line.text) ? this.byName(timed.name) : undefined;
    if (moved) return this.change(moved, timed);
    if (this.current && this.goesOn(this.current, timed)) return this.change(this.current, timed);
    return isAnnouncement(timed) && this.begin(timed);
  }

  private byName(name: EventName | null): Appointment | undefined {
    return name ? this.appointments.findLast((one) => isSameName(one.name, name)) : undefined;
  }

  /** Whether the sentence is about the appointment that is being arranged. */
  private goesOn(current: Appointment, timed: TimedLine): boolean {
    const { line, proposes, bare, dated } = timed;
    if (this.isFar(current, line) || this.isAnother(current, timed)) return false;
    if (!dated && !proposes && OWN_ROUTINE.test(line.text)) return false;
    return proposes || bare || !dated || CORRECTION.test(line.text) || SUITS.test(line.text);
  }

  /** Another name, or a settled time beside which a different one stands without a word of correction. */
  private isAnother(current: Appointment, { line, known, mentions, proposes, again }: TimedLine): boolean {
    if (again && current.confirmed) return true;
    const corrects = CORRECTION.test(line.text);
    if (known && current.name && !isSameName(known, current.name)) return !corrects || current.confirmed;
    const otherDay = mentions.some(({ day }) => day !== null && day !== current.day);
    return current.confirmed && otherDay && !corrects && !proposes;
  }

  private begin({ line, mentions, known, proposes }: TimedLine): boolean {
    const proposed = proposes || line.question;
    if (isUncertain(line, proposed) || isOtherOnly(line, known)) return false;
    const appointment = openAppointment(line, known);
    appointment.name ??= this.named.unnamed(line, this.partnerOf(line));
    if (!setTime(appointment, line, mentions)) return false;
    appointment.minutes = minutesIn(line.text);
    appointment.othersEvent = this.isOthersEvent(line);
    appointment.confirmed = !proposed && ownWord(line, appointment, this.talk);
    const namedIn = this.named.namedIn(line, REACH_LINES);
    if (namedIn) appointment.evidence.unshift(namedIn);
    this.appointments.push(appointment);
    this.current = appointment;
    return true;
  }

  private change(appointment: Appointment, timed: TimedLine): boolean {
    const { line, mentions } = timed;
    const denied = mentions.every((mention) => isDenied(line, mention));
    const changed = setTime(appointment, line, mentions);
    appointment.evidence.push(line);
    this.current = appointment;
    if (!appointment.named && timed.name) {
      appointment.name = timed.name;
      appointment.named = true;
    }
    if (denied) appointment.confirmed = false;
    else if (changed) this.retime(appointment, timed);
    else if (mayConfirm(appointment, line, this.talk)) appointment.confirmed = true;
    return true;
  }

  /** A new time has to be agreed to again, unless it answers the question for one. */
  private retime(appointment: Appointment, { line, mentions, proposes, states }: TimedLine): void {
    const proposed = proposes && (line.question || !states);
    const agrees =
      !line.question &&
      (SUITS.test(line.text) || ACCEPTANCE.test(line.text) || picksOffer(appointment, mentions)) &&
      mayConfirm(appointment, line, this.talk);
    appointment.confirmed = this.talk.monologue || (!proposed && (agrees || MOVED.test(line.text)));
    appointment.proposedIn = line;
  }

  /** Agreement, refusal, or the owner's word that he comes. */
  private answer(line: Line, conflict: boolean): void {
    const current = this.current;
    if (!current || this.isFar(current, line)) return;
    const verdict = conflict
      ? false
      : (attendance(line, this.isDeed(line)) ?? consent(current, line, this.talk));
    if (verdict === null) return;
    current.confirmed = verdict;
    current.evidence.push(line);
  }

  private isOthersEvent(line: Line): boolean {
    const othersOwn =
      line.role === 'other' && /\b(?:my|I have|I am)\b/i.test(line.text) && !FOR_ALL.test(line.text);
    return othersOwn || isAboutOthers(line.text) || this.named.isOthersOwn(line);
  }

  /** "Tuesday is choir practice", "On Monday I am at a conference": why a proposed day does not suit. */
  private isConflict(line: Line): boolean {
    const current = this.current;
    if (!current || current.confirmed || line.question || this.isFar(current, line) || !BUSY.test(line.text))
      return false;
    if (COMPATIBLE.test(line.text) && line.role === 'owner') return false;
    return isOnDayOf(current, line) && (eventNameIn(line.text) !== null || CANNOT.test(line.text));
  }

  private isFar({ evidence }: Appointment, line: Line): boolean {
    return line.index - evidence.at(-1)!.index > REACH_LINES;
  }

  private cancels(line: Line, name: EventName | null): boolean {
    if (line.question || !CANCELLED.test(line.text)) return false;
    const meant = name ? this.byName(name) : CANCELS_IT.test(line.text) ? this.current : null;
    if (!meant) return false;
    meant.cancelled = true;
    return true;
  }

  /** "My wife will bring her": not the owner's appointment after all. */
  private delegates(line: Line): boolean {
    if (line.question || !DELEGATED.test(line.text)) return false;
    if (this.current && !this.isFar(this.current, line)) this.current.cancelled = true;
    return true;
  }

  /** Name of whom the owner arranges it with, when it is known. */
  partnerOf(line: Line): string | null {
    if (line.role !== 'owner') return this.talk.names.get(line.speaker) ?? null;
    for (let at = line.index - 1; at >= 0; at -= 1) {
      const { role, speaker } = this.talk.lines[at]!;
      if (role === 'other') return this.talk.names.get(speaker) ?? null;
    }
    const [only] = this.talk.names.values();
    return only !== undefined && this.talk.voices === 2 ? only : null;
  }

  /** What the talk is about, when the appointment has no name of its own. */
  aboutOf({ named }: Appointment): string {
    return named ? '' : this.named.about();
  }

  private addPlace(line: Line): void {
    if (!this.current || line.index - this.current.evidence.at(-1)!.index > 2 || this.isDeed(line)) return;
    this.current.place = placeIn(line.text) ?? this.current.place;
  }
}
