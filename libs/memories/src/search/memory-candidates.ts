import { Injectable } from '@nestjs/common';
import { Embedder, findPersonNames } from '#libs/ai';
import type { Memory, TranscriptInput } from '#libs/contracts';
import { bothAnswers, KeywordIndex, VectorStore } from '#libs/storage';
import type { KnownFact } from '../facts/fact.js';
import { isOpen } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { MEMORY_SEARCH_SPACE, REJECTED_SEARCH_SPACE } from './memory-index.js';
import { contextTerms, distinctWords } from './query-words.rules.js';

/** What the owner is known for and has thrown out, as far as a conversation touches it. */
export interface MemoryContext {
  readonly existing: readonly KnownFact[];
  readonly rejected: readonly string[];
}

/** The words that are about to be read, and where they come from. */
export interface ContextSource {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly transcript: TranscriptInput;
}

/** How many memories a conversation is read with: enough to know the people in it and what it may change; a model also sees what it need not repeat. */
const CONTEXT = { rules: 12, model: 40 } as const;
const REJECTED_CONTEXT = 5;
/** Per fact and way of looking. A memory that says the same or the opposite shares most of its words, so it is among the first. */
const NEAR = 3;
/** Below it two statements are about different things. Source: specification of the pipeline, §3.6, has 0.85; word vectors lie closer. */
const MIN_SIMILARITY = 0.75;

/**
 * Finds the few memories that a new one could repeat or contradict. Costs the same however many there are: a fixed number of searches,
 * and of documents read.
 */
@Injectable()
export class MemoryCandidates {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** The memories that a conversation's words lead to, but for those that it alone brought: heard again, it must not say less. */
  async contextOf(
    { ownerId, conversationId, transcript }: ContextSource,
    reader: keyof typeof CONTEXT,
  ): Promise<MemoryContext> {
    const text = contextTerms(transcript, findPersonNames).join(' ');
    if (text === '') return { existing: [], rejected: [] };
    const [known, thrownOut] = await Promise.all([
      this.byWords(MEMORY_SEARCH_SPACE, ownerId, text, CONTEXT[reader]),
      this.byWords(REJECTED_SEARCH_SPACE, ownerId, text, REJECTED_CONTEXT),
    ]);
    const [existing, rejected] = await Promise.all([
      this.memories.findMany(ownerId, known),
      this.memories.findMany(ownerId, thrownOut),
    ]);
    const others = existing.filter((memory) => isOpen(memory) && !isOnlyFrom(memory, conversationId));
    return {
      existing: others.map(({ content, subject, predicate }) => ({ content, subject, predicate })),
      rejected: rejected
        .filter(({ user_review, is_locked }) => user_review === false && !is_locked)
        .map(({ content }) => content),
    };
  }

  /** The memories nearest to each statement, thrown out ones among them. */
  async near(ownerId: string, statements: readonly Memory[], signal?: AbortSignal): Promise<Memory[]> {
    if (statements.length === 0) return [];
    const contents = statements.map(({ content }) => content);
    const vectors = await this.embedder.embed(contents, signal);
    const found = await Promise.all(
      statements.map(async (statement, index) => {
        const text = distinctWords(withoutOwner(statement)).join(' ');
        const [byWords, byMeaning] = await bothAnswers(
          this.byWords(MEMORY_SEARCH_SPACE, ownerId, text, NEAR),
          this.byMeaning(ownerId, vectors[index]!),
        );
        return [
          ...byWords,
          ...byMeaning,
          ...(await this.byWords(REJECTED_SEARCH_SPACE, ownerId, text, NEAR)),
        ];
      }),
    );
    return this.memories.findMany(ownerId, [...new Set(found.flat())]);
  }

  private async byWords(collection: string, ownerId: string, text: string, limit: number): Promise<string[]> {
    if (text === '') return [];
    const matches = await this.keywords.search({ collection, ownerId, text, limit });
    return matches.map(({ id }) => id);
  }

  private async byMeaning(ownerId: string, values: Float32Array): Promise<string[]> {
    if (!values.some((value) => value !== 0)) return [];
    const matches = await this.vectors.query({
      namespace: MEMORY_SEARCH_SPACE,
      ownerId,
      values,
      limit: NEAR,
    });
    return matches.filter(({ score }) => score >= MIN_SIMILARITY).map(({ id }) => id);
  }
}

function isOnlyFrom({ conversation_id, evidence, manually_added }: Memory, sourceId: string): boolean {
  const isElsewhere = evidence.some(({ source_id }) => source_id !== sourceId);
  return !manually_added && !isElsewhere && (conversation_id === sourceId || evidence.length > 0);
}

/** The owner's name stands in nearly all memories and leads to none. */
function withoutOwner({ content, subject }: Memory): string {
  return subject === 'user' ? content.replace(/^(?:the owner|\S+)\s/i, '') : content;
}
