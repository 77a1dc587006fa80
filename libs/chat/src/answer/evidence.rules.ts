import type { EvidenceConversation, EvidenceTurn } from './answer-input.js';
import { typeFit } from './answer-type.rules.js';
import type { Candidate } from './candidate.js';
import { changesDate, DECLINES } from './correction.rules.js';
import { holdsValue } from './asked-value.rules.js';
import { saidOfAnother } from './person-answer.rules.js';
import type { Question } from './question.rules.js';
import { fitsSubject } from './subject.rules.js';
import { matchTerms, type Matches } from './turn-match.rules.js';
import { isInPeriod } from './whole-conversation.rules.js';

/** Share of what the turns themselves say in `coverage`; the rest is what their conversation says. */
const LOCAL_SHARE = 0.4;
/** What is left of a candidate that speaks of the wrong person. */
const WRONG_SUBJECT = 0.9;
/** What is left of the rank of a candidate that does not say what is done: "bring" in "What should I bring?" */
const NOT_DONE = 0.95;
/** What is left of the rank of what the owner said of somebody else, when the owner is asked about. */
const OF_ANOTHER = 0.75;
/** What is left of the rank of what was said outside of the period that the question names. */
const OUTSIDE_PERIOD = 0.75;
/** One that changes what was settled may be this much worse. */
const CHANGE = 0.75;
/** Less of the topic than this, and the value found belongs to something else. */
const TOPIC_NAMED = 0.3;
/** Candidates this close to the best are equally good: the latest of them holds. */
const NEARLY_BEST = 0.97;

/** Every turn, and every question with its reply, as a candidate; best first. */
export function rankCandidates(
  question: Question,
  pool: readonly EvidenceConversation[],
  timeZone: string,
): Candidate[] {
  const matches = matchTerms(question.terms, pool);
  return pool
    .flatMap((conversation, index) => candidatesOf(question, { conversation, index, matches, timeZone }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** The best candidate, or a later one that says as much: what was said last holds. A reply comes with what it replies to. */
export function latestOfTheBest(
  { kind }: Question,
  ranked: readonly Candidate[],
  pool: readonly EvidenceConversation[],
): Candidate | undefined {
  const best = ranked[0];
  if (!best) return undefined;
  const saidAt = ({ conversation, first }: Candidate) => {
    const { startedAtMs, turns } = pool[conversation]!;
    return startedAtMs + turns[first]!.start * 1000;
  };
  const isChange = ({ conversation, first, last }: Candidate) =>
    kind === 'when' && pool[conversation]!.turns.slice(first, last + 1).some(({ text }) => changesDate(text));
  const latest = ranked
    .filter((candidate) => candidate.score >= (isChange(candidate) ? CHANGE : NEARLY_BEST) * best.score)
    .filter(({ own }) => own >= best.own)
    .reduce((last, candidate) => (saidAt(candidate) > saidAt(last) ? candidate : last), best);
  const { turns } = pool[latest.conversation]!;
  return repliesTo(turns, latest.first - 1) ? { ...latest, first: latest.first - 1 } : latest;
}

interface Context {
  readonly conversation: EvidenceConversation;
  readonly index: number;
  readonly matches: Matches;
  readonly timeZone: string;
}

function candidatesOf(question: Question, context: Context): Candidate[] {
  const { turns } = context.conversation;
  return turns.flatMap((turn, at) => {
    const reply = repliesTo(turns, at);
    return reply ? [exchangeCandidate(question, context, at)] : [turnCandidate(question, context, at)];
  });
}

/** Whether the next turn replies to a question that this one asks. */
function repliesTo(turns: readonly EvidenceTurn[], at: number): boolean {
  const [turn, next] = [turns[at], turns[at + 1]];
  return (
    turn !== undefined &&
    next !== undefined &&
    // Where voices were not told apart, whatever comes next is the reply.
    (next.speaker !== turn.speaker || turn.isUser === null) &&
    turn.text.trimEnd().endsWith('?')
  );
}

function turnCandidate(question: Question, context: Context, at: number): Candidate {
  const { conversation, index, matches } = context;
  const asksOnly = conversation.turns[at]!.text.trimEnd().endsWith('?') ? 0.6 : 1;
  const fit = fitOf(question, context, at) * asksOnly;
  return candidate(
    question,
    context,
    { first: at, last: at },
    { local: matches.turn(index, at), own: matches.own(index, at), fit },
  );
}

function exchangeCandidate(question: Question, context: Context, at: number): Candidate {
  const { index, matches } = context;
  const fit = Math.max(fitOf(question, context, at) * 0.9, fitOf(question, context, at + 1));
  const own = Math.max(matches.own(index, at), matches.own(index, at + 1));
  return candidate(
    question,
    context,
    { first: at, last: at + 1 },
    { local: matches.exchange(index, at), own, fit },
  );
}

function fitOf(question: Question, { conversation, timeZone }: Context, at: number): number {
  const turn = conversation.turns[at]!;
  const fit = typeFit(question, turn, { startedAtMs: conversation.startedAtMs, timeZone });
  const next = conversation.turns[at + 1];
  const declined = question.kind === 'when' && next !== undefined && DECLINES.test(next.text);
  return declined ? fit * 0.5 : fit;
}

function candidate(
  question: Question,
  context: Context,
  turns: { first: number; last: number },
  { local, own, fit }: { local: number; own: number; fit: number },
): Candidate {
  const { conversation, index, matches } = context;
  const said = conversation.turns.slice(turns.first, turns.last + 1);
  const subject = said.some((turn) => fitsSubject(question, turn)) ? 1 : WRONG_SUBJECT;
  const coverage = subject * (LOCAL_SHARE * local + (1 - LOCAL_SHARE) * matches.conversation(index));
  const done =
    matches.saysPredicate(index, turns.first) || matches.saysPredicate(index, turns.last) ? 1 : NOT_DONE;
  const period = isInPeriod(question, conversation) ? 1 : OUTSIDE_PERIOD;
  return {
    conversation: index,
    ...turns,
    coverage,
    own,
    score: isAnswer(question, context, turns, fit)
      ? done * ownerShare(question, said) * period * coverage * (0.4 + 0.6 * fit)
      : 0,
  };
}

/** The value that the question asks for must be there and belong to the topic; "who" needs a person and "when" a date. */
function isAnswer(
  question: Question,
  { conversation, index, matches, timeZone }: Context,
  { first, last }: { first: number; last: number },
  fit: number,
): boolean {
  if (fit === 0) return false;
  if (question.asked === null) return true;
  const saidAt = { startedAtMs: conversation.startedAtMs, timeZone };
  const said = conversation.turns.slice(first, last + 1);
  const asked = question.asked;
  return (
    said.some(({ text }) => holdsValue(asked, text, saidAt)) &&
    matches.topic(index, first, last) >= TOPIC_NAMED
  );
}

/** What the owner says of somebody else is no answer about the owner. */
function ownerShare(question: Question, said: readonly EvidenceTurn[]): number {
  const ofAnother =
    question.subject === 'owner' && said.some(({ isUser, text }) => isUser && saidOfAnother(question, text));
  return ofAnother ? OF_ANOTHER : 1;
}
