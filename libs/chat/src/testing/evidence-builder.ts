import type { AnswerInput, EvidenceConversation, EvidenceTurn } from '../answer/answer-input.js';

export const TIME_ZONE = 'America/Chicago';
const SECONDS_PER_TURN = 4;

/** Who speaks and what: `You` is the owner, `?` nobody knows, anything else one of the others. */
export type Line = readonly [speaker: string, text: string];

/** A conversation as evidence, every turn of the same length. */
export function aConversation(id: string, startedAt: string, lines: readonly Line[]): EvidenceConversation {
  return {
    conversationId: id,
    title: '',
    overview: '',
    startedAtMs: Date.parse(startedAt),
    turns: lines.map(([speaker, text], index): EvidenceTurn => ({
      segmentIds: [`${id}-${index}`],
      speaker,
      isUser: speaker === '?' ? null : speaker === 'You',
      text,
      start: index * SECONDS_PER_TURN,
      end: (index + 1) * SECONDS_PER_TURN,
      noted: '',
      eventAtMs: null,
    })),
  };
}

/** A question on the first of June 2026 at noon, with nothing to rest on but what is given. */
export function anAnswerInput(question: string, given: Partial<AnswerInput> = {}): AnswerInput {
  return {
    question,
    askedAtMs: Date.parse('2026-06-01T12:00:00-05:00'),
    timeZone: TIME_ZONE,
    conversations: [],
    memories: [],
    tasks: [],
    ...given,
  };
}
