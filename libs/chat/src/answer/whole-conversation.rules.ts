import type { Answer, AnswerInput, AnswerSource, EvidenceConversation } from './answer-input.js';
import type { Question } from './question.rules.js';
import { matchTerms } from './turn-match.rules.js';
import { dateOf, dayInWords, UNKNOWN_ANSWER } from './wording.rules.js';

const MAX_LISTED = 6;
const MAX_TASKS = 12;
/** A recording in which the owner does not speak is likely what the owner listened to. */
const LISTENED_TO = 0.6;
const KNOWN_COVERAGE = 0.45;

/** "What was the podcast about?": the conversation that fits best, by title, summary and first words. */
export function answerAbout(question: Question, input: AnswerInput): Answer {
  const matches = matchTerms(question.terms, input.conversations);
  const scored = input.conversations
    .map((conversation, index) => {
      const listened = question.aboutMedia && conversation.turns.every(({ isUser }) => isUser !== true);
      return { index, score: matches.conversation(index) + (listened ? LISTENED_TO : 0) };
    })
    .filter(({ index }) => isInPeriod(question, input.conversations[index]!))
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (!best || best.score < KNOWN_COVERAGE) return UNKNOWN_ANSWER;
  const conversation = input.conversations[best.index]!;
  const opening = conversation.turns[0]?.text ?? '';
  return {
    known: true,
    text: `${summaryOf(conversation, input)} It began: “${opening.trim()}” [1]`,
    sources: [{ kind: 'conversation', conversation: best.index }],
  };
}

/** "What did I do yesterday?": the conversations of the period, oldest first. */
export function answerRecap(question: Question, input: AnswerInput): Answer {
  const listed = input.conversations
    .map((conversation, index) => ({ conversation, index }))
    .filter(({ conversation }) => isInPeriod(question, conversation))
    .sort((a, b) => a.conversation.startedAtMs - b.conversation.startedAtMs)
    .slice(-MAX_LISTED);
  if (listed.length === 0) return UNKNOWN_ANSWER;
  const lines = listed.map(({ conversation }, at) => `- ${summaryOf(conversation, input)} [${at + 1}]`);
  const sources = listed.map(({ index }): AnswerSource => ({ kind: 'conversation', conversation: index }));
  return { known: true, text: `You had these conversations:\n${lines.join('\n')}`, sources };
}

/** The open tasks, those with a date first. */
export function answerTasks(input: AnswerInput): Answer {
  if (input.tasks.length === 0) return { known: true, text: 'You have no open tasks.', sources: [] };
  const byDate = [...input.tasks]
    .sort((a, b) => (a.dueAtMs ?? Infinity) - (b.dueAtMs ?? Infinity))
    .slice(0, MAX_TASKS);
  const sources: AnswerSource[] = [];
  const lines = byDate.map(({ description, dueAtMs, conversationId }) => {
    const conversation = input.conversations.findIndex((known) => known.conversationId === conversationId);
    const marker = conversation < 0 ? '' : ` [${sources.push({ kind: 'conversation', conversation })}]`;
    return `- ${description}${dueAtMs === null ? '' : `, due ${dayInWords(dueAtMs, input.timeZone)}`}${marker}`;
  });
  return { known: true, text: `Your open tasks:\n${lines.join('\n')}`, sources };
}

function summaryOf(
  { title, overview, startedAtMs }: EvidenceConversation,
  { timeZone }: AnswerInput,
): string {
  return [`${dateOf(startedAtMs, timeZone)}: ${title || 'a conversation'}.`, overview]
    .filter(Boolean)
    .join(' ');
}

export function isInPeriod({ period }: Question, { startedAtMs }: EvidenceConversation): boolean {
  return period === null || (startedAtMs >= period.fromMs && startedAtMs <= period.toMs);
}
