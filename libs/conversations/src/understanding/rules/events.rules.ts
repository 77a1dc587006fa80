import { type TranscriptInput } from '#libs/contracts';
import { isFirstName, localTimeOf, readCount, tokenize, type ClockTime, type DateMention } from '#libs/ai';
import { DEFAULT_EVENT_MINUTES, type EventDraft, type EventsAnswer } from '../events.task.js';
import { isDenied, isSameAppointment, openAppointment, setTime, type Appointment } from './appointments.js';
import { eventNameIn, purposeIn, type EventName } from './event-names.js';
import { askedProposals, ownProposals } from './proposals.js';
import { ACCEPTANCE, CONDITION, CORRECTION, HEDGE, REFUSAL, SUITS } from './speech-acts.js';
import { prepareTalk, type Line, type Role, type Talk } from './talk.js';
import { topicsOf, type Topics } from './topics.js';

/** Sentences for which a named event or a proposed time stays in mind. */
const REACH_LINES = 6;
const PURPOSE_REACH_LINES = 25;
const NAME_REACH_LINES = 3;
const DEADLINE = /^(?:by|until|till|before|due|since|after)$/;
/** Proposes a time to meet. */
const PROPOSAL =
  /\b(?:let us|i can (?:do|come|be there|see you|fit you|offer|make)|we have an? (?:opening|free)|how about|what about|shall we|should we|can we|could we|could offer|can offer|have a free|is free|have (?:a|an) (?:opening|slot)|would .{0,30}\b(?:work|suit|be (?:okay|fine|good))|does .{0,30}\b(?:work|suit)|is .{0,30}\b(?:okay|fine|good|possible)\b.*\?|i thought|i suggest|come (?:back|over|in|by|for|to|again|around)|join us|you(?: are|'re) invited|would you like to come|(?:can|could|will) you (?:come|make it|join|be there)|make it|meet(?: up)?|we could|why don'?t (?:we|you)|(?:are|is) .{0,20} available|see you)\b/i;
/** States a fixed time. */
const STATEMENT =
  /\b(?:is|are|was set|will be|has been|have|has|got|visits?|begins?|starts?|takes? place|happens|is scheduled|is set|is fixed|is planned|moved|postponed|rescheduled|we (?:meet|leave|fly|go)|i (?:fly|leave|meet)|i am (?:meeting|seeing|flying|visiting|going)|we are (?:meeting|seeing|flying|visiting|going|having)|booked|reserved)\b/i;
/** The owner's word that he will be there. */
const ATTENDS =
  /\b(?:i|we) (?:(?:am|are|will|would|definitely|certainly|of course|both|all) )*(?:come|coming|be there|attend|going(?! to)|go(?! and\b)|join|watch|take part|make it|look forward|see you|would love to)\b|\b(?:see you (?:then|there|on|at|in|soon|tomorrow)|count me in|i am in|looking forward|would not miss)\b/i;
const NOT_ATTENDS = /\b(?:cannot (?:come|make|join|attend)|will not (?:come|make|be|join|attend|go)|am not (?:coming|going)|are not (?:coming|going)|have to (?:skip|miss|cancel)|without me|am (?:away|busy|on vacation))\b/i;
const CANCELLED = /\b(?:cancel(?:led|ed|s)?|called off|falls? through|fell through|will not take place|does not take place|is not happening|not going to happen)\b/i;
const MOVED = /\b(?:moved?|postponed?|pushed|rescheduled?|shifted|changed)\b/i;
const PAST_EVENT = /\b(?:was|were|went|had|last (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|ago)\b/i;
/** Whose event: "my", "his", "Peter's", "she has". */
const THIRD_PERSON = /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(?:he|she|they|his|her|their|my (?!(?:appointment|meeting|interview|flight))\w+ (?:has|is|have|are|will)|the \w+ (?:comes|arrives|leaves|closes|opens))\b/i;
const NAMED_SUBJECT = /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(\p{Lu}\p{Ll}+)(?:'s \w+)?(?: and \p{Lu}\p{Ll}+)? (?:has|is|have|are|will|takes?|starts?|arrives?|comes?|leaves?|goes|go|flies|gets?|turns|plays?|does)\b/u;
const OWN = /\b(?:we|us|our|you|your|everyone|everybody|all of us|here at home|together|the family)\b/i;

/** The owner's dated appointments in a conversation, found by rules. Pure, deterministic and linear in the length of the talk. */
export function findEvents(input: TranscriptInput): EventsAnswer {
  const talk = prepareTalk(input);
  if (talk.narrated) return { events: [] };
  const scheduler = new Scheduler(talk);
  for (const line of talk.lines) scheduler.hear(line);
  return { events: scheduler.events() };
}

/** Follows a conversation sentence by sentence and keeps the appointments that take shape. */
class Scheduler {
  private readonly appointments: Appointment[] = [];
  private current: Appointment | null = null;
  private lastName: { name: EventName; line: Line; third: boolean } | null = null;
  /** What somebody wants a day for: holds until another is named. */
  private purpose: { name: EventName; line: Line } | null = null;
  /** The last deed with a day: "Saturday is fine" after it speaks of that. */
  private lastTask: Line | null = null;
  private readonly today: string;
  private topics: Topics | null = null;

  constructor(private readonly talk: Talk) {
    this.today = localTimeOf(talk.input.startedAtMs, talk.input.timeZone).day;
  }

  hear(line: Line): void {
    if (line.secret) return;
    const name = this.nameIn(line);
    if (CANCELLED.test(line.text) && this.cancel(line, name)) return;
    const mentions = line.dates.filter((date) => this.isUsable(date));
    const task = this.isTask(line);
    if (task && line.dates.length > 0) this.lastTask = line;
    const scheduled = mentions.length > 0 && !task && !this.isConflict(line) && !this.isOfTask(line, mentions) && this.schedule(line, mentions, name);
    if (!scheduled) this.answer(line, mentions);
    if (this.current) this.addPlace(line);
  }

  events(): EventDraft[] {
    const kept: Appointment[] = [];
    for (const one of this.appointments) {
      if (!one.confirmed || one.cancelled || !one.day || one.day < this.today || !(one.clock || one.name?.allDay)) continue;
      const twin = kept.findIndex((other) => isSameAppointment(other, one));
      if (twin < 0) kept.push(one);
      else kept[twin] = merged(kept[twin]!, one);
    }
    return kept.map((one) => this.toDraft(one));
  }

  /** Remembers what is being spoken of, for the sentence that gives the time. */
  private nameIn(line: Line): EventName | null {
    const wanted = purposeIn(line.text);
    if (wanted) this.purpose = { name: wanted, line };
    if (this.isConflict(line)) return null;
    const name = eventNameIn(line.text) ?? wanted;
    const othersOwn = line.role === 'other' && /\b(?:I|my)\b/.test(line.text) && !OWN.test(line.text);
    if (name) this.lastName = { name, line, third: othersOwn || isAboutOthers(line.text) };
    return name;
  }

  /** "Tuesday is choir practice", "On Monday I am at a conference": why a proposed day does not suit. */
  private isConflict(line: Line): boolean {
    const current = this.current;
    if (!current || current.confirmed || line.index - current.evidence.at(-1)!.index > REACH_LINES || line.question) return false;
    const sameDay = line.dates.some(({ day }) => day !== null && day === current.day) || /\b(?:that|this) day\b/i.test(line.text);
    return sameDay && /\b(?:I am (?:at|in|on)|I have|is .{3,40} for me|but|I work|I am afraid)\b/i.test(line.text) && eventNameIn(line.text) !== null;
  }

  private isUsable({ day, precision, clock, relation }: DateMention): boolean {
    if (DEADLINE.test(relation) && !(relation === 'after' && clock === null)) return false;
    return (day !== null && precision === 'day' && day >= this.today) || (day === null && clock !== null);
  }

  /** A deed on a day is a task, not an appointment. */
  private isTask(line: Line): boolean {
    if (PROPOSAL.test(line.text) || eventNameIn(line.text)) return false;
    return ownProposals(line).length > 0 || askedProposals(line).length > 0;
  }

  private isOfTask(line: Line, mentions: readonly DateMention[]): boolean {
    const task = this.lastTask;
    if (!task || line.index - task.index > NAME_REACH_LINES) return false;
    // The last thing with a day was a deed, and now its day is corrected.
    if (CORRECTION.test(line.text) && task.index > (this.current?.evidence.at(-1)!.index ?? -1) && !eventNameIn(line.text)) return true;
    return mentions.some(({ day }) => day !== null && task.dates.some((date) => date.day === day)) && !eventNameIn(line.text);
  }

  private schedule(line: Line, mentions: readonly DateMention[], name: EventName | null): boolean {
    const dated = mentions.some(({ day }) => day !== null);
    const proposes = PROPOSAL.test(line.text);
    const bare = isBareTime(line, mentions);
    const states = STATEMENT.test(line.text) && !bare;
    const continues = this.current !== null && line.index - this.current.evidence.at(-1)!.index <= REACH_LINES;
    if (!dated && !continues) return false;
    const known = /\bcome (?:back|again)\b/i.test(line.text) ? null : (name ?? this.nameNearby(line));
    const moved = this.movedAppointment(line, name);
    if (moved) return this.change(moved, line, mentions.slice(-1), proposes);
    if (continues && !this.isNew(line, known, mentions) && (proposes || bare || CORRECTION.test(line.text) || SUITS.test(line.text) || !dated)) {
      return this.change(this.current!, line, mentions, proposes && (line.question || !states));
    }
    if (!dated || (!known && !proposes) || !(proposes || states || bare)) return false;
    return this.begin(line, mentions, known, proposes || line.question);
  }

  private begin(line: Line, mentions: readonly DateMention[], name: EventName | null, proposed: boolean): boolean {
    const uncertain = (HEDGE.test(line.text) && !line.question) || CONDITION.test(line.text);
    if (uncertain || (PAST_EVENT.test(line.text) && !proposed && !MOVED.test(line.text)) || this.isOtherOnly(line, name)) return false;
    const appointment = openAppointment(line, name ?? this.unnamed(line));
    if (!setTime(appointment, line, mentions)) return false;
    appointment.minutes = minutesIn(line.text);
    appointment.othersEvent = this.isThirdPerson(line);
    appointment.confirmed = !proposed && this.ownWord(line, appointment);
    if (this.lastName && line.index - this.lastName.line.index <= REACH_LINES && this.lastName.line !== line) appointment.evidence.unshift(this.lastName.line);
    this.appointments.push(appointment);
    this.current = appointment;
    return true;
  }

  private change(appointment: Appointment, line: Line, mentions: readonly DateMention[], proposed: boolean): boolean {
    const denied = mentions.every((mention) => isDenied(line, mention));
    const changed = setTime(appointment, line, mentions);
    appointment.evidence.push(line);
    this.current = appointment;
    if (denied) appointment.confirmed = false;
    else if (!changed && this.mayConfirm(appointment, line)) appointment.confirmed = true;
    else if (changed) this.retime(appointment, line, proposed);
    return true;
  }

  /** A new time has to be agreed to again, unless it answers the question for one. */
  private retime(appointment: Appointment, line: Line, proposed: boolean): void {
    const answers = !proposed && !line.question && (SUITS.test(line.text) || ACCEPTANCE.test(line.text)) && this.mayConfirm(appointment, line);
    appointment.confirmed = answers || (!proposed && MOVED.test(line.text)) || (line.role === 'owner' && this.talk.monologue);
    appointment.proposedIn = line;
  }

  /** Agreement, refusal, or the owner's word that he comes. */
  private answer(line: Line, mentions: readonly DateMention[]): void {
    const current = this.current;
    if (!current || line.index - current.evidence.at(-1)!.index > REACH_LINES) return;
    if (NOT_ATTENDS.test(line.text) && line.role !== 'other') current.confirmed = false;
    else if (this.isConflict(line)) current.confirmed = false;
    else if (ATTENDS.test(line.text) && line.role !== 'other' && !this.isTask(line)) current.confirmed = true;
    else if (this.mayConfirm(current, line) && REFUSAL.test(line.text)) current.confirmed = false;
    else if (this.mayConfirm(current, line) && !current.othersEvent && (ACCEPTANCE.test(line.text) || (mentions.length > 0 && SUITS.test(line.text)) || /\bsee you\b/i.test(line.text))) {
      current.confirmed = true;
    } else return;
    current.evidence.push(line);
  }

  private mayConfirm(appointment: Appointment, line: Line): boolean {
    const proposer: Role = appointment.proposedIn.role;
    if (line === appointment.proposedIn || line.question) return false;
    return proposer === 'unknown' ? line.index - appointment.proposedIn.index <= 3 : line.role !== proposer || this.talk.voices > 2;
  }

  /** Whether the sentence itself makes the owner sure to be there. */
  private ownWord(line: Line, appointment: Appointment): boolean {
    if (line.role === 'owner' || (line.role === 'unknown' && !appointment.othersEvent)) return !appointment.othersEvent || this.talk.monologue || ATTENDS.test(line.text);
    return !appointment.othersEvent && (OWN.test(line.text) || !/\b(?:I|my|mine)\b/i.test(line.text));
  }

  private isThirdPerson(line: Line): boolean {
    const about = this.lastName && this.lastName.line.index <= line.index && line.index - this.lastName.line.index <= 2 ? this.lastName.third : false;
    const otherOwn = line.role === 'other' && /\b(?:my|I have|I am)\b/i.test(line.text) && !OWN.test(line.text);
    return isAboutOthers(line.text) || about || otherOwn;
  }

  /** What only concerns somebody else: "I am flying on Monday" by another, "she starts on Monday". */
  private isOtherOnly(line: Line, name: EventName | null): boolean {
    if (PROPOSAL.test(line.text)) return false;
    if (name === null || eventNameIn(line.text) === null) return isAboutOthers(line.text) || (line.role === 'other' && /^(?:\w+,? ){0,2}I (?:am|have|will|work|start|fly|leave|go)\b/i.test(line.text));
    return false;
  }

  private nameNearby(line: Line): EventName | null {
    if (this.lastName && line.index - this.lastName.line.index <= NAME_REACH_LINES) return this.lastName.name;
    return this.purpose && line.index - this.purpose.line.index <= PURPOSE_REACH_LINES ? this.purpose.name : null;
  }

  /** Another name, or a settled time beside which a different one stands without a word of correction. */
  private isNew(line: Line, name: EventName | null, mentions: readonly DateMention[]): boolean {
    const current = this.current!;
    if (name && current.name && name.title !== current.name.title) return !CORRECTION.test(line.text) || current.confirmed;
    const otherDay = mentions.some(({ day }) => day !== null && day !== current.day);
    return current.confirmed && otherDay && !CORRECTION.test(line.text) && !PROPOSAL.test(line.text);
  }

  private movedAppointment(line: Line, name: EventName | null): Appointment | null {
    if (!name || !MOVED.test(line.text)) return null;
    return this.appointments.findLast((one) => one.name?.title === name.title) ?? null;
  }

  private cancel(line: Line, name: EventName | null): boolean {
    const meant = this.appointments.findLast((one) => (name ? one.name?.title === name.title : one === this.current));
    if (!meant || line.role === 'other' && line.question) return false;
    meant.cancelled = true;
    return true;
  }

  private unnamed(line: Line): EventName {
    const partner = this.partnerOf(line);
    const again = /\bcome (?:back|again)\b|\bnext (?:visit|time)\b/i.test(line.text);
    if (again) return { title: partner ? `Follow-up appointment with ${partner}` : 'Follow-up appointment', allDay: false, kind: null };
    if (partner) return { title: `Meeting with ${partner}`, allDay: false, kind: null };
    const [topic] = (this.topics ??= topicsOf(this.talk)).phrases;
    const kind = /\bmeet/i.test(line.text) || this.talk.voices > 2 ? 'meeting' : 'appointment';
    const title = topic ? `${topic} ${kind}` : kind;
    return { title: title.charAt(0).toUpperCase() + title.slice(1), allDay: false, kind: null };
  }

  private partnerOf(line: Line): string | null {
    const other = line.role === 'owner' ? this.talk.lines.slice(0, line.index).findLast(({ role }) => role === 'other') : line;
    return (other && this.talk.names.get(other.speaker)) ?? null;
  }

  private addPlace({ text, index }: Line): void {
    const current = this.current!;
    if (index - current.evidence.at(-1)!.index > 2) return;
    const place = /\b((?:in|at) (?:(?:the|our|my) (?:\w+ ){0,2}(?:room|hall|office|restaurant|cafe|café|bar|school|church|park|library|hotel|theater|theatre|station|center|centre|clinic|hospital|garden|house|museum|studio|gym|stadium|lobby|kitchen|conference room)|(?:room|hall|gate|building|studio|house|platform) \w+))\b/i.exec(text)?.[1];
    if (place) current.place = place;
  }

  private toDraft(one: Appointment): EventDraft {
    const clock = one.clock && atLikelyHour(one.clock, one.name);
    const time = clock ? `${String(clock.hour).padStart(2, '0')}:${String(clock.minute).padStart(2, '0')}` : '00:00';
    return {
      title: this.titleOf(one),
      description: one.place ? one.place.charAt(0).toUpperCase() + one.place.slice(1) : '',
      start: `${one.day}T${time}`,
      duration_minutes: one.minutes ?? DEFAULT_EVENT_MINUTES,
      segment_ids: [...new Set(one.evidence.flatMap(({ segmentIds }) => segmentIds))],
    };
  }

  /** A meal or a meeting has company, when its name is known. */
  private titleOf({ name, proposedIn }: Appointment): string {
    const title = name?.title ?? 'Meeting';
    const partner = /^(?:dinner|lunch|breakfast|brunch|meeting|coffee|call)$/i.test(title) ? this.partnerOf(proposedIn) : null;
    return partner ? `${title} with ${partner}` : title;
  }
}

function isAboutOthers(text: string): boolean {
  const name = NAMED_SUBJECT.exec(text)?.[1];
  return THIRD_PERSON.test(text) || (name !== undefined && isFirstName(name));
}

function atLikelyHour(clock: ClockTime, name: EventName | null): ClockTime {
  if (clock.certain || !name?.kind) return clock;
  if (name.kind === 'morning') return { ...clock, hour: clock.hour % 12 };
  return clock.hour >= 5 && clock.hour < 12 ? { ...clock, hour: clock.hour + 12 } : clock;
}

/** Hardly anything but the time: "Friday, half past ten. Agreed." */
function isBareTime(line: Line, mentions: readonly DateMention[]): boolean {
  const said = mentions.reduce((sum, { start, end }) => sum + end - start, 0);
  return said >= line.text.length * 0.4 && !/\b(?:I|he|she|they) \w+/i.test(line.text.replace(/\bI (?:thought|suggest|think|mean)\b/i, ''));
}

function minutesIn(text: string): number | null {
  const match = /\b(?:for|takes?|lasts?|about) ((?:an?|one|two|three|\d+|half an|ninety|sixty|forty[ -]five|thirty|twenty|fifteen)) (hours?|minutes?)\b/i.exec(text);
  if (!match) return null;
  const count = readCount(tokenize(match[1]!), 0)?.value ?? 1;
  const amount = /^half/i.test(match[1]!) ? 0.5 : count;
  return Math.round(amount * (/^hour/i.test(match[2]!) ? 60 : 1));
}

function merged(left: Appointment, right: Appointment): Appointment {
  const timed = left.clock ? left : right;
  const other = timed === left ? right : left;
  const clock = timed.clock && other.clock?.certain && !timed.clock.certain ? other.clock : timed.clock;
  const generic = /^Check-(?:in|out)$/.test(timed.name?.title ?? '') && other.name;
  const name = generic ? { ...generic, title: `${generic.title} ${timed.name!.title.toLowerCase()}` } : (timed.name ?? other.name);
  return { ...timed, clock, name, place: timed.place || other.place, evidence: [...left.evidence, ...right.evidence] };
}
