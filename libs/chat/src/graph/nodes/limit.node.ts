import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AnswerWriter } from '../answer-writer.js';
import { CHAT_LIMITS } from '../chat-limits.js';
import { pendingToolCalls, type ChatStateUpdate, type ChatStateValues } from '../chat-state.js';
import { signatureOf } from './tools.node.js';

const GIVEN_UP =
  'I am sorry, I looked in many places and did not get to an answer. Please ask more narrowly.';

/** Ends a turn whose model does not come to an end by itself. */
export const limitNode = (state: ChatStateValues, config: LangGraphRunnableConfig): ChatStateUpdate => {
  const writer = new AnswerWriter(config);
  writer.write(state.answer ? `\n\n${GIVEN_UP}` : GIVEN_UP);
  return { answer: writer.text };
};

/** Whether what the model asks for next would go beyond the limits of a turn, or round in a circle. */
export function isBeyondLimits(state: ChatStateValues): boolean {
  const calls = [...state.toolCalls, ...pendingToolCalls(state).map(signatureOf)];
  const steps = state.messages.filter((message) => message.getType() === 'ai').length;
  const recent = calls.slice(-CHAT_LIMITS.loopWindow);
  const alike = Math.max(...recent.map((call) => recent.filter((other) => other === call).length), 0);
  return (
    calls.length > CHAT_LIMITS.toolCalls ||
    steps > CHAT_LIMITS.modelTurns + historySteps(state) ||
    alike > CHAT_LIMITS.loopRepeats
  );
}

function historySteps(state: ChatStateValues): number {
  const lastQuestion = state.messages.findLastIndex((message) => message.getType() === 'human');
  return state.messages.slice(0, lastQuestion).filter((message) => message.getType() === 'ai').length;
}
