type Document = Readonly<Record<string, unknown>>;

/**
 * `filter_by` for the forms in use: `field:=value`, `field:[a, b]`, `field:>=n`, `field:<=n`, joined by `&&`. As in Typesense, text compares by
 * its tokens, without regard to case and signs; only `id` compares exactly.
 */
export function matchesTypesenseFilter(document: Document, filter: string): boolean {
  return filter
    .split('&&')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .every((part) => matchesCondition(document, part));
}

/** Words as Typesense cuts them with the settings of an English field: lower case, signs dropped, accents kept out of use. */
export function tokensOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^a-z0-9]/g, ''))
    .filter((word) => word !== '');
}

export class FilterSyntaxError extends Error {}

function matchesCondition(document: Document, condition: string): boolean {
  const parsed = /^([A-Za-z_]+):(=|>=|<=)?\s*(.+)$/.exec(condition);
  if (!parsed) throw new FilterSyntaxError(`Could not parse the filter query.`);
  const [, field = '', operator = '', operand = ''] = parsed;
  if (operator === '>=') return Number(document[field]) >= Number(operand);
  if (operator === '<=') return Number(document[field]) <= Number(operand);
  const wanted = /^\[.*\]$/.test(operand) ? operand.slice(1, -1).split(',') : [operand];
  const values = [document[field]].flat();
  return wanted.some((one) => values.some((value) => isSame(field, String(value), one.trim())));
}

function isSame(field: string, value: string, wanted: string): boolean {
  return field === 'id' ? value === wanted : tokensOf(value).join(' ') === tokensOf(wanted).join(' ');
}
