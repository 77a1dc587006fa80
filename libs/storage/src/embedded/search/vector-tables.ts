import type { SQLInputValue } from 'node:sqlite';
import type { VectorMatch, VectorQuery, VectorRecord } from '../../ports/vector-store.js';
import {
  ELEMENT_KEY_EXPRESSION,
  bindable,
  decodeBody,
  encodeBody,
  jsonPath,
  orderKey,
} from '../sqlite/body-codec.js';
import type { Row, SqliteDatabase } from '#libs/sqlite';
import { checkVector, checkVectorQuery, mismatch } from '../../vector-checks.js';
import { prefixRange } from './search-schema.js';

interface Namespace {
  readonly id: number;
  readonly model: string;
  readonly dimension: number;
}

interface Condition {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/** The most that sqlite-vec answers. */
const MAX_NEAREST = 4_096;
/** Vectors per chunk. The default of 1,024 makes every owner reserve that many; 64 was nine times faster over 1,000 owners. */
const CHUNK_SIZE = 64;

/** Vectors in sqlite-vec, one virtual table per namespace, partitioned by owner: a search reads the owner's chunks and no others. */
export class VectorTables {
  constructor(private readonly database: SqliteDatabase) {}

  upsert(
    namespace: string,
    model: { name: string; dimension: number },
    records: readonly VectorRecord[],
  ): void {
    for (const { values } of records) checkVector(values, model.dimension);
    this.database.transaction(() => {
      const { id } = this.namespaceFor(namespace, model);
      for (const record of records) this.upsertOne(id, record);
    });
  }

  query(query: VectorQuery): VectorMatch[] {
    checkVectorQuery(query);
    // Another thread may drop the namespace with its last vector between two reads.
    const rows = this.database.snapshot(() => {
      const known = this.namespace(query.namespace);
      if (!known) return [];
      const { model } = query;
      if (model && (model.name !== known.model || model.dimension !== known.dimension)) {
        throw mismatch(query.namespace, known, model);
      }
      checkVector(query.values, known.dimension);
      return this.nearestWhole(known.id, query);
    });
    return rows.slice(0, query.limit).map((row) => ({
      id: String(row['id']),
      score: 1 - Number(row['distance']),
      metadata: decodeBody<VectorMatch['metadata']>(String(row['body'])),
    }));
  }

  /**
   * What is cut off may be as near as the last: then the ids decide, and all that are just so near are looked for. Of 100,000 that takes 11 ms
   * beside the 16 of the search itself; as many as might be needed, without their distance, would take 32.
   */
  private nearestWhole(namespaceId: number, query: VectorQuery): Row[] {
    const found = this.nearest(namespaceId, query, { count: query.limit + 1 });
    const last = found[query.limit - 1]?.['distance'];
    if (last === undefined || found[query.limit]?.['distance'] !== last) return found;
    const nearer = found.filter(({ distance }) => distance !== last);
    return [...nearer, ...this.nearest(namespaceId, query, { count: MAX_NEAREST, distance: Number(last) })];
  }

  /** Nearest first, then by id: of all that match, or of those at just this distance. */
  private nearest(
    namespaceId: number,
    { ownerId, values, filter = [] }: VectorQuery,
    { count, distance }: { count: number; distance?: number },
  ): Row[] {
    const conditions = filter.map(filterCondition);
    // Filtered before the search, not after: the nearest of those that match, however far they are.
    const among = conditions.length
      ? `AND rowid IN (SELECT row FROM vector_records WHERE namespace_id = ? AND owner = ? AND ${conditions.map(({ text }) => text).join(' AND ')})`
      : '';
    // sqlite-vec knows bounds, but no equality.
    const at = distance === undefined ? '' : 'AND distance >= ? AND distance <= ?';
    return this.database.all(
      `SELECT r.id, r.body, v.distance FROM (
         SELECT rowid, distance FROM ${tableOf(namespaceId)} WHERE owner = ? AND embedding MATCH ? AND k = ? ${at} ${among}
       ) v JOIN vector_records r ON r.row = v.rowid WHERE r.owner = ? ORDER BY v.distance, r.id`,
      ownerId,
      bytesOf(values),
      count,
      ...(distance === undefined ? [] : [distance, distance]),
      ...(conditions.length
        ? [namespaceId, ownerId, ...conditions.flatMap((condition) => condition.values)]
        : []),
      ownerId,
    );
  }

  delete(namespace: string, ownerId: string, ids: readonly string[]): void {
    const known = this.namespace(namespace);
    if (!known) return;
    this.database.transaction(() => {
      for (const id of ids) {
        const row = this.rowOf(known.id, ownerId, id);
        if (row !== undefined) this.deleteRow(known.id, row);
      }
    });
  }

  deleteByPrefix(namespace: string, ownerId: string, prefix: string): number {
    const known = this.namespace(namespace);
    if (!known) return 0;
    return this.database.transaction(() => {
      const rows = this.database.all(
        'SELECT row FROM vector_records WHERE namespace_id = ? AND owner = ? AND id >= ? AND id < ?',
        known.id,
        ownerId,
        ...prefixRange(prefix),
      );
      for (const { row } of rows) this.deleteRow(known.id, Number(row));
      return rows.length;
    });
  }

  /** How many of the owner's vectors have an id that begins with `prefix`. */
  count(namespace: string, ownerId: string, prefix: string): number {
    const row = this.database.get(
      `SELECT count(*) AS found FROM vector_records
       WHERE namespace_id = ? AND owner = ? AND id >= ? AND id < ?`,
      this.namespace(namespace)?.id ?? null,
      ownerId,
      ...prefixRange(prefix),
    );
    return Number(row!['found']);
  }

  /** The namespaces that hold a vector of anyone, in order. */
  namespaces(): string[] {
    return this.database
      .all(
        `SELECT namespace FROM vector_namespaces n
         WHERE EXISTS (SELECT 1 FROM vector_records WHERE namespace_id = n.id) ORDER BY namespace`,
      )
      .map(({ namespace }) => String(namespace));
  }

  private upsertOne(namespaceId: number, { id, ownerId, values, metadata }: VectorRecord): void {
    const existing = this.rowOf(namespaceId, ownerId, id);
    if (existing !== undefined) this.deleteRow(namespaceId, existing);
    this.database.run(
      'INSERT INTO vector_records (namespace_id, owner, id, body) VALUES (?, ?, ?, ?)',
      namespaceId,
      ownerId,
      id,
      encodeBody(metadata),
    );
    this.database.run(
      `INSERT INTO ${tableOf(namespaceId)} (rowid, owner, embedding) VALUES (?, ?, ?)`,
      BigInt(this.rowOf(namespaceId, ownerId, id)!),
      ownerId,
      bytesOf(values),
    );
  }

  private deleteRow(namespaceId: number, row: number): void {
    this.database.run(`DELETE FROM ${tableOf(namespaceId)} WHERE rowid = ?`, BigInt(row));
    this.database.run('DELETE FROM vector_records WHERE row = ?', row);
  }

  private rowOf(namespaceId: number, ownerId: string, id: string): number | undefined {
    const found = this.database.get(
      'SELECT row FROM vector_records WHERE namespace_id = ? AND owner = ? AND id = ?',
      namespaceId,
      ownerId,
      id,
    );
    return found && Number(found['row']);
  }

  private namespace(name: string): Namespace | undefined {
    const row = this.database.get(
      'SELECT id, model, dimension FROM vector_namespaces WHERE namespace = ?',
      name,
    );
    return row && { id: Number(row['id']), model: String(row['model']), dimension: Number(row['dimension']) };
  }

  /** The namespace as it is, made when new. One whose last vector was deleted may change its model. */
  private namespaceFor(name: string, model: { name: string; dimension: number }): Namespace {
    const known = this.namespace(name);
    if (known?.model === model.name && known.dimension === model.dimension) return known;
    if (known) this.dropEmpty(name, known, model);
    this.database.run(
      'INSERT INTO vector_namespaces (namespace, model, dimension) VALUES (?, ?, ?)',
      name,
      model.name,
      model.dimension,
    );
    const made = this.namespace(name)!;
    const table = tableOf(made.id);
    this.database.exec(
      `CREATE VIRTUAL TABLE ${table} USING vec0(
         owner TEXT PARTITION KEY, embedding FLOAT[${made.dimension}] DISTANCE_METRIC=cosine, chunk_size=${CHUNK_SIZE})`,
    );
    // sqlite-vec finds an owner's chunks by reading those of all owners: 15 times slower with 3,000 of them than through an index.
    this.database.exec(`CREATE INDEX ${table}_by_owner ON ${table}_chunks (partition00)`);
    return made;
  }

  private dropEmpty(name: string, known: Namespace, model: { name: string; dimension: number }): void {
    const { id } = known;
    if (this.database.get('SELECT 1 FROM vector_records WHERE namespace_id = ? LIMIT 1', id)) {
      throw mismatch(name, known, model);
    }
    this.database.exec(`DROP TABLE ${tableOf(id)}`);
    this.database.run('DELETE FROM vector_namespaces WHERE id = ?', id);
  }
}

function tableOf(namespaceId: number): string {
  return `vectors_${namespaceId}`;
}

/** True of a single value, and of a list when any element satisfies it, as Pinecone has it. */
function filterCondition({ field, op, value }: NonNullable<VectorQuery['filter']>[number]): Condition {
  const wanted = (Array.isArray(value) ? value : [value]).map((one) => orderKey(one)!);
  const at = jsonPath(field);
  const text =
    op === '>=' || op === '<='
      ? // Numbers never lie in lists. Only this form finds an index.
        `json_extract(body, ${at}) ${op} ? AND json_type(body, ${at}) IN ('integer', 'real')`
      : `EXISTS (SELECT 1 FROM json_each(body, ${at}) WHERE ${ELEMENT_KEY_EXPRESSION} IN (${wanted.map(() => '?').join(',')}))`;
  return { text, values: wanted.map(bindable) };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
