import type { RecordMetadata } from '@pinecone-database/pinecone';
import {
  VectorStore,
  type VectorMatch,
  type VectorQuery,
  type VectorRecord,
} from '../../ports/vector-store.js';
import { byScoreThenId } from '../../ranking.js';
import { checkVector, checkVectorQuery, invalidVector, mismatch } from '../../vector-checks.js';
import { PineconeClient, type PineconeOptions } from './pinecone-client.js';
import { PineconeModels } from './pinecone-models.js';
import {
  MODELS_NAMESPACE,
  entryId,
  ourNamespace,
  pineconeNamespace,
  vectorId,
  vectorIdPrefix,
} from './pinecone-names.js';

interface Upsert {
  readonly id: string;
  readonly values: number[];
  readonly metadata: RecordMetadata;
}

/** Pinecone's limits: vectors and bytes of an upsert (half of its 2 MB, so that writing the JSON holds nobody up), bytes of metadata, ids. */
const MAX_VECTORS = 100;
const MAX_BYTES = 1_000_000;
const MAX_METADATA_BYTES = 40_960;
const MAX_DELETES = 1_000;
const LIST_PAGE = 100;
/** A fetch carries its ids in the URL, and answers with whole vectors. */
const FETCH_PAGE = 50;
/** Digits of a float32 as JSON writes the double it becomes. */
const BYTES_PER_VALUE = 22;
/** Metadata that every vector has and no caller sees. */
const OWNER = 'uid';
const OPERATORS = { '==': '$eq', '>=': '$gte', '<=': '$lte', in: '$in' } as const;

/**
 * Vectors in one Pinecone index, laid out as the reference does (`pinecone-names.ts`). All namespaces share the index's dimension. What was
 * written or deleted is seen by searches after some seconds: Pinecone is consistent eventually. Every search filters on the owner, and what
 * comes back is checked against the owner once more, as is everything about to be deleted.
 */
export class PineconeVectorStore extends VectorStore {
  private readonly client: PineconeClient;
  private readonly models: PineconeModels;
  private known: Promise<number> | undefined;

  constructor(options: PineconeOptions) {
    super();
    this.client = new PineconeClient(options);
    this.models = new PineconeModels(this.client, options.clock);
  }

  /** Answers when Pinecone does and the index can be used. Errors: `unavailable` STORAGE_UNAVAILABLE, VECTOR_INDEX_UNFIT. */
  async check(): Promise<void> {
    await Promise.all([this.dimension(), this.client.run((index) => index.describeIndexStats())]);
  }

  override async upsert(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): Promise<void> {
    const upserts = new Map(records.map((record) => [...upsertOf(record, model.dimension)]));
    const dimension = await this.dimension();
    if (dimension !== model.dimension) {
      throw mismatch(namespace, { model: 'another model, as the index has it', dimension }, model);
    }
    const target = pineconeNamespace(namespace);
    if (upserts.size > 0) await this.models.claim(target, model);
    for (const batch of batchesOf([...upserts.values()], dimension)) {
      await this.client.run((index) => index.upsert({ records: batch, namespace: target }));
    }
  }

  override async query(query: VectorQuery): Promise<VectorMatch[]> {
    const { namespace, ownerId, values, limit, model, filter = [] } = query;
    checkVectorQuery(query);
    if (model) await this.models.check(pineconeNamespace(namespace), model);
    checkVector(values, await this.dimension());
    const conditions = filter.map(({ field, op, value }) => ({ [field]: { [OPERATORS[op]]: value } }));
    const { matches } = await this.client.run((index) =>
      index.query({
        namespace: pineconeNamespace(namespace),
        vector: [...values],
        topK: limit,
        includeMetadata: true,
        filter: { $and: [{ [OWNER]: { $eq: ownerId } }, ...conditions] },
      }),
    );
    return matches
      .flatMap(({ id, score, metadata }) => matchOf(ownerId, id, score, metadata))
      .sort(byScoreThenId);
  }

  override async delete(namespace: string, ownerId: string, ids: readonly string[]): Promise<void> {
    const target = pineconeNamespace(namespace);
    await this.deleteAll(
      target,
      await this.owned(
        target,
        ownerId,
        ids.map((id) => vectorId(ownerId, id)),
      ),
    );
  }

  override async deleteByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    const target = pineconeNamespace(namespace);
    const found = await this.owned(
      target,
      ownerId,
      await this.listed(target, vectorIdPrefix(ownerId, prefix)),
    );
    await this.deleteAll(target, found);
    return found.length;
  }

  override async countByPrefix(namespace: string, ownerId: string, prefix: string): Promise<number> {
    const target = pineconeNamespace(namespace);
    return (await this.owned(target, ownerId, await this.listed(target, vectorIdPrefix(ownerId, prefix))))
      .length;
  }

  override count(namespace: string, ownerId: string): Promise<number> {
    return this.countByPrefix(namespace, ownerId, '');
  }

  override async namespaces(): Promise<string[]> {
    const { namespaces } = await this.client.run((index) => index.describeIndexStats());
    return Object.entries(namespaces ?? {})
      .filter(([name, summary]) => name !== MODELS_NAMESPACE && (summary.recordCount ?? 0) > 0)
      .map(([name]) => ourNamespace(name))
      .sort();
  }

  private async listed(namespace: string, prefix: string): Promise<string[]> {
    const ids: string[] = [];
    let paginationToken: string | undefined;
    do {
      const page = await this.client.run((index) =>
        index.listPaginated({
          namespace,
          prefix,
          limit: LIST_PAGE,
          ...(paginationToken && { paginationToken }),
        }),
      );
      ids.push(...(page.vectors ?? []).flatMap(({ id }) => id ?? []));
      paginationToken = page.pagination?.next;
    } while (paginationToken);
    return ids;
  }

  /** Those of the ids that are there and whose metadata, too, names the owner. */
  private async owned(namespace: string, ownerId: string, ids: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const page of pagesOf(ids, FETCH_PAGE)) {
      const { records } = await this.client.run((index) => index.fetch({ ids: page, namespace }));
      found.push(...page.filter((id) => records[id]?.metadata?.[OWNER] === ownerId));
    }
    return found;
  }

  private async deleteAll(namespace: string, ids: readonly string[]): Promise<void> {
    for (const page of pagesOf(ids, MAX_DELETES)) {
      await this.client.runIfThere((index) => index.deleteMany({ ids: page, namespace }));
    }
  }

  /** Of the index; it never changes, so it is asked once. */
  private dimension(): Promise<number> {
    this.known ??= this.client.dimension().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }
}

function upsertOf({ id, ownerId, values, metadata }: VectorRecord, dimension: number): [string, Upsert] {
  checkVector(values, dimension);
  if (OWNER in metadata) throw invalidVector(`its metadata has a field named ${OWNER}`);
  const whole: RecordMetadata = { ...metadata, [OWNER]: ownerId };
  const bytes = Buffer.byteLength(JSON.stringify(whole));
  if (bytes > MAX_METADATA_BYTES) {
    throw invalidVector(`its metadata has ${bytes} bytes and at most ${MAX_METADATA_BYTES} fit`);
  }
  const key = vectorId(ownerId, id);
  return [key, { id: key, values: [...values], metadata: whole }];
}

function matchOf(ownerId: string, vector: string, score?: number, metadata?: RecordMetadata): VectorMatch[] {
  const id = entryId(ownerId, vector);
  if (id === undefined || score === undefined || metadata?.[OWNER] !== ownerId) return [];
  const own = Object.entries(metadata).filter(([name]) => name !== OWNER);
  return [{ id, score, metadata: Object.fromEntries(own) as VectorMatch['metadata'] }];
}

/** At most `MAX_VECTORS` and about `MAX_BYTES` each. */
function batchesOf(upserts: readonly Upsert[], dimension: number): Upsert[][] {
  const batches: Upsert[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const upsert of upserts) {
    const size = dimension * BYTES_PER_VALUE + JSON.stringify(upsert.metadata).length * 2;
    if (bytes + size > MAX_BYTES || batches.at(-1)!.length === MAX_VECTORS) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(upsert);
    bytes += size;
  }
  return batches;
}

function pagesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
