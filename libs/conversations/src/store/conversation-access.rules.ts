import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { isHidden, type ConversationHead } from './conversation-row.js';

/** What was asked for by id. `not_found` CONVERSATION_NOT_FOUND, also when it is part of another conversation now. */
export function existing<Row extends ConversationHead>(row: Row | null | undefined, id: string): Row {
  if (!row || isHidden(row)) throw conversationNotFound(id);
  return row;
}

/**
 * What its owner wants to see or change: every such request goes through here. `not_found` CONVERSATION_NOT_FOUND; `locked`
 * CONVERSATION_LOCKED. Mneme locks nothing itself: the mark comes with conversations that the reference has stored, and is kept.
 */
export function opened<Row extends ConversationHead>(row: Row | null | undefined, id: string): Row {
  const there = existing(row, id);
  demandUnlocked(there);
  return there;
}

/** `locked` CONVERSATION_LOCKED. */
export function demandUnlocked({
  id,
  is_locked: isLocked,
}: Pick<ConversationHead, 'id' | 'is_locked'>): void {
  if (isLocked) throw conversationLocked(id);
}

/** As lists and news show it: a locked one keeps its row and its title, and nothing that was said in it or made of that. */
export function listed(conversation: Conversation): Conversation {
  if (!conversation.is_locked) return conversation;
  return {
    ...conversation,
    structured: { ...conversation.structured, overview: '', action_items: [], events: [] },
    transcript_segments: [],
    audio_files: [],
    apps_results: [],
    plugins_results: [],
    external_data: null,
  };
}

export function conversationNotFound(id: string): AppError {
  return new AppError('not_found', 'CONVERSATION_NOT_FOUND', 'There is no such conversation.', { id });
}

function conversationLocked(id: string): AppError {
  return new AppError(
    'locked',
    'CONVERSATION_LOCKED',
    'This conversation is locked: its server kept it behind a plan. Nothing of it is lost: your export holds all of it, and you may delete it.',
    { id },
  );
}
