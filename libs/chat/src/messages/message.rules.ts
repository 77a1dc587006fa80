import type { Citation, Conversation, Message, MessageConversation, ResponseMessage } from '#libs/contracts';
import type { StoredMessage } from './message-shape.js';

/** Most cards that clients show under an answer. Source: chat specification, A4.4. */
const MAX_CARDS = 5;

/** What is left of an answer when a conversation that it cites is deleted: its words were that conversation's. */
export const FORGOTTEN: Pick<StoredMessage, 'text' | 'citations' | 'memories_id'> = {
  text: 'This answer rested on a conversation that has been deleted.',
  citations: [],
  memories_id: [],
};

/** Ids of the conversations behind an answer, each once, in order of first appearance. */
export function citedConversations(citations: readonly Citation[]): string[] {
  return [...new Set(citations.flatMap(({ conversation_id }) => conversation_id ?? []))];
}

/** What a card shows of a conversation. */
export type CardSource = Pick<Conversation, 'id' | 'created_at' | 'structured'>;

/** The message as clients see it. What cites a conversation that is gone, or was never the owner's, loses that card and citation. */
export function hydrate(message: StoredMessage, conversations: ReadonlyMap<string, CardSource>): Message {
  const isThere = (id: string | null) => id === null || conversations.has(id);
  const ids = message.memories_id.filter(isThere);
  return {
    ...message,
    memories_id: ids,
    memories: ids.slice(0, MAX_CARDS).map((id) => cardOf(conversations.get(id)!)),
    citations: message.citations.filter(({ conversation_id }) => isThere(conversation_id)),
  };
}

export function responseOf(message: Message, usedTools: boolean): ResponseMessage {
  return { ...message, ask_for_nps: usedTools };
}

function cardOf({ id, created_at, structured }: CardSource): MessageConversation {
  return { id, created_at, structured: { title: structured.title, emoji: structured.emoji } };
}
