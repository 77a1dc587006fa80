import type { VectorQuery, VectorRecord, VectorStore } from '../ports/vector-store.js';

export const NAMESPACE = 'talks';
export const MODEL = { name: 'test-model', dimension: 3 };

export function vector(id: string, values: number[], more: Partial<VectorRecord> = {}): VectorRecord {
  return { id, ownerId: 'ada', values: Float32Array.from(values), metadata: {}, ...more };
}

export function near(values: number[], more: Partial<VectorQuery> = {}): VectorQuery {
  return { namespace: NAMESPACE, ownerId: 'ada', values: Float32Array.from(values), limit: 10, ...more };
}

export async function idsOf(store: VectorStore, query: VectorQuery): Promise<string[]> {
  return (await store.query(query)).map(({ id }) => id);
}
