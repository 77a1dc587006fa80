import type { StructuredToolInterface } from '@langchain/core/tools';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { AgentModel } from '../agent-model.js';
import { AnswerWriter } from '../answer-writer.js';
import type { ChatStateUpdate, ChatStateValues } from '../chat-state.js';

const BROKEN_OFF = '\n\nI am sorry, the language model broke off here. Please ask again.';

/** One step of the model: it answers, or asks for tools. A provider that fails before a word was shown leaves the turn to the extractive answer. */
export const agentNode =
  (model: AgentModel, tools: readonly StructuredToolInterface[]) =>
  async (state: ChatStateValues, config: LangGraphRunnableConfig): Promise<ChatStateUpdate> => {
    const writer = new AnswerWriter(config);
    try {
      const { messages } = state;
      const message = await model.step({ messages, tools, onText: writer.write, signal: config.signal });
      return { messages: [message], answer: writer.text, answeredBy: 'model' };
    } catch {
      config.signal?.throwIfAborted();
      if (!state.answer && !writer.text) return { path: 'extractive' };
      writer.write(BROKEN_OFF);
      return { answer: writer.text, answeredBy: 'model' };
    }
  };
