import { askingWordsOf } from '#libs/conversations';
import { queryTermsOf, termsOf } from '#libs/storage';

/** Robertson's usual constants, which are FTS5's as well. */
const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;

/** BM25 as everybody has it: stems, no words that only ask, one field, nothing else. What search is compared with. */
export class PlainBm25 {
  private readonly postings = new Map<string, Map<number, number>>();
  private readonly lengths: number[] = [];

  constructor(texts: readonly string[]) {
    texts.forEach((text, number) => this.add(termsOf(text), number));
  }

  /** Numbers of the texts, best first; those with none of the words in their order. */
  rank(question: string): number[] {
    const scores = this.lengths.map(() => 0);
    for (const term of queryTermsOf(question, { skip: askingWordsOf(question) }))
      this.addScores(term, scores);
    return scores.map((_, number) => number).sort((a, b) => scores[b]! - scores[a]! || a - b);
  }

  private add(terms: readonly string[], number: number): void {
    this.lengths[number] = terms.length;
    for (const term of terms) {
      const found = this.postings.get(term) ?? new Map<number, number>();
      found.set(number, (found.get(number) ?? 0) + 1);
      this.postings.set(term, found);
    }
  }

  private addScores(term: string, scores: number[]): void {
    const found = this.postings.get(term);
    if (!found) return;
    const count = this.lengths.length;
    const average = this.lengths.reduce((sum, length) => sum + length, 0) / count;
    const rarity = Math.log(1 + (count - found.size + 0.5) / (found.size + 0.5));
    for (const [number, times] of found) {
      const length = 1 - LENGTH_SHARE + (LENGTH_SHARE * this.lengths[number]!) / average;
      scores[number]! += (rarity * times * (SATURATION + 1)) / (times + SATURATION * length);
    }
  }
}
