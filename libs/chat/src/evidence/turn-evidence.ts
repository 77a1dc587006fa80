import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import {
  ActionItemsService,
  ConversationSearch,
  ConversationsService,
  type ActionItemRecord,
  type Passage,
  type PassageQuery,
} from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { MemorySearch, type MemoryHit } from '#libs/memories';
import type { ChatScope } from '../chat-question.js';

/** Conversations that began in a range; epoch milliseconds, both included. */
export interface TimeRange {
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface TaskFilter {
  readonly completed?: boolean;
  readonly limit: number;
}

/** Search in a pinned conversation asks for this many passages and keeps those of the conversation. */
const PINNED_SEARCH_LIMIT = 50;

/** What the owner's stores hold for one turn of the chat. The owner and the scope are fixed when the turn begins: nothing a model says can widen them. */
export interface TurnEvidence {
  /** False when search goes by meaning alone. */
  readonly findsWords: boolean;
  passages(query: PassageQuery): Promise<Passage[]>;
  /** Newest first; neither discarded or locked ones nor those still going on. */
  conversationsIn(range: TimeRange, limit: number): Promise<Conversation[]>;
  /** Those that exist and lie in scope, in the order asked for. */
  conversations(ids: readonly string[]): Promise<Conversation[]>;
  /** None when the turn is pinned to one conversation: memories come from everywhere. */
  memories(query: { text: string; limit: number }): Promise<MemoryHit[]>;
  tasks(filter: TaskFilter): Promise<ActionItemRecord[]>;
}

/** Opens the stores for a turn. */
@Injectable()
export class EvidenceStores {
  constructor(
    private readonly search: ConversationSearch,
    private readonly conversations: ConversationsService,
    private readonly memories: MemorySearch,
    private readonly actionItems: ActionItemsService,
  ) {}

  forTurn(ownerId: string, scope: ChatScope = {}): TurnEvidence {
    const { search, conversations, memories, actionItems } = this;
    return {
      findsWords: search.findsWords,
      passages: async (query) => {
        const limit = scope.conversationId ? PINNED_SEARCH_LIMIT : query.limit;
        const found = await search.search(ownerId, { ...query, ...within(scope, query), limit });
        return found.filter(({ conversationId }) => isPinned(scope, conversationId)).slice(0, query.limit);
      },
      conversationsIn: async (range, limit) => {
        if (scope.conversationId) return conversations.getMany(ownerId, [scope.conversationId]);
        const { fromMs, toMs } = within(scope, range);
        const bounds = {
          ...(fromMs === undefined ? {} : { startDate: new Date(fromMs) }),
          ...(toMs === undefined ? {} : { endDate: new Date(toMs) }),
        };
        const filter = { statuses: ['completed'] as const, includeDiscarded: false, ...bounds };
        const found = await conversations.list(ownerId, { ...filter, limit, offset: 0 });
        return found.filter(({ is_locked: isLocked }) => !isLocked);
      },
      conversations: async (ids) =>
        conversations.getMany(
          ownerId,
          ids.filter((id) => isPinned(scope, id)),
        ),
      memories: async (query) => (scope.conversationId ? [] : memories.search(ownerId, query)),
      tasks: async ({ completed, limit }) => {
        const filter = {
          ...(completed === undefined ? {} : { completed }),
          ...(scope.conversationId ? { conversationId: scope.conversationId } : {}),
        };
        return (await actionItems.list(ownerId, filter, { limit, offset: 0 })).items;
      },
    };
  }
}

function isPinned(scope: ChatScope, conversationId: string): boolean {
  return scope.conversationId === undefined || scope.conversationId === conversationId;
}

/** The part of a range that lies in scope. A range outside of it is an error, never "everything". */
function within(scope: ChatScope, range: TimeRange): TimeRange {
  const fromMs = Math.max(scope.fromMs ?? -Infinity, range.fromMs ?? -Infinity);
  const toMs = Math.min(scope.toMs ?? Infinity, range.toMs ?? Infinity);
  if (fromMs > toMs) {
    throw new AppError(
      'invalid',
      'CHAT_SCOPE_EMPTY',
      'The dates lie outside of what this question is limited to.',
    );
  }
  return { ...(fromMs === -Infinity ? {} : { fromMs }), ...(toMs === Infinity ? {} : { toMs }) };
}
