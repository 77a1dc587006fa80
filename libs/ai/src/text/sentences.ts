/** A stretch of a longer text. */
export interface TextSpan {
  readonly text: string;
  /** Offsets into the text it was cut from. */
  readonly start: number;
  readonly end: number;
}

/** A full stop after these ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|mt|jr|sr|vs|etc|approx|no|dept|e\.g|i\.e|[ap]\.m|[ap]|[b-hj-z])\.$/i;
const BREAK = /[.!?…]+["'”’)]*(?=\s|$)|[。！？]|\n+/g;

/** Sentences in order, trimmed, none empty. Linear in the length of the text. */
export function splitSentences(text: string): TextSpan[] {
  const sentences: TextSpan[] = [];
  let start = 0;
  for (const match of text.matchAll(BREAK)) {
    const end = match.index + match[0].length;
    if (match[0] === '.' && continues(text, start, end)) continue;
    push(sentences, text, start, end);
    start = end;
  }
  push(sentences, text, start, text.length);
  return sentences;
}

function continues(text: string, start: number, end: number): boolean {
  // A title is a dozen characters at most; looking at more would make the whole quadratic.
  if (!ABBREVIATION.test(text.slice(Math.max(start, end - 12), end))) return false;
  // "at 3 p.m. We left": a time may end a sentence, a title may not.
  return (
    !/[ap]\.m\.$/i.test(text.slice(Math.max(0, end - 5), end)) || !/^\s+[A-Z]/.test(text.slice(end, end + 3))
  );
}

function push(sentences: TextSpan[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end);
  const trimmed = raw.trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed)) return;
  const from = start + raw.indexOf(trimmed);
  sentences.push({ text: trimmed, start: from, end: from + trimmed.length });
}
