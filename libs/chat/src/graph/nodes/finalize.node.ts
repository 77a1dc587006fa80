import type { ChatStateUpdate, ChatStateValues } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';

/** Makes the message of what was streamed: marks become citations, each with its conversation, segments and second of the audio. */
export const finalizeNode =
  ({ citations }: ChatTurn) =>
  ({ answer }: ChatStateValues): ChatStateUpdate => ({ final: citations.resolve(answer) });
