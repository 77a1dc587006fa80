import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { agentPrompt, agentQuestion } from '../../prompts/agent.prompt.js';
import { localTimestamp } from '../../tools/tool-dates.js';
import type { ChatStateUpdate } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';

/** Lays out what the model reads: instructions, earlier messages, then the question with the time it is asked at. */
export const prepareNode = (turn: ChatTurn) => (): ChatStateUpdate => ({
  messages: [
    new SystemMessage(agentPrompt({ ownerName: turn.ownerName })),
    ...turn.history.map(({ sender, text }) =>
      sender === 'ai' ? new AIMessage(text) : new HumanMessage(text),
    ),
    new HumanMessage(
      agentQuestion(turn.question, localTimestamp(turn.askedAtMs, turn.timeZone), turn.timeZone),
    ),
  ],
});
