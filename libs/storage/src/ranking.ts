/** The order of every answer of a search: the best first, equally good ones by id, in code point order as SQLite has it. */
export function byScoreThenId(a: Ranked, b: Ranked): number {
  return b.score - a.score || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}

interface Ranked {
  readonly id: string;
  readonly score: number;
}
