import type { StructuredToolInterface } from '@langchain/core/tools';
import type { ChatTurn } from '../graph/chat-turn.js';
import { getActionItemsTool } from './get-action-items.tool.js';
import { getConversationsTool } from './get-conversations.tool.js';
import { searchConversationsTool } from './search-conversations.tool.js';
import { searchMemoriesTool } from './search-memories.tool.js';

/** The tools of one turn. They read through the turn's evidence: whose data that is no argument can say. */
export function chatTools(turn: ChatTurn): StructuredToolInterface[] {
  return [
    searchConversationsTool(turn),
    getConversationsTool(turn),
    searchMemoriesTool(turn),
    getActionItemsTool(turn),
  ];
}

const LABELS: Readonly<Record<string, string>> = {
  search_conversations: 'Searching your conversations',
  get_conversations: 'Looking through your conversations',
  search_memories: 'Searching your memories',
  get_action_items: 'Looking at your tasks',
};

/** What the client shows while a tool runs: for a search, also when it cannot look for words. */
export function toolLabel(name: string, { evidence }: ChatTurn): string {
  const label = LABELS[name] ?? 'Working on it';
  return name.startsWith('search_') && !evidence.findsWords ? `${label} by meaning only` : label;
}
