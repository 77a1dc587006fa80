import type { KeywordDocument, KeywordIndex, KeywordQuery } from '../ports/keyword-index.js';

export const COLLECTION = 'talks';

export function text(id: string, body: string, more: Partial<KeywordDocument> = {}): KeywordDocument {
  return { id, ownerId: 'ada', title: '', body, timeMs: 0, metadata: {}, ...more };
}

export async function idsOf(
  index: KeywordIndex,
  words: string,
  more: Partial<KeywordQuery> = {},
): Promise<string[]> {
  const query = { collection: COLLECTION, ownerId: 'ada', text: words, limit: 10, ...more };
  return (await index.search(query)).map(({ id }) => id);
}

/** Enough other documents that a word in one of them is rare, as BM25 counts. */
export const FILLER = Array.from({ length: 20 }, (_, index) => text(`filler${index}`, 'nothing to see here'));
