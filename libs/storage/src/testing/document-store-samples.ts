import type { DocumentQuery, DocumentStore } from '../ports/document-store.js';

export const TALKS = 'users/ada/talks';

/** Writes bodies under the ids that are their keys. */
export async function put(
  store: DocumentStore,
  bodies: Record<string, object>,
  collection = TALKS,
): Promise<void> {
  await store.write(
    Object.entries(bodies).map(([id, data]) => ({ kind: 'set', path: `${collection}/${id}`, data })),
  );
}

export async function idsOf(store: DocumentStore, query: Partial<DocumentQuery>): Promise<string[]> {
  const { documents } = await store.query({ collection: TALKS, ...query });
  return documents.map(({ id }) => id);
}

/** Reads page after page to the end. */
export async function pagesOf(store: DocumentStore, query: DocumentQuery): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.query({ ...query, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.documents.map(({ id }) => id));
    if (page.nextCursor === undefined) return pages;
    cursor = page.nextCursor;
  }
}
