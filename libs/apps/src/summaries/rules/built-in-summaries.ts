import { isDecision, isPromiseOfOthers, openQuestions } from './kinds-of-statement.js';
import { keyStatements } from './key-statements.js';
import { eventLines, quotedLine, spokenDay, taskLines, type Matter } from './matter.js';
import { contentStems, type Statement } from './statements.js';

/** A part of a summary. */
export interface Section {
  /** Null: none, it opens the text. */
  readonly heading: string | null;
  readonly lines: readonly string[];
  /** Whether it says something that the conversation's own overview, tasks and appointments do not. */
  readonly isNew: boolean;
}

const MAX_KEY_POINTS = 6;
const MAX_NOTES = 14;
const MAX_OF_A_KIND = 8;
/** A sentence worth telling for so many sentences that were said. */
const STATEMENTS_PER_POINT = 5;

export function plainSummary(matter: Matter): Section[] {
  const decisions = decisionsIn(matter);
  return [
    overview(matter),
    quotes('Key points', keyPoints(matter, MAX_KEY_POINTS, decisions)),
    quotes('Decisions', decisions),
  ];
}

export function actionItems(matter: Matter): Section[] {
  return [
    section('Yours', taskLines(matter)),
    quotes('Promised by others', promisesIn(matter)),
    section('Appointments', eventLines(matter)),
  ];
}

export function insights(matter: Matter): Section[] {
  const decisions = decisionsIn(matter);
  const open = openIn(matter);
  return [
    quotes('Decisions', decisions),
    quotes('Open questions', open),
    quotes('What it turned on', keyPoints(matter, MAX_KEY_POINTS, [...decisions, ...open])),
  ];
}

export function meetingMinutes(matter: Matter): Section[] {
  const decisions = decisionsIn(matter);
  const promises = promisesIn(matter);
  return [
    section(null, [heading(matter)]),
    overview(matter),
    quotes('Discussed', keyPoints(matter, MAX_KEY_POINTS, [...decisions, ...promises])),
    quotes('Decided', decisions),
    section('To do', taskLines(matter)),
    quotes('Promised by others', promises),
    section('Appointments', eventLines(matter)),
    quotes('Open', openIn(matter)),
  ];
}

export function lectureNotes(matter: Matter): Section[] {
  return [overview(matter), quotes('Notes', keyPoints(matter, MAX_NOTES, []))];
}

function overview({ found }: Matter): Section {
  return section(null, found.overview === '' ? [] : [found.overview]);
}

function quotes(title: string, statements: readonly Statement[]): Section {
  return { heading: title, lines: statements.map(quotedLine), isNew: true };
}

/** What the conversation shows without an app, in the order of this one. */
function section(title: string | null, lines: readonly string[]): Section {
  return { heading: title, lines, isNew: false };
}

function decisionsIn({ statements }: Matter): Statement[] {
  return statements.filter(isDecision).slice(0, MAX_OF_A_KIND);
}

function promisesIn({ statements }: Matter): Statement[] {
  return statements.filter(isPromiseOfOthers).slice(0, MAX_OF_A_KIND);
}

function openIn({ statements }: Matter): Statement[] {
  return openQuestions(statements).slice(0, MAX_OF_A_KIND);
}

/** What neither the overview tells nor `others`. */
function keyPoints({ statements, found }: Matter, most: number, others: readonly Statement[]): Statement[] {
  const free = statements.filter((statement) => !others.includes(statement));
  const many = Math.min(most, Math.floor(free.length / STATEMENTS_PER_POINT));
  return keyStatements(free, many, contentStems(found.overview));
}

/** The day, and who is known to have spoken. */
function heading({ input, statements }: Matter): string {
  const named = [...new Set(statements.flatMap(({ speaker }) => speaker ?? []))];
  const unnamed = new Set(statements.filter(({ speaker }) => speaker === null).map(({ voice }) => voice))
    .size;
  const others = unnamed === 0 ? [] : [unnamed === 1 ? 'one other voice' : `${unnamed} other voices`];
  const day = spokenDay(input.startedAtMs, input.timeZone);
  const present = [...named, ...others].join(', ');
  return present === '' ? day : `${day}. Heard: ${present}.`;
}
