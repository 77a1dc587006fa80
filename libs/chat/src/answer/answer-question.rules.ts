import type {
  Answer,
  AnswerInput,
  AnswerSource,
  EvidenceConversation,
  EvidenceTurn,
} from './answer-input.js';
import { bestDate } from './said-date.rules.js';
import { excerptsOf } from './excerpt.rules.js';
import { finalDate } from './correction.rules.js';
import { statementIn } from './statement.rules.js';
import type { Candidate } from './candidate.js';
import { latestOfTheBest, rankCandidates } from './evidence.rules.js';
import { personMeant } from './person-answer.rules.js';
import { readQuestion, type Question } from './question.rules.js';
import { answerAbout, answerRecap, answerTasks } from './whole-conversation.rules.js';
import { dateInWords, instantInWords, quoteInWords, UNKNOWN_ANSWER } from './wording.rules.js';

/** Below this share of the question covered, what was found is about something else. */
const KNOWN_COVERAGE = 0.45;
/** Below this it may be; the answer says so. */
const SURE_COVERAGE = 0.6;
/** Further pieces of evidence are quoted too when they are nearly as good. */
const ALSO_GOOD = 0.9;
/** ... and say nearly as much of the question in their own words. */
const ALSO_SAYS = 0.8;
const MAX_QUOTES = 3;

const UNSURE = 'I am not sure. The closest that I found:';
const QUOTED = 'I have no language model to think with, so I quote what I found.';

/** Answers by quoting: picks the turns that fit the question best, works out the date or person they mean, and says where they come from. */
export function answerQuestion(input: AnswerInput): Answer {
  const question = readQuestion(input.question, input.askedAtMs, input.timeZone);
  const answer = answerByKind(question, input);
  return answer.known ? { ...answer, text: `${answer.text}\n\n${QUOTED}` } : answer;
}

function answerByKind(question: Question, input: AnswerInput): Answer {
  if (question.kind === 'about') {
    const about = answerAbout(question, input);
    return about.known ? about : answerFromTurns({ ...question, kind: 'other' }, input);
  }
  if (question.kind === 'recap') return answerRecap(question, input);
  if (question.kind === 'tasks') return answerTasks(input);
  return answerFromTurns(question, input);
}

function answerFromTurns(question: Question, input: AnswerInput): Answer {
  const pool = [...input.conversations, ...input.memories.map(asConversation)];
  const ranked = rankCandidates(question, pool, input.timeZone);
  const best = latestOfTheBest(question, ranked, pool);
  if (!best || best.coverage < KNOWN_COVERAGE) return UNKNOWN_ANSWER;
  return new Quotation(question, pool, input).of(settled(question, best, pool, input), ranked);
}

/** A memory as a conversation of one turn, so that facts and turns are weighed alike. */
function asConversation({
  memoryId,
  content,
  learnedAtMs,
}: AnswerInput['memories'][number]): EvidenceConversation {
  const place = { segmentIds: [], speaker: '', isUser: null, start: 0, end: 0, noted: '', eventAtMs: null };
  return {
    conversationId: memoryId,
    title: '',
    overview: '',
    startedAtMs: learnedAtMs,
    turns: [{ ...place, text: content }],
  };
}

function settled(
  question: Question,
  candidate: Candidate,
  pool: readonly EvidenceConversation[],
  { timeZone }: AnswerInput,
): Candidate {
  if (question.kind !== 'when') return candidate;
  const conversation = pool[candidate.conversation]!;
  if (eventOf(conversation.turns.slice(candidate.first, candidate.last + 1)) !== null) return candidate;
  return finalDate(candidate, conversation, { startedAtMs: conversation.startedAtMs, timeZone });
}

/** Puts an answer together out of quotes, each with its source. */
class Quotation {
  private readonly sources: AnswerSource[] = [];

  constructor(
    private readonly question: Question,
    private readonly pool: readonly EvidenceConversation[],
    private readonly input: AnswerInput,
  ) {}

  of(best: Candidate, ranked: readonly Candidate[]): Answer {
    const hedge = best.coverage < SURE_COVERAGE ? UNSURE : '';
    const sentences = [hedge, this.lead(best), this.quote(best), ...this.furtherQuotes(best, ranked)].filter(
      Boolean,
    );
    return { known: true, text: sentences.join(' '), sources: this.sources };
  }

  /** The answer in a word or two, where it can be worked out. */
  private lead(best: Candidate): string {
    if (this.question.kind === 'when') return this.dateOf(best);
    if (this.question.aboutDuty) return tasksOf(this.turnsOf(best));
    if (this.question.kind !== 'who') return this.isMemory(best) ? '' : this.statementOf(best);
    const person = personMeant(this.question, best, this.pool[best.conversation]!);
    if (!person) return '';
    if (person.turn === null) return `${person.name}.`;
    return `Probably ${person.name}. ${this.quote({ ...best, first: person.turn, last: person.turn })}`;
  }

  /** "Oliver is allergic to peanuts.": the clause that says it all, cut out of a longer sentence. */
  private statementOf(best: Candidate): string {
    const excerpt = excerptsOf(this.question, this.pool[best.conversation]!);
    return statementIn(
      this.question,
      this.turnsOf(best).map(({ text }) => excerpt(text)),
    );
  }

  private dateOf(best: Candidate): string {
    const { timeZone } = this.input;
    const turns = this.turnsOf(best);
    const eventAtMs = eventOf(turns);
    if (eventAtMs !== null) return `${instantInWords(eventAtMs, timeZone)}.`;
    const { startedAtMs } = this.pool[best.conversation]!;
    const saidAt = { startedAtMs, timeZone };
    const date = bestDate(turns.at(-1)!.text, saidAt) ?? bestDate(turns[0]!.text, saidAt);
    return date ? `${capitalized(dateInWords(date))}.` : '';
  }

  private quote(candidate: Candidate): string {
    const conversation = this.pool[candidate.conversation]!;
    const marker = `[${this.sources.push(this.sourceOf(candidate))}]`;
    const wording = {
      timeZone: this.input.timeZone,
      excerpt: excerptsOf(this.question, conversation),
    };
    if (this.isMemory(candidate)) return `I remember: ${conversation.turns[0]!.text.trim()} ${marker}`;
    return `${quoteInWords(conversation, this.turnsOf(candidate), wording)} ${marker}`;
  }

  /** None beside a date: two dates would leave it open which one holds. */
  private furtherQuotes(best: Candidate, ranked: readonly Candidate[]): string[] {
    if (this.question.kind === 'when') return [];
    const chosen = [best];
    const since = this.pool[best.conversation]!.startedAtMs;
    for (const other of ranked) {
      if (chosen.length === MAX_QUOTES || other.score < ALSO_GOOD * best.score) break;
      // What was said earlier may no longer hold.
      const holds = this.pool[other.conversation]!.startedAtMs >= since;
      const speaks = other.own > 0 && other.own >= ALSO_SAYS * best.own;
      if (holds && speaks && !chosen.some((known) => overlap(known, other))) chosen.push(other);
    }
    return chosen.slice(1).map((other) => `\n${this.quote(other)}`);
  }

  private sourceOf({ conversation, first, last }: Candidate): AnswerSource {
    const memory = conversation - this.input.conversations.length;
    return memory >= 0 ? { kind: 'memory', memory } : { kind: 'turns', conversation, first, last };
  }

  private isMemory({ conversation }: Candidate): boolean {
    return conversation >= this.input.conversations.length;
  }

  private turnsOf({ conversation, first, last }: Candidate) {
    return this.pool[conversation]!.turns.slice(first, last + 1);
  }
}

/** The appointment that was agreed in these turns; it was worked out from the whole conversation, later changes included. */
function eventOf(turns: readonly EvidenceTurn[]): number | null {
  return turns.findLast(({ eventAtMs }) => eventAtMs !== null)?.eventAtMs ?? null;
}

/** The owner's tasks that were understood from these turns. */
function tasksOf(turns: readonly EvidenceTurn[]): string {
  const noted = turns.map((turn) => turn.noted).filter(Boolean);
  return noted.length > 0 ? `${noted.join('; ')}.` : '';
}

function overlap(a: Candidate, b: Candidate): boolean {
  return a.conversation === b.conversation && a.first <= b.last && b.first <= a.last;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
