import { type Appointment } from './appointments.js';
import { thingsNamedIn } from './named-things.js';
import type { Line } from './talk-lines.js';
import { distinct, explicitSubject, joined } from './titles.js';

/** Sentences before an appointment was proposed that tell what it is for. */
const BEFORE_LINES = 3;
/** Sentences with which people say why they come. */
const OPENING_LINES = 6;
const MAX_THINGS = 4;
const MAX_WORDS = 5;
/** Things that every appointment is arranged with. */
const TELLS_NOTHING =
  /^(?:diary|calendar|date|slot|appointment|opening|space|gap|place|bit|lot|word|moment|list|half|quarter|anything|something|nothing|trouble|pleasure|deal|rest|row|seat|phone|book|mind|way)s?$/i;

/** What an appointment is about, in the words in which it was arranged: `rota, kitchen and lunch`; empty when only times were said. */
export function mattersOf(
  { evidence, proposedIn, name, named, place }: Appointment,
  lines: readonly Line[],
): string[] {
  const first = Math.min(...evidence.map(({ index }) => index));
  const turn = evidence[0]!.turn;
  const before = lines
    .slice(Math.max(0, first - BEFORE_LINES), first)
    .filter((line) => !named || line.turn === turn)
    .reverse();
  const told = [...evidence.filter(({ index }) => index <= proposedIn.index), ...before];
  const things = told.flatMap(thingsIn);
  const subject = explicitSubject(lines.slice(0, OPENING_LINES));
  return distinct([name?.title ?? '', ...(subject ? [subject] : []), ...things])
    .filter((thing) => thing !== name?.title && !isPartOf(place, thing))
    .slice(0, MAX_THINGS);
}

/** "At our house" is where it is, so that the house is not what it is about. */
function isPartOf(place: string, thing: string): boolean {
  return ` ${place.toLowerCase()} `.includes(` ${thing.toLowerCase()} `);
}

function thingsIn(line: Line): string[] {
  if (line.secret) return [];
  return thingsNamedIn(line).filter(
    (thing) => !TELLS_NOTHING.test(thing) && thing.split(' ').length <= MAX_WORDS,
  );
}

/** `About rota and lunch`, or nothing; what has no name is told by the topics of the talk, too. */
export function aboutMatters(matters: readonly string[], topics: readonly string[]): string {
  const things = distinct([...matters, ...topics]);
  return things.length === 0 ? '' : `About ${joined(things)}`;
}
