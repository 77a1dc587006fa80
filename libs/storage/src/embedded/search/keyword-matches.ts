import type { SqliteDatabase } from '#libs/sqlite';
import { FIELD_WEIGHTS, type KeywordMatch, type KeywordQuery } from '../../ports/keyword-index.js';
import { byScoreThenId } from '../../ranking.js';
import { queryTermsOf } from '../../terms/search-terms.js';
import { decodeBody } from '../sqlite/body-codec.js';

const WEIGHTS = `${FIELD_WEIGHTS.title}, ${FIELD_WEIGHTS.body}, ${FIELD_WEIGHTS.context}`;
/**
 * So many documents may be weighed for one question. FTS5 weighs every document with any of the words, so that a few little words cost 100 ms
 * over 120,000 segments; the rarest words up to this sum cost about 10 and rank nearly alike, because the common ones weigh next to nothing.
 */
const WEIGHED_DOCUMENTS = 10_000;
/** When the rarest words find so many, the common ones need not be asked for more: what they would add fits worst. */
const ENOUGH = 50;
/** Looked at beyond what is asked for: what is just as good as the last is mostly among them, and to ask again takes as long as to ask. */
const SPARE = 100;

interface Candidate {
  readonly row: number;
  readonly rank: number;
}

/** One owner's full-text table, searched. */
export class KeywordMatches {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly table: { readonly id: number; readonly name: string },
  ) {}

  best({ text, limit, fromMs, toMs, ...how }: KeywordQuery): KeywordMatch[] {
    const asked = queryTermsOf(text, how);
    const terms = this.byRarity(asked);
    if (terms.length === 0) return [];
    const range = { fromMs: fromMs ?? Number.NEGATIVE_INFINITY, toMs: toMs ?? Number.POSITIVE_INFINITY };
    if (how.match === 'all') {
      return terms.length < asked.length ? [] : this.bestOf(expression(terms, 'AND'), limit, range);
    }
    const rarest = rarestOf(terms);
    const found = this.bestOf(expression(rarest, 'OR'), limit, range);
    const isCut = rarest.length < terms.length && found.length < Math.min(limit, ENOUGH);
    return isCut ? this.bestOf(expression(terms, 'OR'), limit, range) : found;
  }

  /** The terms that are there at all, with how many documents have each, rarest first. */
  private byRarity(terms: readonly string[]): Term[] {
    return terms
      .map((term) => {
        const row = this.database.get(`SELECT doc FROM ${this.table.name}_terms WHERE term = ?`, term);
        return { term, documents: Number(row?.['doc'] ?? 0) };
      })
      .filter(({ documents }) => documents > 0)
      .sort((a, b) => a.documents - b.documents);
  }

  private bestOf(match: string, limit: number, range: { fromMs: number; toMs: number }): KeywordMatch[] {
    const candidates = this.ranked(match, range, limit + SPARE);
    const last = candidates[limit - 1]?.rank ?? Number.POSITIVE_INFINITY;
    // What is cut off may be as good as the last: then the ids decide, and all must be looked at.
    const isTied = candidates.length === limit + SPARE && candidates.at(-1)?.rank === last;
    const complete = isTied ? this.ranked(match, range, -1) : candidates;
    const best = complete.filter(({ rank }) => rank <= last);
    return this.matchesOf(best).sort(byScoreThenId).slice(0, limit);
  }

  /** A limit below zero is none. */
  private ranked(
    match: string,
    { fromMs, toMs }: { fromMs: number; toMs: number },
    limit: number,
  ): Candidate[] {
    const { id, name } = this.table;
    const isEverything = fromMs === Number.NEGATIVE_INFINITY && toMs === Number.POSITIVE_INFINITY;
    const select = `SELECT rowid AS row, bm25(${name}, ${WEIGHTS}) AS rank FROM ${name} WHERE ${name} MATCH ?`;
    // The plus keeps SQLite from searching anew for each row of the range.
    const within =
      'AND +rowid IN (SELECT row FROM keyword_documents WHERE table_id = ? AND time_ms BETWEEN ? AND ?)';
    const rows = isEverything
      ? this.database.all(`${select} ORDER BY rank LIMIT ?`, match, limit)
      : this.database.all(`${select} ${within} ORDER BY rank LIMIT ?`, match, id, fromMs, toMs, limit);
    return rows.map(({ row, rank }) => ({ row: Number(row), rank: Number(rank) }));
  }

  private matchesOf(candidates: readonly Candidate[]): KeywordMatch[] {
    const rows = JSON.stringify(candidates.map(({ row }) => row));
    const stored = this.database.all(
      'SELECT row, id, body FROM keyword_documents WHERE row IN (SELECT value FROM json_each(?))',
      rows,
    );
    const ranks = new Map(candidates.map(({ row, rank }) => [row, rank]));
    return stored.map(({ row, id, body }) => ({
      id: String(id),
      // FTS5 counts downwards: the best is the most negative.
      score: -ranks.get(Number(row))!,
      metadata: decodeBody<KeywordMatch['metadata']>(String(body)),
    }));
  }
}

interface Term {
  readonly term: string;
  readonly documents: number;
}

function expression(terms: readonly Term[], operator: 'AND' | 'OR'): string {
  return terms.map(({ term }) => `"${term}"`).join(` ${operator} `);
}

/** The rarest first, as many as may be weighed; one at least. */
function rarestOf(terms: readonly Term[]): Term[] {
  let weighed = 0;
  return terms.filter(({ documents }, index) => {
    weighed += documents;
    return index === 0 || weighed <= WEIGHED_DOCUMENTS;
  });
}
