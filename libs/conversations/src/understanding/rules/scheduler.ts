import { localTimeOf, type DateMention } from '#libs/ai';
import {
  isOpenAgain,
  isSameName,
  mentionsName,
  dispute,
  openAppointment,
  picksOffer,
  restates,
  setTime,
  type Appointment,
} from './appointments.js';
import {
  CANCELLED,
  CANCELS_IT,
  DELEGATED,
  FOR_ALL,
  INVITED,
  isAboutOthers,
  MOVED,
  MOVES_OURS,
  OTHERS_OWN,
  THINKS_AGAIN,
} from './event-acts.js';
import { applyTimes, decline } from './event-agreement.js';
import { attendance, consent, ownWord } from './event-consent.js';
import { minutesIn, placeIn, settled } from './event-drafts.js';
import { aboutMatters, mattersOf } from './event-matters.js';
import { partnerOf } from './event-company.js';
import { ANSWER_REACH_LINES, inContext, inSameBreath } from './event-context.js';
import { answersWithTime, DeedTimes, isDeed } from './event-deeds.js';
import { type EventName } from './event-names.js';
import { partsOf } from './event-parts.js';
import { isUnavailable } from './event-refusals.js';
import { NamedEvents } from './named-events.js';
import { CORRECTION, SUITS } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';
import {
  isAnnouncement,
  isAnother,
  isLimit,
  isOtherOnly,
  isUncertain,
  isUsable,
  newTimes,
  takeApart,
  type TimedLine,
} from './timed-lines.js';

/** Sentences for which a proposed time stays in mind. */
const REACH_LINES = 6;
/** Of so many appointments any may be spoken of again without its whole name. */
const RECALLED = 4;
/** "Then we get up at six": an hour of the speaker's own, not of what is arranged. */
const OWN_ROUTINE =
  /\b(?:I|we) (?:\w+ )?(?:get up|wake up|get back|get home|finish|work|start work|go to (?:bed|work)|sleep|close|land)\b/i;

/** "The hall cannot have our concert on the fifth after all": that day no longer holds. */
const WITHDRAWN =
  /\b(?:cannot|(?:will|is|are|does|do) not)\b.*\b(?:after all|any ?more|any longer)\b|\bno longer\b/i;

/** Corrects a time, likes it, or picks it of several. */
function takesUp(current: Appointment, { line, mentions }: TimedLine): boolean {
  return CORRECTION.test(line.text) || SUITS.test(line.text) || picksOffer(current, mentions);
}

/** Follows a conversation sentence by sentence and keeps the appointments that take shape. */
export class Scheduler {
  private readonly appointments: Appointment[] = [];
  private readonly named: NamedEvents;
  private current: Appointment | null = null;
  private readonly deeds = new DeedTimes();
  private readonly today: string;

  constructor(private readonly talk: Talk) {
    this.named = new NamedEvents(talk);
    this.today = localTimeOf(talk.input.startedAtMs, talk.input.timeZone).day;
  }

  hear(line: Line): void {
    if (line.secret) return;
    for (const part of partsOf(inSameBreath(line, this.talk.lines, this.current)))
      this.hearPart(inContext(part, this.current));
  }

  private hearPart(line: Line): void {
    this.reopen(line);
    const conflict = this.isConflict(line);
    const name = conflict || this.isInTheWay(line) ? null : this.named.hear(line);
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
      line.dates.filter((date) => isUsable(date, this.today) && !isLimit(line, date)),
    );
    if (this.isTask(line) || mentions.length === 0 || this.isOfDeed(line, mentions)) return null;
    return takeApart(line, name, { mentions, near: (spoken) => this.named.near(spoken) });
  }

  /** A deed, unless it only follows the time that answers a proposal. */
  private isTask(line: Line): boolean {
    const last = this.current?.evidence.at(-1)!.index ?? -Infinity;
    if ((line.index - last <= ANSWER_REACH_LINES && answersWithTime(line)) || !isDeed(line)) return false;
    this.deeds.hear(line);
    return true;
  }

  private isOfDeed(line: Line, mentions: readonly DateMention[]): boolean {
    const since = this.current?.evidence.at(-1)!.index ?? -1;
    return this.deeds.holds(line, mentions, since) && !this.named.namedSince(this.deeds);
  }

  private schedule(timed: TimedLine): boolean {
    const meant = this.meantBy(timed);
    if (meant) return this.change(meant, timed);
    if (this.current && this.goesOn(this.current, timed)) return this.change(this.current, timed);
    return isAnnouncement(timed, this.talk.monologue) && this.begin(timed);
  }

  /** An appointment that the sentence moves by its name, or comes back to: "Thursday works for the Hales?". */
  private meantBy({ line, name, proposes, bare }: TimedLine): Appointment | undefined {
    if (MOVED.test(line.text)) return this.byName(name);
    if (name || !(proposes || bare || line.question)) return undefined;
    const others = this.appointments.slice(-RECALLED).filter((one) => one !== this.current);
    return others.findLast((one) => mentionsName(line, one));
  }

  private byName(name: EventName | null): Appointment | undefined {
    return name ? this.appointments.findLast((one) => isSameName(one.name, name)) : undefined;
  }

  /** Whether the sentence is about the appointment that is being arranged. */
  private goesOn(current: Appointment, timed: TimedLine): boolean {
    const { line, proposes, bare, dated } = timed;
    if (this.isFar(current, line) || isAnother(current, timed)) return false;
    if (!dated) return proposes || !OWN_ROUTINE.test(line.text);
    return (
      proposes ||
      bare ||
      line.question ||
      isOpenAgain(current) ||
      restates(current, line) ||
      takesUp(current, timed)
    );
  }

  private begin({ line, mentions, known, proposes }: TimedLine): boolean {
    const proposed = proposes || line.question;
    if (isUncertain(line, proposed) || isOtherOnly(line, known)) return false;
    const appointment = openAppointment(line, known);
    appointment.name ??= this.named.unnamed(line, partnerOf(this.talk, line));
    if (!setTime(appointment, line, mentions)) return false;
    appointment.minutes = minutesIn(line.text);
    appointment.othersEvent = this.isOthersEvent(line);
    appointment.confirmed = !proposed && ownWord(line, appointment);
    const namedIn = this.named.namedIn(line, REACH_LINES);
    if (namedIn) appointment.evidence.unshift(namedIn);
    if (WITHDRAWN.test(line.text)) decline(appointment);
    this.appointments.push(appointment);
    this.current = appointment;
    return true;
  }

  private change(appointment: Appointment, timed: TimedLine): boolean {
    applyTimes(appointment, timed, this.talk);
    if (!appointment.named) appointment.name = this.named.mealNear(timed.line) ?? appointment.name;
    this.current = appointment;
    return true;
  }

  /** "They moved it", "hang on, no": the next time or reason counts, though all was settled. */
  private reopen({ text, index }: Line): void {
    const near = this.current && index - this.current.evidence.at(-1)!.index <= REACH_LINES;
    if (near && (MOVES_OURS.test(text) || THINKS_AGAIN.test(text))) dispute(this.current!);
  }

  /** Agreement, refusal, or the owner's word that he comes. */
  private answer(line: Line, conflict: boolean): void {
    const current = this.current;
    if (!current || this.isFar(current, line)) return;
    if (INVITED.test(line.text)) current.othersEvent = false;
    const verdict = conflict ? false : (attendance(line, isDeed(line)) ?? consent(current, line, this.talk));
    if (verdict === null) return;
    current.confirmed = verdict;
    current.declined = !verdict;
    if (verdict) current.disputed = false;
    current.evidence.push(line);
  }

  private isOthersEvent(line: Line): boolean {
    const othersOwn = line.role === 'other' && OTHERS_OWN.test(line.text) && !FOR_ALL.test(line.text);
    return othersOwn || isAboutOthers(line.text) || this.named.isOthersOwn(line);
  }

  /** Why a proposed time does not suit, in whoever's words. */
  private isConflict(line: Line): boolean {
    const current = this.current;
    return (
      current !== null &&
      (!current.confirmed || current.reopened) &&
      !this.isFar(current, line) &&
      isUnavailable(line, current)
    );
  }

  /** While a time is looked for again, other things that are named only explain why one does not suit. */
  private isInTheWay(line: Line): boolean {
    return this.current?.disputed === true && !this.isFar(this.current, line);
  }

  private isFar({ evidence, disputed }: Appointment, line: Line): boolean {
    return line.index - evidence.at(-1)!.index > (disputed ? 2 : 1) * REACH_LINES;
  }

  private cancels(line: Line, name: EventName | null): boolean {
    const ofCurrent = CANCELS_IT.test(line.text);
    if (line.question || !(ofCurrent || CANCELLED.test(line.text))) return false;
    const meant = name ? this.byName(name) : ofCurrent ? this.current : null;
    if (!meant) return CANCELLED.test(line.text) && line.dates.length > 0 && !MOVED.test(line.text);
    meant.cancelled = true;
    return true;
  }

  /** "My wife will bring her": not the owner's appointment after all. */
  private delegates(line: Line): boolean {
    if (line.question || !DELEGATED.test(line.text)) return false;
    if (this.current && !this.isFar(this.current, line)) this.current.cancelled = true;
    return true;
  }

  aboutOf(one: Appointment): string {
    return aboutMatters(mattersOf(one, this.talk.lines), one.named ? [] : this.named.about());
  }

  private addPlace(line: Line): void {
    if (!this.current || line.index - this.current.evidence.at(-1)!.index > 2 || isDeed(line)) return;
    this.current.place = placeIn(line.text) ?? this.current.place;
  }
}
