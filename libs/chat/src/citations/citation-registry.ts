import type { Citation } from '#libs/contracts';

/** Something an answer may rest on, before it has a number. */
export type CitedSource = Omit<Citation, 'number'>;

const MARKER = /\s?\[(\d{1,3})\]/g;
/** Fenced and inline code, which keeps its brackets. */
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

/** Numbers what the tools of one turn show to the model: once per turn across all tools, and the same thing twice has one number. */
export class CitationRegistry {
  private readonly sources: CitedSource[] = [];
  private readonly numbers = new Map<string, number>();

  /** The number to cite this source by, from 1. */
  numberOf(source: CitedSource): number {
    const key = JSON.stringify([source.conversation_id, source.memory_id, source.segment_ids, source.start]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.sources.push(source);
    this.numbers.set(key, this.sources.length);
    return this.sources.length;
  }

  /** The answer without the markers that mean a source, and those sources by first appearance. Other brackets stay. */
  resolve(answer: string): { text: string; citations: Citation[] } {
    const cited = new Map<number, Citation>();
    const withoutMarkers = (text: string) =>
      text.replace(MARKER, (marker, digits: string) => {
        const number = Number(digits);
        const source = this.sources[number - 1];
        if (!source) return marker;
        cited.set(number, { ...source, number });
        return '';
      });
    const text = answer
      .split(CODE)
      .map((part, index) => (index % 2 === 0 ? withoutMarkers(part) : part))
      .join('');
    return { text: text.trim(), citations: [...cited.values()] };
  }
}
