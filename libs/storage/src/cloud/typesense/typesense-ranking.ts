import { FIELD_WEIGHTS, type KeywordMatch } from '../../ports/keyword-index.js';
import { byScoreThenId } from '../../ranking.js';
import type { TypesenseDocument } from './typesense-documents.js';

/** What Typesense found for one term. */
export interface TermAnswer {
  /** How many of the owner's documents have it. */
  readonly found: number;
  readonly hits: readonly TermHit[];
}

export interface TermHit {
  readonly document: Pick<TypesenseDocument, 'userId' | 'entry_id' | 'metadata'>;
  readonly highlights?: readonly { readonly field: string }[];
}

/**
 * One answer out of one for each term. Typesense itself counts words and drops those that match least, so that a document with one rare word
 * is lost behind many with two common ones; here each term counts by how rare it is among the owner's documents (as BM25 has it) and by the
 * fields it stands in.
 */
export function mergeAnswers(
  answers: readonly TermAnswer[],
  { ownerId, total, limit }: { ownerId: string; total: number; limit: number },
): KeywordMatch[] {
  const scores = new Map<string, { score: number; metadata: string }>();
  for (const { found, hits } of answers) {
    const rarity = Math.log(1 + (Math.max(total, found) - found + 0.5) / (found + 0.5));
    for (const { document, highlights = [] } of hits) {
      if (document.userId !== ownerId) continue;
      const known = scores.get(document.entry_id)?.score ?? 0;
      const score = known + rarity * weightOf(highlights.map(({ field }) => field));
      scores.set(document.entry_id, { score, metadata: document.metadata });
    }
  }
  return [...scores]
    .map(([id, { score, metadata }]) => ({
      id,
      score,
      metadata: JSON.parse(metadata) as KeywordMatch['metadata'],
    }))
    .sort(byScoreThenId)
    .slice(0, limit);
}

function weightOf(fields: readonly string[]): number {
  const weights: Readonly<Record<string, number>> = FIELD_WEIGHTS;
  return fields.reduce((sum, field) => sum + (weights[field] ?? 0), 0) || FIELD_WEIGHTS.context;
}
