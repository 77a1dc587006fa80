import type { RecordedTurn, Recording } from '../../support/recorded-conversation.js';

const NAMES =
  'Anna Boris Clara David Elena Farid Greta Henry Irene Jonas Karim Laura Mateo Nadia Oscar Priya'.split(' ');
const THINGS =
  'invoice garden roof passport bicycle kitchen contract piano boiler parcel vaccine printer'.split(' ');
const PLACES = 'Leeds Madrid Toronto Nairobi Osaka Lisbon Denver Cardiff Helsinki Lima Perth Graz Oslo'.split(
  ' ',
);
const TRADES =
  'a nurse|an architect|a plumber|a teacher|a pilot|a baker|a lawyer|a gardener|a painter|a chemist|a judge'.split(
    '|',
  );

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.parse('2020-01-01T08:00:00Z');
/** How many conversations somebody has in a day. */
const A_DAY = 6;

/** What the n-th conversation of a busy life is about: somebody, a task, and a fact, each coming round after another while. */
function subjectsOf(n: number) {
  const of = (list: readonly string[], stride: number) => list[Math.floor(n / stride) % list.length]!;
  return {
    name: of(NAMES, 1),
    other: of(NAMES, 3),
    thing: of(THINGS, 2),
    place: of(PLACES, 5),
    trade: of(TRADES, 7),
  };
}

/** A short conversation with one task and one lasting fact, begun when the n-th of a life is. */
export function shortTalk(n: number): Recording {
  const { name, other, thing, place, trade } = subjectsOf(n);
  const turns: RecordedTurn[] = [
    { isUser: false, text: `Good morning! Did you hear from ${name} about the ${thing}?` },
    { isUser: true, text: `Yes, I talked to ${name} yesterday, and the ${thing} took us the whole evening.` },
    { isUser: false, text: `That sounds like a lot of work. And how is ${other} doing these days?` },
    { isUser: true, text: `My cousin ${other} is ${trade} now and lives in ${place} with the children.` },
    { isUser: false, text: `I had no idea, I always thought it was somewhere in the north.` },
    { isUser: true, text: `Before I forget it, I have to call ${name} about the ${thing} tomorrow.` },
    { isUser: false, text: `Please say hello from all of us, and have a good day.` },
  ];
  return { id: `talk-${n}`, startedAt: startOf(n), turns };
}

/** One that goes on for `minutes`, made of many short ones. */
export function longTalk(n: number, minutes: number): Recording {
  const turns: RecordedTurn[] = [];
  const wordsWanted = minutes * 60 * 2.5;
  for (let words = 0, part = n; words < wordsWanted; part += 1) {
    for (const turn of shortTalk(part).turns) {
      turns.push(turn);
      words += turn.text.split(' ').length;
    }
  }
  return { id: `long-${n}`, startedAt: startOf(n), turns };
}

function startOf(n: number): string {
  return new Date(FIRST_DAY_MS + (n * DAY_MS) / A_DAY).toISOString();
}
