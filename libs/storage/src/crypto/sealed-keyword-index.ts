import { createHmac } from 'node:crypto';
import {
  KeywordIndex,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from '../ports/keyword-index.js';
import { byScoreThenId } from '../ranking.js';
import { queryTermsOf, termsOf } from '../terms/search-terms.js';
import type { ProtectionLevels } from './protection-levels.js';
import type { SearchKeys } from './search-keys.js';

/** Numbers are terms as they are, in every index: a hash is this many decimal digits, 53 bits. */
const HASH_DIGITS = 16;

type Hash = (term: string) => string;

/**
 * The same index, without words on disk for owners at level `enhanced`: each term is replaced by a keyed hash of it, in documents and in
 * queries alike. Equal words stay equal, so ranking is that of the words; how often a word occurs can be seen, which word it is cannot.
 */
export class SealedKeywordIndex extends KeywordIndex {
  constructor(
    private readonly inner: KeywordIndex,
    private readonly keys: Pick<SearchKeys, 'find' | 'findOrMake'>,
    private readonly levels: Pick<ProtectionLevels, 'of'>,
  ) {
    super();
  }

  override get available(): boolean {
    return this.inner.available;
  }

  override async upsert(collection: string, documents: readonly KeywordDocument[]): Promise<void> {
    const hashes = new Map<string, Hash | null>();
    for (const ownerId of new Set(documents.map((document) => document.ownerId))) {
      const isSealed = (await this.levels.of(ownerId)) === 'enhanced';
      hashes.set(ownerId, isSealed ? hashOf(await this.keys.findOrMake(ownerId)) : null);
    }
    const sealed = documents.map((document) => sealDocument(document, hashes.get(document.ownerId) ?? null));
    await this.inner.upsert(collection, sealed);
  }

  /** While an owner's level changes, the index holds documents of both kinds: the words are looked for as well as their hashes. */
  override async search(query: KeywordQuery): Promise<KeywordMatch[]> {
    const key = await this.keys.find(query.ownerId);
    if (!key) return this.inner.search(query);
    const hashed = queryTermsOf(query.text, query).map(hashOf(key)).join(' ');
    if (query.match !== 'all') return this.inner.search({ ...query, text: `${hashed} ${query.text}` });
    const answers = [await this.inner.search({ ...query, text: hashed }), await this.inner.search(query)];
    return answers.flat().sort(byScoreThenId).slice(0, query.limit);
  }

  override delete(collection: string, ownerId: string, ids: readonly string[]): Promise<void> {
    return this.inner.delete(collection, ownerId, ids);
  }

  override deleteByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.inner.deleteByPrefix(collection, ownerId, prefix);
  }

  override countByPrefix(collection: string, ownerId: string, prefix: string): Promise<number> {
    return this.inner.countByPrefix(collection, ownerId, prefix);
  }

  override collections(): Promise<string[]> {
    return this.inner.collections();
  }
}

function sealDocument(document: KeywordDocument, hash: Hash | null): KeywordDocument {
  if (!hash) return document;
  const sealed = (text: string) => termsOf(text).map(hash).join(' ');
  const { title, body, context } = document;
  return {
    ...document,
    title: sealed(title),
    body: sealed(body),
    ...(context === undefined ? {} : { context: sealed(context) }),
  };
}

/** Remembers what it has hashed: neighbouring passages share their words. */
function hashOf(key: Uint8Array): Hash {
  const known = new Map<string, string>();
  return (term) => {
    const before = known.get(term);
    if (before !== undefined) return before;
    const digest = createHmac('sha256', key).update(term).digest();
    const digits = String(digest.readBigUInt64BE() % 10n ** BigInt(HASH_DIGITS)).padStart(HASH_DIGITS, '0');
    known.set(term, digits);
    return digits;
  };
}
