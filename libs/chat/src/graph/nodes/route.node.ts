import { smallTalkReply } from '../../small-talk.rules.js';
import type { ChatStateUpdate } from '../chat-state.js';
import type { ChatTurn } from '../chat-turn.js';

/** Small talk needs no lookup. A question taken for small talk would be the one harmful mistake, so only plain phrases are. */
export const routeNode = (turn: ChatTurn, modelAvailable: boolean) => (): ChatStateUpdate => {
  if (smallTalkReply(turn.question) !== null) return { path: 'simple' };
  return { path: modelAvailable ? 'agent' : 'extractive' };
};
