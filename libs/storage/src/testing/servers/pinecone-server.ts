import { filterError, matchesFilter, type PineconeFilter } from './pinecone-filter.js';
import { cosine, dimensionError, vectorError, type StoredVector } from './pinecone-vector.js';
import { ProtocolServer, type ProtocolAnswer, type ProtocolRequest } from './protocol-server.js';

export interface PineconeServerOptions {
  readonly apiKey?: string;
  /** Name of the only index. */
  readonly index?: string;
  readonly dimension?: number;
  readonly metric?: 'cosine' | 'dotproduct' | 'euclidean';
  /** Writes are seen only after this many further requests, or after `catchUp()`: Pinecone is consistent eventually. */
  readonly staleFor?: number;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

type Namespace = Map<string, StoredVector>;

const MAX_VECTORS = 1_000;
const MAX_UPSERT_BYTES = 2 * 1024 * 1024;
const MAX_TOP_K = 10_000;
const MAX_IDS = 1_000;
const MAX_LIST = 100;
/** Beyond it servers of the world answer 414. */
const MAX_QUERY_LENGTH = 16_384;

/**
 * Pinecone's REST for the calls that Mneme uses, after the API reference of version 2026-07: the description of an index (control plane) and
 * upsert, query, fetch, list, update, delete and statistics (data plane), on one port. Limits and refusals are Pinecone's.
 */
export class PineconeServer extends ProtocolServer {
  private readonly namespaces = new Map<string, Namespace>();
  private pending: { visibleAt: number; apply: () => void }[] = [];
  private served = 0;

  private constructor(private readonly options: Required<PineconeServerOptions>) {
    super();
  }

  static async start(options: PineconeServerOptions = {}): Promise<PineconeServer> {
    const defaults = {
      apiKey: 'test-key',
      index: 'mneme',
      dimension: 3,
      metric: 'cosine',
      staleFor: 0,
      port: 0,
    } as const;
    const server = new PineconeServer({ ...defaults, ...options });
    await server.listen(server.options.port);
    return server;
  }

  /** Everything written so far can be read. */
  catchUp(): void {
    for (const { apply } of this.pending) apply();
    this.pending = [];
  }

  /** Ids of all vectors of a namespace, in order. */
  idsIn(namespace: string): string[] {
    return [...(this.namespaces.get(namespace)?.keys() ?? [])].sort();
  }

  /** Puts a vector there as another program would have. */
  plant(namespace: string, vector: StoredVector): void {
    this.namespaceOf(namespace).set(vector.id, vector);
  }

  protected override failureBody(status: number): unknown {
    return {
      code: status === 429 ? 8 : 14,
      message: status === 429 ? 'Too many requests' : 'Service unavailable',
      details: [],
    };
  }

  protected override answer(request: ProtocolRequest): ProtocolAnswer {
    if (request.headers['api-key'] !== this.options.apiKey) return { status: 401, body: 'Invalid API Key' };
    this.served += 1;
    while (this.pending[0] && this.pending[0].visibleAt < this.served) this.pending.shift()!.apply();
    const { method, path } = request;
    if (method === 'GET' && path.startsWith('/indexes/'))
      return this.describe(decodeURIComponent(path.slice(9)));
    const json = () => JSON.parse(request.body.toString()) as Record<string, unknown>;
    const routes: Record<string, () => ProtocolAnswer> = {
      'POST /vectors/upsert': () => this.upsert(json(), request.body.length),
      'POST /query': () => this.query(json()),
      'GET /vectors/fetch': () => this.fetch(request.query),
      'GET /vectors/list': () => this.list(request.query),
      'POST /vectors/update': () => this.update(json()),
      'POST /vectors/delete': () => this.delete(json()),
      'POST /describe_index_stats': () => this.stats(),
    };
    return (
      routes[`${method} ${path}`]?.() ?? { status: 404, body: { code: 5, message: 'Not Found', details: [] } }
    );
  }

  private describe(name: string): ProtocolAnswer {
    const { index, dimension, metric } = this.options;
    if (name !== index) {
      return {
        status: 404,
        body: { error: { code: 'NOT_FOUND', message: `Resource ${name} not found` }, status: 404 },
      };
    }
    return ok({
      name,
      host: this.url,
      status: { ready: true, state: 'Ready' },
      deployment: { deployment_type: 'managed', cloud: 'aws', region: 'us-east-1' },
      schema: { fields: { _values: { type: 'dense_vector', dimension, metric } } },
      deletion_protection: 'disabled',
    });
  }

  private upsert(body: Record<string, unknown>, bytes: number): ProtocolAnswer {
    const vectors = body['vectors'] as StoredVector[];
    if (vectors.length > MAX_VECTORS)
      return refused(`The number of vectors ${vectors.length} exceeds the limit of ${MAX_VECTORS}`);
    if (bytes > MAX_UPSERT_BYTES)
      return refused(`Request size ${bytes} exceeds the limit of ${MAX_UPSERT_BYTES} bytes`);
    const error = vectors
      .map((vector) => vectorError(vector, this.options.dimension))
      .find((found) => found !== null);
    if (error) return refused(error);
    this.write(body['namespace'], (namespace) => {
      for (const { id, values, metadata } of vectors)
        namespace.set(id, { id, values: values.map(Math.fround), metadata: metadata ?? {} });
    });
    return ok({ upsertedCount: vectors.length });
  }

  private query(body: Record<string, unknown>): ProtocolAnswer {
    const vector = body['vector'] as number[];
    const topK = Number(body['topK']);
    const filter = (body['filter'] ?? {}) as PineconeFilter;
    if (!(topK >= 1 && topK <= MAX_TOP_K)) return refused(`top_k must be between 1 and ${MAX_TOP_K}`);
    if (vector.length !== this.options.dimension)
      return refused(dimensionError('Query vector', vector.length, this.options.dimension));
    const error = filterError(filter);
    if (error) return refused(error);
    const matches = [...(this.read(body['namespace'])?.values() ?? [])]
      .filter(({ metadata }) => matchesFilter(metadata, filter))
      .map(({ id, values, metadata }) => ({ id, score: cosine(vector, values), values: [], metadata }))
      .sort((a, b) => b.score - a.score)
      .slice(0, topK)
      .map(({ metadata, ...match }) => (body['includeMetadata'] ? { ...match, metadata } : match));
    return ok({ matches, namespace: body['namespace'] ?? '', usage: { readUnits: 1 } });
  }

  private fetch(query: URLSearchParams): ProtocolAnswer {
    const ids = query.getAll('ids');
    if (ids.length > MAX_IDS) return refused(`Cannot fetch more than ${MAX_IDS} ids`);
    if (query.toString().length > MAX_QUERY_LENGTH) return { status: 414, body: 'URI Too Long' };
    const namespace = this.read(query.get('namespace'));
    const vectors = ids.flatMap((id) => namespace?.get(id) ?? []);
    return ok({
      vectors: Object.fromEntries(vectors.map((vector) => [vector.id, vector])),
      namespace: query.get('namespace') ?? '',
      usage: { readUnits: 1 },
    });
  }

  private list(query: URLSearchParams): ProtocolAnswer {
    const limit = Number(query.get('limit') ?? MAX_LIST);
    if (!(limit >= 1 && limit <= MAX_LIST)) return refused(`limit must be between 1 and ${MAX_LIST}`);
    const token = query.get('paginationToken');
    const after = token === null ? '' : Buffer.from(token, 'base64url').toString();
    const ids = [...(this.read(query.get('namespace'))?.keys() ?? [])]
      .filter((id) => id.startsWith(query.get('prefix') ?? '') && id > after)
      .sort();
    const page = ids.slice(0, limit);
    const next = ids.length > limit ? Buffer.from(page.at(-1)!).toString('base64url') : undefined;
    return ok({
      vectors: page.map((id) => ({ id })),
      ...(next && { pagination: { next } }),
      namespace: query.get('namespace') ?? '',
      usage: { readUnits: 1 },
    });
  }

  private update(body: Record<string, unknown>): ProtocolAnswer {
    const id = String(body['id']);
    this.write(body['namespace'], (namespace) => {
      const known = namespace.get(id);
      if (!known) return;
      const values = (body['values'] as number[] | undefined) ?? known.values;
      namespace.set(id, {
        id,
        values,
        metadata: { ...known.metadata, ...(body['setMetadata'] as object | undefined) },
      });
    });
    return ok({});
  }

  private delete(body: Record<string, unknown>): ProtocolAnswer {
    const ids = body['ids'] as string[] | undefined;
    if (ids && ids.length > MAX_IDS) return refused(`Cannot delete more than ${MAX_IDS} ids`);
    if (!this.namespaces.has(String(body['namespace'] ?? '')) && this.pending.length === 0) {
      return { status: 404, body: { code: 5, message: 'Namespace not found', details: [] } };
    }
    this.write(body['namespace'], (namespace) => {
      for (const id of body['deleteAll'] === true ? [...namespace.keys()] : (ids ?? [])) namespace.delete(id);
    });
    return ok({});
  }

  private stats(): ProtocolAnswer {
    const filled = [...this.namespaces].filter(([, vectors]) => vectors.size > 0);
    return ok({
      namespaces: Object.fromEntries(filled.map(([name, vectors]) => [name, { vectorCount: vectors.size }])),
      dimension: this.options.dimension,
      indexFullness: 0,
      totalVectorCount: filled.reduce((total, [, vectors]) => total + vectors.size, 0),
      metric: this.options.metric,
      vectorType: 'dense',
    });
  }

  private write(namespace: unknown, change: (namespace: Namespace) => void): void {
    const apply = () => change(this.namespaceOf(String(namespace ?? '')));
    if (this.options.staleFor === 0) apply();
    else this.pending.push({ visibleAt: this.served + this.options.staleFor, apply });
  }

  private read(namespace: unknown): Namespace | undefined {
    return this.namespaces.get(String(namespace ?? ''));
  }

  private namespaceOf(name: string): Namespace {
    const known = this.namespaces.get(name) ?? new Map<string, StoredVector>();
    this.namespaces.set(name, known);
    return known;
  }
}

function ok(body: unknown): ProtocolAnswer {
  return { status: 200, body };
}

function refused(message: string): ProtocolAnswer {
  return { status: 400, body: { code: 3, message, details: [] } };
}
