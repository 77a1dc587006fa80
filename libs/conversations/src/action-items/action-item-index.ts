import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import { bothAnswers, KeywordIndex, VectorStore } from '#libs/storage';
import type { ActionItemRow } from './action-item-record.js';
import { ActionItemsRepository } from './action-items.repository.js';

/** Name of the keyword collection and of the vector namespace. */
export const ACTION_ITEM_SEARCH_SPACE = 'action_items';

/** Damps the first ranks; the constant of Cormack, Clarke and Büttcher (SIGIR 2009). */
const RANK_OFFSET = 60;
/** Below this the nearest vector is only the least far one. */
const MIN_SIMILARITY = 0.6;

/** The place of tasks in search, by words and by meaning. */
@Injectable()
export class ActionItemIndex {
  constructor(
    private readonly items: ActionItemsRepository,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** Best first. Locked ones are not found. */
  async search(ownerId: string, text: string, limit: number, signal?: AbortSignal): Promise<ActionItemRow[]> {
    const depth = limit * 3;
    const [byWords, byMeaning] = await bothAnswers(
      this.keywords.search({ collection: ACTION_ITEM_SEARCH_SPACE, ownerId, text, limit: depth }),
      this.nearest(ownerId, text, depth, signal),
    );
    const scores = new Map<string, number>();
    for (const ranked of [byWords, byMeaning]) {
      ranked.forEach(({ id }, rank) => scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_OFFSET + rank + 1)));
    }
    const found = await this.items.findMany(ownerId, [...scores.keys()]);
    return found
      .filter((row) => !row.is_locked)
      .sort((a, b) => scores.get(b.id)! - scores.get(a.id)!)
      .slice(0, limit);
  }

  async put(ownerId: string, row: ActionItemRow, signal?: AbortSignal): Promise<void> {
    const [values] = await this.embedder.embed([row.description], signal);
    const createdMs = row.created_at.getTime();
    await this.keywords.upsert(ACTION_ITEM_SEARCH_SPACE, [
      { id: row.id, ownerId, title: '', body: row.description, timeMs: createdMs, metadata: {} },
    ]);
    // A text without a word that the embedder knows is found by its words alone.
    if (!values!.some((value) => value !== 0))
      return this.vectors.delete(ACTION_ITEM_SEARCH_SPACE, ownerId, [row.id]);
    const { name, dimension } = this.embedder;
    const metadata = { created_at: Math.floor(createdMs / 1_000) };
    await this.vectors.upsert(ACTION_ITEM_SEARCH_SPACE, { name, dimension }, [
      { id: row.id, ownerId, values: values!, metadata },
    ]);
  }

  async remove(ownerId: string, id: string): Promise<void> {
    await this.keywords.delete(ACTION_ITEM_SEARCH_SPACE, ownerId, [id]);
    await this.vectors.delete(ACTION_ITEM_SEARCH_SPACE, ownerId, [id]);
  }

  private async nearest(
    ownerId: string,
    text: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<{ id: string }[]> {
    const [values] = await this.embedder.embed([text], signal);
    if (!values?.some((value) => value !== 0)) return [];
    const matches = await this.vectors.query({ namespace: ACTION_ITEM_SEARCH_SPACE, ownerId, values, limit });
    return matches.filter((match) => match.score >= MIN_SIMILARITY);
  }
}
