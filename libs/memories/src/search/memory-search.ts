import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Memory } from '#libs/contracts';
import { bothAnswers, KeywordIndex, VectorStore } from '#libs/storage';
import { MEMORY_SEARCH_SPACE } from './memory-index.js';
import { isOpen } from '../memory.rules.js';
import { MemoryRepository } from '../store/memory.repository.js';

export interface MemoryHit {
  readonly memory: Memory;
  /** Higher is better; comparable within one answer only. */
  readonly score: number;
}

export interface MemorySearchQuery {
  readonly text: string;
  /** 1 to 100. */
  readonly limit: number;
}

/** Damps the first ranks; the constant of Cormack, Clarke and Büttcher (SIGIR 2009). */
const RANK_OFFSET = 60;
/** Small vectors rank worse than words do; measured on LoCoMo, where vectors alone found half as much. */
const WEIGHT = { keywords: 1, vectors: 0.5 } as const;
/** Below this the nearest vector is only the least far one. */
const MIN_SIMILARITY = 0.5;

/** Finds memories by words and by meaning. Replaced, thrown out and locked ones are never found, even while the index still holds them. */
@Injectable()
export class MemorySearch {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  async search(ownerId: string, query: MemorySearchQuery, signal?: AbortSignal): Promise<MemoryHit[]> {
    const limit = Math.min(100, Math.max(1, Math.trunc(query.limit)));
    if (query.text.trim() === '') return [];
    const depth = limit * 3;
    const [byWords, byMeaning] = await bothAnswers(
      this.keywords.search({ collection: MEMORY_SEARCH_SPACE, ownerId, text: query.text, limit: depth }),
      this.nearest(ownerId, query.text, depth, signal),
    );
    const scores = new Map<string, number>();
    addRanks(scores, byWords, WEIGHT.keywords);
    addRanks(scores, byMeaning, WEIGHT.vectors);
    const found = await this.memories.findMany(ownerId, [...scores.keys()]);
    return found
      .filter(isOpen)
      .map((memory) => ({ memory, score: scores.get(memory.id)! }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit);
  }

  private async nearest(
    ownerId: string,
    text: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ id: string }[]> {
    const [values] = await this.embedder.embed([text], signal);
    if (!values?.some((value) => value !== 0)) return [];
    const matches = await this.vectors.query({ namespace: MEMORY_SEARCH_SPACE, ownerId, values, limit });
    return matches.filter((match) => match.score >= MIN_SIMILARITY);
  }
}

function addRanks(scores: Map<string, number>, ranked: readonly { id: string }[], weight: number): void {
  ranked.forEach(({ id }, rank) => {
    scores.set(id, (scores.get(id) ?? 0) + weight / (RANK_OFFSET + rank + 1));
  });
}
