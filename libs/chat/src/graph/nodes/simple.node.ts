import { SystemMessage } from '@langchain/core/messages';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { smallTalkPrompt } from '../../prompts/small-talk.prompt.js';
import { smallTalkReply } from '../../small-talk.rules.js';
import type { ChatGraphDeps } from '../chat-graph-deps.js';
import type { ChatStateUpdate, ChatStateValues } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';
import { AnswerWriter } from '../answer-writer.js';

/** Replies to small talk, by the model when there is one, else in fixed words. */
export const simpleNode =
  (turn: ChatTurn, { model, meter }: ChatGraphDeps) =>
  async (state: ChatStateValues, config: LangGraphRunnableConfig): Promise<ChatStateUpdate> => {
    const writer = new AnswerWriter(config);
    if (model.available) {
      const messages = [new SystemMessage(smallTalkPrompt(turn.ownerName)), ...state.messages.slice(1)];
      try {
        await model.step({ messages, tools: [], onText: writer.write, signal: config.signal, meter });
        return { answer: writer.text, answeredBy: 'model' };
      } catch {
        config.signal?.throwIfAborted();
        if (writer.text) return { answer: writer.text, answeredBy: 'model' };
      }
    }
    writer.write(smallTalkReply(turn.question) ?? '');
    return { answer: writer.text, answeredBy: 'extractive' };
  };
