import { ProtocolServer, type ProtocolAnswer, type ProtocolRequest } from './protocol-server.js';
import { FilterSyntaxError, matchesTypesenseFilter, tokensOf } from './typesense-filter.js';

export interface TypesenseServerOptions {
  readonly apiKey?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

type Document = Readonly<Record<string, unknown>> & { readonly id: string };
type Parameters = Readonly<Record<string, unknown>>;

interface CollectionSchema {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly optional?: boolean }[];
  readonly default_sorting_field?: string;
}

interface StoredCollection {
  readonly schema: CollectionSchema;
  readonly documents: Map<string, Document>;
}

interface Hit {
  readonly document: Document;
  readonly tokens: number;
  readonly weight: number;
  readonly fields: readonly string[];
}

const MAX_PER_PAGE = 250;
const DEFAULT_MULTI_SEARCHES = 50;
const MAX_QUERY_LENGTH = 4_000;

/**
 * Typesense's HTTP for the calls that Mneme uses, after its API reference (v30): collections, documents (import, export, delete by filter, search),
 * multi_search, health. Words match whole; when fewer documents than `drop_tokens_threshold` have all of them, words are dropped from the right.
 */
export class TypesenseServer extends ProtocolServer {
  private readonly collections = new Map<string, StoredCollection>();

  private constructor(private readonly apiKey: string) {
    super();
  }

  static async start({
    apiKey = 'test-key',
    port = 0,
  }: TypesenseServerOptions = {}): Promise<TypesenseServer> {
    const server = new TypesenseServer(apiKey);
    await server.listen(port);
    return server;
  }

  /** All documents of a collection as they were sent. */
  documentsIn(collection: string): Document[] {
    return [...(this.collections.get(collection)?.documents.values() ?? [])];
  }

  protected override failureBody(): unknown {
    return { message: 'Not Ready or Lagging' };
  }

  protected override answer(request: ProtocolRequest): ProtocolAnswer {
    if (request.method === 'GET' && request.path === '/health') return ok({ ok: true });
    if (request.headers['x-typesense-api-key'] !== this.apiKey) {
      return failed(401, 'Forbidden - a valid `x-typesense-api-key` header must be sent.');
    }
    if (request.query.toString().length > MAX_QUERY_LENGTH) {
      return failed(
        400,
        `Query string exceeds max allowed length of ${MAX_QUERY_LENGTH}. Use the /multi_search end-point for larger payloads.`,
      );
    }
    try {
      return this.route(request);
    } catch (error) {
      if (error instanceof FilterSyntaxError) return failed(400, error.message);
      throw error;
    }
  }

  private route({ method, path, query, body }: ProtocolRequest): ProtocolAnswer {
    const [, first, name, documents, action] = path.split('/').map(decodeURIComponent);
    const parameters = Object.fromEntries(query);
    if (first === 'multi_search' && method === 'POST') return this.multiSearch(body, parameters);
    if (first !== 'collections') return failed(404, 'Not Found');
    if (name === undefined)
      return method === 'POST' ? this.create(body) : ok([...this.collections.values()].map(summary));
    const collection = this.collections.get(name);
    if (!collection) return failed(404, `No collection with name \`${name}\` found.`);
    const routes: Record<string, () => ProtocolAnswer> = {
      GET: () => ok(summary(collection)),
      DELETE: () => this.drop(name, collection),
      'POST documents import': () => importLines(collection, body.toString()),
      'GET documents export': () => exportLines(collection, parameters),
      'GET documents search': () => ok(search(collection, parameters)),
      'DELETE documents': () => deleteWhere(collection, String(parameters['filter_by'])),
    };
    return routes[[method, documents, action].filter(Boolean).join(' ')]?.() ?? failed(404, 'Not Found');
  }

  private create(body: Buffer): ProtocolAnswer {
    const schema = JSON.parse(body.toString()) as CollectionSchema;
    if (this.collections.has(schema.name))
      return failed(409, `A collection with name \`${schema.name}\` already exists.`);
    const collection = { schema, documents: new Map<string, Document>() };
    this.collections.set(schema.name, collection);
    return { status: 201, body: summary(collection) };
  }

  private drop(name: string, collection: StoredCollection): ProtocolAnswer {
    this.collections.delete(name);
    return ok(summary(collection));
  }

  private multiSearch(body: Buffer, common: Parameters): ProtocolAnswer {
    const { searches } = JSON.parse(body.toString()) as { searches: Parameters[] };
    const most = Number(common['limit_multi_searches'] ?? DEFAULT_MULTI_SEARCHES);
    if (searches.length > most)
      return failed(400, `Number of multi searches exceeds \`limit_multi_searches\` of ${most}`);
    const results = searches.map((own) => {
      const parameters = { ...common, ...own };
      const collection = this.collections.get(String(parameters['collection']));
      return collection ? search(collection, parameters) : { code: 404, error: 'Not found.' };
    });
    return ok({ results });
  }
}

function importLines({ schema, documents }: StoredCollection, body: string): ProtocolAnswer {
  const results = body.split('\n').map((line) => {
    const document = JSON.parse(line) as Document;
    const wrong = schema.fields.find(
      ({ name, type, optional }) =>
        !fits(document[name], type) && !(optional && document[name] === undefined),
    );
    if (wrong)
      return {
        success: false,
        code: 400,
        error: `Field \`${wrong.name}\` must be a ${wrong.type}.`,
        document: line,
      };
    documents.set(document.id, document);
    return { success: true };
  });
  return { status: 200, body: results.map((result) => JSON.stringify(result)).join('\n') };
}

function exportLines(
  { documents }: StoredCollection,
  { filter_by, include_fields }: Parameters,
): ProtocolAnswer {
  const lines = [...documents.values()]
    .filter((document) => matchesTypesenseFilter(document, String(filter_by ?? '')))
    .map((document) => JSON.stringify(included(document, include_fields)));
  return { status: 200, body: lines.join('\n') };
}

function deleteWhere({ documents }: StoredCollection, filter: string): ProtocolAnswer {
  const found = [...documents.values()].filter((document) => matchesTypesenseFilter(document, filter));
  for (const { id } of found) documents.delete(id);
  return ok({ num_deleted: found.length });
}

function search({ schema, documents }: StoredCollection, parameters: Parameters): object {
  const perPage = Number(parameters['per_page'] ?? 10);
  if (perPage > MAX_PER_PAGE)
    return { code: 422, error: `Only upto ${MAX_PER_PAGE} hits can be fetched per page.` };
  const mine = [...documents.values()].filter((document) =>
    matchesTypesenseFilter(document, String(parameters['filter_by'] ?? '')),
  );
  const hits = hitsOf(mine, parameters).sort(
    (a, b) =>
      b.tokens - a.tokens ||
      b.weight - a.weight ||
      sortValue(schema, b.document) - sortValue(schema, a.document),
  );
  const from = (Number(parameters['page'] ?? 1) - 1) * perPage;
  return {
    found: hits.length,
    out_of: documents.size,
    page: Number(parameters['page'] ?? 1),
    hits: hits.slice(from, from + perPage).map(({ document, tokens, fields }) => ({
      document: included(document, parameters['include_fields']),
      highlights: fields.map((field) => ({ field, matched_tokens: [] })),
      text_match: tokens,
    })),
  };
}

function hitsOf(documents: readonly Document[], parameters: Parameters): Hit[] {
  if (parameters['q'] === '*')
    return documents.map((document) => ({ document, tokens: 0, weight: 0, fields: [] }));
  const words = tokensOf(String(parameters['q']));
  const threshold = Number(parameters['drop_tokens_threshold'] ?? 1);
  const found = new Map<string, Hit>();
  for (let count = words.length; count > 0; count -= 1) {
    for (const document of documents) {
      const hit = hitOf(document, words.slice(0, count), parameters);
      if (hit && !found.has(document.id)) found.set(document.id, hit);
    }
    if (found.size >= threshold) break;
  }
  return [...found.values()];
}

/** Undefined when a word is in none of the fields. */
function hitOf(document: Document, words: readonly string[], parameters: Parameters): Hit | undefined {
  const fields = String(parameters['query_by']).split(',');
  const weights = String(parameters['query_by_weights'] ?? fields.map(() => 1).join(',')).split(',');
  const tokens = new Map(fields.map((field) => [field, new Set(tokensOf(String(document[field] ?? '')))]));
  if (!words.every((word) => fields.some((field) => tokens.get(field)!.has(word)))) return undefined;
  const matched = fields.filter((field) => words.some((word) => tokens.get(field)!.has(word)));
  const weight = Math.max(...matched.map((field) => Number(weights[fields.indexOf(field)])));
  return { document, tokens: words.length, weight, fields: matched };
}

function included(document: Document, names: unknown): object {
  if (names === undefined) return document;
  return Object.fromEntries(
    String(names)
      .split(',')
      .flatMap((name) => (name in document ? [[name, document[name]]] : [])),
  );
}

function sortValue(schema: CollectionSchema, document: Document): number {
  return Number(document[schema.default_sorting_field ?? ''] ?? 0);
}

function fits(value: unknown, type: string): boolean {
  if (type.endsWith('[]')) return Array.isArray(value) && value.every((one) => fits(one, type.slice(0, -2)));
  return type === 'string' ? typeof value === 'string' : Number.isInteger(value);
}

function summary({ schema, documents }: StoredCollection): object {
  return { ...schema, num_documents: documents.size, created_at: 0 };
}

function ok(body: unknown): ProtocolAnswer {
  return { status: 200, body };
}

function failed(status: number, message: string): ProtocolAnswer {
  return { status, body: { message } };
}
