/** More words to listen for make recognizers worse at all others. */
const MAX_TERMS = 100;

/** The first terms that fit: distinct, not empty, at most 100, and together no longer than a vendor takes. */
export function fittingKeyterms(
  terms: readonly string[] | undefined,
  maxTotal: number,
  lengthOf: (term: string) => number,
): string[] {
  const fitting: string[] = [];
  let total = 0;
  for (const term of new Set((terms ?? []).map((each) => each.trim().replace(/\s+/g, ' ')))) {
    total += lengthOf(term);
    if (fitting.length === MAX_TERMS || total > maxTotal) break;
    if (term !== '') fitting.push(term);
  }
  return fitting;
}
