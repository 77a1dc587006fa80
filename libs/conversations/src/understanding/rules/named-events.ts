import { askedWhenIn, clauseEventIn, type ClauseEvent } from './event-clauses.js';
import { meetingIn } from './event-meetings.js';
import { eventNameIn, named, purposeIn, type EventName } from './event-names.js';
import { DROPPED, FOR_ALL, isAboutOthers, isBareTime } from './event-acts.js';
import { partnerOf } from './event-company.js';
import { type DeedTimes } from './event-deeds.js';
import { EventHints } from './event-hints.js';
import { serviceOf, wantsToSeeAgain, type Service } from './event-services.js';
import { appointmentKindIn } from './event-topics.js';
import { CONDITION, HEDGE } from './speech-acts.js';
import type { Line, Talk } from './talk-lines.js';
import { explicitSubject } from './titles.js';
import { topicsOf, type Topics } from './topics.js';

/** "Dental practice, Anna speaking" names a place of work, no event. */
const GREETS = /, (?:this is )?\p{Lu}\p{L}+ (?:speaking|here)\b/u;
/** "We play against Lions on Saturday, kick-off at three": the hour of something larger. */
const PART_OF_EVENT = /^(?:kick-?off|opening|closing|call|show|date)$/i;
const NAME_REACH_LINES = 6;
/** What was spoken of longer ago names nothing any more. */
const TOPIC_REACH_LINES = 40;
const PURPOSE_REACH_LINES = 25;

/** Which events have been named so far: a time is often given a sentence or two after the name. */
export class NamedEvents {
  private last: { readonly name: EventName; readonly line: Line; readonly othersOwn: boolean } | null = null;
  /** What somebody wants a day for: holds until another is named. */
  private purpose: { readonly name: EventName; readonly line: Line } | null = null;
  private readonly hints = new EventHints();
  private readonly all: EventName[] = [];
  private topics: Topics | null = null;
  private readonly service: Service | null;

  constructor(private readonly talk: Talk) {
    this.service = serviceOf(talk);
  }

  /** Remembers and answers what a sentence names. */
  hear(line: Line): EventName | null {
    if (DROPPED.test(line.text)) this.last = null;
    if (isHypothetical(line)) return null;
    const wanted = purposeIn(line.text);
    if (wanted) this.purpose = { name: wanted, line };
    this.hints.hear(line);
    const built = clauseEventIn(line) ?? askedWhenIn(line.text);
    const name = this.isLodging ? mealIn(line.text) : this.nameIn(line, wanted, built);
    if (!name) return null;
    this.all.push(name);
    this.last = { name, line, othersOwn: built?.ofAnother === true || isOfOthers(line) };
    return name;
  }

  private nameIn(line: Line, wanted: EventName | null, built: ClauseEvent | null): EventName | null {
    const listed = GREETS.test(line.text) ? null : this.inFull(eventNameIn(line.text));
    const structural = built && named(built.title);
    if (structural && PART_OF_EVENT.test(listed?.title ?? '')) return structural;
    return listed ?? wanted ?? this.otherwise(line, structural);
  }

  private otherwise(line: Line, structural: EventName | null): EventName | null {
    return this.followUp(line) ?? structural ?? this.undertakingIn(line);
  }

  /** What people come together for, or set off to. */
  private undertakingIn(line: Line): EventName | null {
    const title = meetingIn(line.text) ?? this.hints.tripOf(line);
    return title === null ? null : plain(title);
  }

  private get isLodging(): boolean {
    return this.service?.lodging === true;
  }

  private followUp(line: Line): EventName | null {
    if (!wantsToSeeAgain(line)) return null;
    const partner = partnerOf(this.talk, line);
    return plain(`Follow-up appointment${partner ? ` with ${partner}` : ''}`);
  }

  /** "The party" after "the birthday party" is that one. */
  private inFull(name: EventName | null): EventName | null {
    if (!name || name.title.includes(' ')) return name;
    const end = ` ${name.title.toLowerCase()}`;
    return this.all.findLast(({ title }) => title.toLowerCase().endsWith(end)) ?? name;
  }

  /** The event that a sentence without a name speaks of. */
  near(line: Line): EventName | null {
    if (this.service && this.isLodging && !this.last) return plain(`Stay at ${this.service.name}`);
    if (this.talk.monologue && !this.goesOnAbout(line)) return null;
    if (this.last && line.index - this.last.line.index <= NAME_REACH_LINES) return this.last.name;
    return this.purpose && line.index - this.purpose.line.index <= PURPOSE_REACH_LINES
      ? this.purpose.name
      : null;
  }

  /** In a note the next matter begins where nothing points back: "It is on Friday", but not "The gas bill is due". */
  private goesOnAbout(line: Line): boolean {
    const { turn } = this.last?.line ?? this.purpose?.line ?? line;
    return (
      turn === line.turn ||
      /^(?:(?:and|so|but|also|oh),? )*(?:it|that|this|they|there)\b/i.test(line.text) ||
      isBareTime(line, line.dates)
    );
  }

  /** Whether an event was named since the last deed. */
  namedSince(deeds: DeedTimes): boolean {
    return this.last !== null && deeds.isBefore(this.last.line.index);
  }

  /** The earlier sentence in which that event was named, at most `lines` before. */
  namedIn(line: Line, lines: number): Line | null {
    const named = this.last?.line;
    return named && named !== line && line.index - named.index <= lines ? named : null;
  }

  /** Whether the event named last is somebody else's. */
  isOthersOwn(line: Line): boolean {
    return this.last !== null && line.index - this.last.line.index <= 2 && this.last.othersOwn;
  }

  /** A name for what nobody named: by what it is for, else by who is there, else by what is talked about. */
  unnamed(line: Line, partner: string | null): EventName {
    const spoken = this.talk.lines.slice(Math.max(0, line.index - TOPIC_REACH_LINES), line.index + 1);
    const suffix = partner ? ` with ${partner}` : '';
    if (/\b(?:come|check|see you|look) (?:back|again)\b|\bnext (?:visit|time|session)\b/i.test(line.text))
      return plain(`Follow-up appointment${suffix}`);
    const purpose = this.hints.for(line) ?? appointmentKindIn(spoken) ?? this.withService();
    return plain(purpose ?? (partner ? `Meeting${suffix}` : this.byTopic(line, spoken)));
  }

  private withService(): string | null {
    if (!this.service) return null;
    return `${this.isLodging ? 'Stay at' : 'Appointment with'} ${this.service.name}`;
  }

  private byTopic(line: Line, spoken: readonly Line[]): string {
    const arranged = this.kindOf(line);
    const subject = explicitSubject(spoken);
    if (subject) return arranged === 'meeting' ? `Meeting about ${subject}` : `${subject} appointment`;
    const [topic = ''] = topicsOf({ ...this.talk, lines: spoken }).phrases;
    return `${topic} ${arranged}`.trim();
  }

  /** What the talk is about, for what nobody named. */
  about(): readonly string[] {
    return (this.topics ??= topicsOf(this.talk)).phrases.slice(0, 3);
  }

  /** "I will cook": what an appointment is after all that was called by the talk. */
  mealNear(line: Line): EventName | null {
    const meal = this.hints.mealNear(line);
    return meal === null ? null : plain(meal);
  }

  private kindOf({ text }: Line): string {
    return /\b(?:meet|talk|speak|catch up)\b/i.test(text) || this.talk.voices > 2 ? 'meeting' : 'appointment';
  }
}

function isOfOthers({ role, text }: Line): boolean {
  return isAboutOthers(text) || (role === 'other' && /\b(?:I|my)\b/.test(text) && !FOR_ALL.test(text));
}

/** What guests of a house are asked to besides. */
function mealIn(text: string): EventName | null {
  const name = eventNameIn(text);
  return name && /\b(?:dinner|lunch|brunch|massage)\b/i.test(name.title) ? name : null;
}

/** "If nothing helps there is an operation", without a day: nothing that is arranged. */
function isHypothetical({ text, dates, question }: Line): boolean {
  return !question && dates.every(({ day }) => day === null) && (CONDITION.test(text) || HEDGE.test(text));
}

function plain(title: string): EventName {
  return { ...named(title), allDay: false };
}
