import type { Answer, AnswerInput } from './answer-input.js';
import { bestDate } from './answer-type.rules.js';
import { finalDate } from './correction.rules.js';
import { latestOfTheBest, rankCandidates, type Candidate } from './evidence.rules.js';
import { readQuestion, type Question } from './question.rules.js';
import { dateInWords, quoteInWords, UNKNOWN } from './wording.rules.js';

/** Below this share of the question covered, what was found is about something else. */
const KNOWN_COVERAGE = 0.5;

const QUOTED = 'I have no language model to think with, so I quote what I found.';

/** Answers by quoting: picks the turns that fit the question best, works out the date they name, and says where they come from. */
export function answerQuestion(input: AnswerInput): Answer {
  const question = readQuestion(input.question, input.askedAtMs, input.timeZone);
  const best = latestOfTheBest(rankCandidates(question, input), input);
  if (!best || best.coverage < KNOWN_COVERAGE) return { known: false, text: UNKNOWN, sources: [] };
  return quote(question, settled(question, best, input), input);
}

function settled(question: Question, candidate: Candidate, input: AnswerInput): Candidate {
  if (question.kind !== 'when') return candidate;
  const conversation = input.conversations[candidate.conversation]!;
  return finalDate(candidate, conversation, {
    startedAtMs: conversation.startedAtMs,
    timeZone: input.timeZone,
  });
}

function quote(question: Question, candidate: Candidate, input: AnswerInput): Answer {
  const conversation = input.conversations[candidate.conversation]!;
  const turns = conversation.turns.slice(candidate.first, candidate.last + 1);
  const saidAt = { startedAtMs: conversation.startedAtMs, timeZone: input.timeZone };
  const date = question.kind === 'when' ? bestDate(turns.map(({ text }) => text).join(' '), saidAt) : null;
  const lead = date ? `${capitalized(dateInWords(date))}. ` : '';
  return {
    known: true,
    text: `${lead}${quoteInWords(conversation, turns, input.timeZone)} [1]\n\n${QUOTED}`,
    sources: [
      { kind: 'turns', conversation: candidate.conversation, first: candidate.first, last: candidate.last },
    ],
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
