/** A word or number of a text. */
export interface Token {
  /** Lower case, straight apostrophes. */
  readonly word: string;
  /** As it stands. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Whether a comma, full stop or the like stands between this word and the one before. */
  readonly afterPause: boolean;
}

const TOKEN =
  /\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}\/\d{1,2}(?:\/\d{2,4})?|\d+(?:,\d{3})+|\d+(?:st|nd|rd|th)?|\b[ap]\.?m\b\.?|\bto-(?:day|morrow|night)\b|\p{L}+(?:['’]\p{L}+)*/giu;

/** The word at an index, empty beyond the end. */
export function wordAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.word ?? '';
}

/** Whether a phrase that reaches up to `at` ends there: by the end of the text or a pause. */
export function endsBefore(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.afterPause ?? true;
}

/** The index after `words` when they stand at `at`, else null. */
export function readWords(tokens: readonly Token[], at: number, words: string): number | null {
  const first = tokens[at]?.word;
  // Most places are not where a phrase begins: nothing is taken apart for them.
  if (first === undefined || !words.startsWith(first)) return null;
  const wanted = words.split(' ');
  return wanted.every((word, i) => wordAt(tokens, at + i) === word) ? at + wanted.length : null;
}

/** Words in order. Hyphens part words, so that "twenty-first" reads as "twenty first". */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0];
    tokens.push({
      raw,
      // Recognizers trained on old books write "to-day".
      word: raw.toLowerCase().replace(/’/g, "'").replace(/^to-/, 'to'),
      start: match.index,
      end: match.index + raw.length,
      afterPause: /[,.;:!?…]|\s-\s|—/.test(text.slice(previousEnd, match.index)),
    });
    previousEnd = match.index + raw.length;
  }
  return tokens;
}
