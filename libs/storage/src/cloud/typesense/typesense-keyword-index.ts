import {
  FIELD_WEIGHTS,
  KeywordIndex,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from '../../ports/keyword-index.js';
import { checkKeywordQuery } from '../../keyword-checks.js';
import { queryTermsOf } from '../../terms/search-terms.js';
import { TypesenseClient, refused, type TypesenseOptions } from './typesense-client.js';
import {
  asciiTerm,
  collectionName,
  collectionSchema,
  documentId,
  ourCollection,
  ownerKey,
  startKeyOf,
  toTypesense,
  type TypesenseDocument,
} from './typesense-documents.js';
import { mergeAnswers, type TermAnswer } from './typesense-ranking.js';

/** Typesense's limit of hits on a page. */
const PAGE = 250;
/** Each term is a search of its own within one request; the longest terms say most. */
const MAX_TERMS = 24;
const IMPORT_BATCH = 100;
/** Ids travel in a URL of at most 4,000 characters. */
const DELETE_BATCH = 50;
const EVERYTHING = { q: '*', query_by: 'body', per_page: 0 } as const;
const FIELDS = Object.keys(FIELD_WEIGHTS).join(',');

/** Search by words in Typesense; `typesense-documents.ts` says what is stored. Filters hold hashes and numbers only, never a text from outside. */
export class TypesenseKeywordIndex extends KeywordIndex {
  private readonly client: TypesenseClient;
  private readonly made = new Set<string>();

  constructor(options: TypesenseOptions) {
    super();
    this.client = new TypesenseClient(options);
  }

  /** Answers when Typesense does. Errors: `unavailable` STORAGE_UNAVAILABLE. */
  async check(): Promise<void> {
    await this.client.run((client) => client.collections().retrieve());
  }

  override async upsert(collection: string, documents: readonly KeywordDocument[]): Promise<void> {
    const latest = new Map(documents.map(toTypesense).map((document) => [document.id, document]));
    if (latest.size > 0) await this.make(collection);
    for (const batch of pagesOf([...latest.values()], IMPORT_BATCH)) await this.import(collection, batch);
  }

  override async search(query: KeywordQuery): Promise<KeywordMatch[]> {
    checkKeywordQuery(query);
    const { collection, ownerId, text, limit, match } = query;
    const asked = queryTermsOf(text, query);
    if (asked.length === 0) return [];
    // Words that are searched for together must all be there.
    const terms = match === 'all' ? [asked.map(asciiTerm).join(' ')] : telling(asked).map(asciiTerm);
    const filter = filterOf(query);
    const pages = Array.from({ length: Math.ceil(limit / PAGE) }, (_, page) => page + 1);
    const [all, ...answers] = await this.multiSearch(collection, [
      { ...EVERYTHING, filter_by: `owner_key:=${ownerKey(ownerId)}` },
      ...terms.flatMap((term) => pages.map((page) => termSearch(term, filter, { page, limit }))),
    ]);
    return mergeAnswers(answers, { ownerId, total: all?.found ?? 0, limit });
  }

  override async delete(collection: string, ownerId: string, ids: readonly string[]): Promise<void> {
    await this.deleteDocuments(
      collection,
      ownerId,
      ids.map((id) => documentId(ownerId, id)),
    );
  }

  override async deleteByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    const filter = prefixFilter(ownerId, prefix);
    if (filter === undefined) {
      const ids = await this.listed(collection, ownerId, prefix);
      return this.deleteDocuments(collection, ownerId, ids);
    }
    return this.deleteWhere(collection, filter);
  }

  override async countByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    const filter = prefixFilter(ownerId, prefix);
    if (filter === undefined) return (await this.listed(collection, ownerId, prefix)).length;
    const [all] = await this.multiSearch(collection, [{ ...EVERYTHING, filter_by: filter }]);
    return all?.found ?? 0;
  }

  override async collections(): Promise<string[]> {
    const all = await this.client.run((client) => client.collections().retrieve());
    return all
      .filter(({ num_documents }) => num_documents > 0)
      .flatMap(({ name }) => ourCollection(name) ?? [])
      .sort();
  }

  private async make(collection: string): Promise<void> {
    if (this.made.has(collection)) return;
    const name = collectionName(collection);
    const known = await this.client.runIfThere((client) => client.collections(name).exists(), false);
    if (!known) await this.create(collection);
    this.made.add(collection);
  }

  private async create(collection: string): Promise<void> {
    await this.client.run(async (client) => {
      try {
        await client.collections().create(collectionSchema(collection));
      } catch (error) {
        // Another process was faster.
        if ((error as { httpStatus?: number }).httpStatus !== 409) throw error;
      }
    });
  }

  private async import(collection: string, documents: readonly TypesenseDocument[]): Promise<void> {
    const lines = documents.map((document) => JSON.stringify(document)).join('\n');
    const answer = await this.client.run((client) =>
      client.collections(collectionName(collection)).documents().import(lines, { action: 'upsert' }),
    );
    for (const line of answer.split('\n')) {
      const result = JSON.parse(line) as { success: boolean; code?: number };
      if (!result.success) throw refused(result.code);
    }
  }

  private async multiSearch(collection: string, searches: readonly object[]): Promise<TermAnswer[]> {
    const name = collectionName(collection);
    const { results } = await this.client.run((client) =>
      client.multiSearch.perform<TypesenseDocument[]>(
        { searches: searches.map((search) => ({ ...search, collection: name })) as never[] },
        { limit_multi_searches: searches.length } as never,
      ),
    );
    return (results as unknown as (Partial<TermAnswer> & { code?: number })[]).map(
      ({ found, hits, code }) => {
        if (code !== undefined && code !== 404) throw refused(code);
        return { found: found ?? 0, hits: hits ?? [] };
      },
    );
  }

  /** Ids, as Typesense has them, of the owner's documents whose own id begins with `prefix`. */
  private async listed(collection: string, ownerId: string, prefix: string): Promise<string[]> {
    const options = { filter_by: `owner_key:=${ownerKey(ownerId)}`, include_fields: 'id,userId,entry_id' };
    const lines = await this.client.runIfThere(
      (client) => client.collections(collectionName(collection)).documents().export(options),
      '',
    );
    return lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TypesenseDocument)
      .filter(({ userId, entry_id }) => userId === ownerId && entry_id.startsWith(prefix))
      .map(({ id }) => id);
  }

  private async deleteDocuments(
    collection: string,
    ownerId: string,
    ids: readonly string[],
  ): Promise<number> {
    let deleted = 0;
    for (const batch of pagesOf(ids, DELETE_BATCH)) {
      const filter = `owner_key:=${ownerKey(ownerId)} && id:[${batch.join(',')}]`;
      deleted += await this.deleteWhere(collection, filter);
    }
    return deleted;
  }

  private async deleteWhere(collection: string, filter: string): Promise<number> {
    const { num_deleted } = await this.client.runIfThere(
      (client) => client.collections(collectionName(collection)).documents().delete({ filter_by: filter }),
      { num_deleted: 0 },
    );
    return num_deleted;
  }
}

function termSearch(term: string, filter: string, { page, limit }: { page: number; limit: number }): object {
  return {
    q: term,
    query_by: FIELDS,
    // Whole numbers in the ratio of FIELD_WEIGHTS: they choose which documents of a common word are looked at.
    query_by_weights: Object.values(FIELD_WEIGHTS)
      .map((weight) => Math.round(weight * 20))
      .join(','),
    filter_by: filter,
    num_typos: 0,
    prefix: false,
    drop_tokens_threshold: 0,
    per_page: Math.min(limit, PAGE),
    page,
    include_fields: 'userId,entry_id,metadata',
    highlight_fields: FIELDS,
    highlight_affix_num_tokens: 0,
  };
}

function filterOf({ ownerId, fromMs, toMs }: KeywordQuery): string {
  const conditions = [`owner_key:=${ownerKey(ownerId)}`];
  if (fromMs !== undefined) conditions.push(`time_ms:>=${Math.ceil(fromMs)}`);
  if (toMs !== undefined) conditions.push(`time_ms:<=${Math.floor(toMs)}`);
  return conditions.join(' && ');
}

/** Undefined when the documents must be listed to know which begin with it. */
function prefixFilter(ownerId: string, prefix: string): string | undefined {
  const owned = `owner_key:=${ownerKey(ownerId)}`;
  if (prefix === '') return owned;
  const start = startKeyOf(prefix);
  return start && `${owned} && starts:=${start}`;
}

function telling(terms: readonly string[]): string[] {
  return terms.toSorted((a, b) => b.length - a.length).slice(0, MAX_TERMS);
}

function pagesOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );
}
