import type { AIMessage, BaseMessage } from '@langchain/core/messages';
import { Annotation } from '@langchain/langgraph';
import type { Citation } from '#libs/contracts';
import type { ChatRoute } from './chat-turn.js';

/** An answer without its marks, and what they meant. */
export interface FinalAnswer {
  readonly text: string;
  readonly citations: Citation[];
}

/** What the nodes of a turn hand to one another. */
export const ChatState = Annotation.Root({
  /** Where `route`, or a model that is away, sends the turn. */
  path: Annotation<ChatRoute>,
  /** The agent's talk with the model, tool calls and results included. */
  messages: Annotation<BaseMessage[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  /** Calls of tools so far. */
  toolCalls: Annotation<string[]>({ reducer: (left, right) => [...left, ...right], default: () => [] }),
  /** Everything that was streamed as the answer. */
  answer: Annotation<string>({ reducer: (left, right) => left + right, default: () => '' }),
  answeredBy: Annotation<'model' | 'extractive'>({
    reducer: (_, right) => right,
    default: () => 'extractive',
  }),
  /** What is stored and sent at the end; undefined until the turn is finalized. */
  final: Annotation<FinalAnswer | undefined>({ reducer: (_, right) => right, default: () => undefined }),
});
export type ChatStateValues = typeof ChatState.State;
export type ChatStateUpdate = typeof ChatState.Update;

/** The tool calls that the model asks for next. */
export function pendingToolCalls(state: ChatStateValues): NonNullable<AIMessage['tool_calls']> {
  return (state.messages.at(-1) as AIMessage | undefined)?.tool_calls ?? [];
}
