import { ToolMessage } from '@langchain/core/messages';
import type { ToolCall } from '@langchain/core/messages/tool';
import type { StructuredToolInterface } from '@langchain/core/tools';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { toolLabel } from '../../tools/chat-tools.js';
import { AnswerWriter } from '../answer-writer.js';
import { CHAT_LIMITS } from '../chat-limits.js';
import { pendingToolCalls, type ChatStateUpdate, type ChatStateValues } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';

const TOO_MANY = 'Error: too many calls at once. Repeat this one if you still need it.';

/** Runs what the model asked for, side by side, and gives the results back in the order of the calls. */
export const toolsNode =
  (turn: ChatTurn, tools: readonly StructuredToolInterface[]) =>
  async (state: ChatStateValues, config: LangGraphRunnableConfig): Promise<ChatStateUpdate> => {
    const calls = pendingToolCalls(state);
    const writer = new AnswerWriter(config);
    const results = await Promise.all(
      calls.map(async (call, index) => {
        if (index >= CHAT_LIMITS.parallelToolCalls) return replyTo(call, TOO_MANY);
        writer.think(toolLabel(call.name, turn));
        return runTool(tools, call);
      }),
    );
    return { messages: results, toolCalls: calls.map(signatureOf) };
  };

/** Two calls with the same signature ask for the same thing. */
export function signatureOf({ name, args }: ToolCall): string {
  return JSON.stringify([name, args]);
}

async function runTool(tools: readonly StructuredToolInterface[], call: ToolCall): Promise<ToolMessage> {
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) return replyTo(call, 'Error: there is no such tool.');
  try {
    return replyTo(call, String(await tool.invoke(call.args)));
  } catch {
    return replyTo(call, 'Error: the arguments do not fit the tool. Correct them and try again.');
  }
}

function replyTo(call: ToolCall, content: string): ToolMessage {
  return new ToolMessage({ content, tool_call_id: call.id ?? '', name: call.name });
}
