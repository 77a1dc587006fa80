import type { StructuredToolInterface } from '@langchain/core/tools';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AnswerWriter } from '../answer-writer.js';
import type { ChatGraphDeps } from '../chat-graph-deps.js';
import type { ChatStateUpdate, ChatStateValues } from '../chat-state.js';

const BROKEN_OFF = '\n\nI am sorry, the language model broke off here. Please ask again.';

/** One step of the model: it answers, or asks for tools. A provider that fails before a word was shown leaves the turn to the extractive answer. */
export const agentNode =
  ({ model, meter }: ChatGraphDeps, tools: readonly StructuredToolInterface[]) =>
  async (state: ChatStateValues, config: LangGraphRunnableConfig): Promise<ChatStateUpdate> => {
    const writer = new AnswerWriter(config);
    try {
      const { messages } = state;
      const { signal } = config;
      const message = await model.step({ messages, tools, onText: writer.write, signal, meter });
      return { messages: [message], answer: writer.text, answeredBy: 'model' };
    } catch {
      config.signal?.throwIfAborted();
      if (!state.answer && !writer.text) return { path: 'extractive' };
      writer.write(BROKEN_OFF);
      return { answer: writer.text, answeredBy: 'model' };
    }
  };
