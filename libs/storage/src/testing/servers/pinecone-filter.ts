/** A metadata filter as Pinecone takes it: fields with a value or operators, `$and` and `$or`. */
export type PineconeFilter = Readonly<Record<string, unknown>>;

type Metadata = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Record<string, (value: unknown, wanted: unknown) => boolean>> = {
  $eq: (value, wanted) => anyOf(value, (one) => one === wanted),
  $ne: (value, wanted) => !anyOf(value, (one) => one === wanted),
  $in: (value, wanted) => anyOf(value, (one) => (wanted as unknown[]).includes(one)),
  $nin: (value, wanted) => !anyOf(value, (one) => (wanted as unknown[]).includes(one)),
  $gt: (value, wanted) => Number(value) > Number(wanted),
  $gte: (value, wanted) => Number(value) >= Number(wanted),
  $lt: (value, wanted) => Number(value) < Number(wanted),
  $lte: (value, wanted) => Number(value) <= Number(wanted),
  $exists: (value, wanted) => (value !== undefined) === wanted,
};

/** Why Pinecone would refuse the filter, or null. */
export function filterError(filter: PineconeFilter): string | null {
  for (const [name, condition] of Object.entries(filter)) {
    if (name === '$and' || name === '$or') {
      const inner = (condition as PineconeFilter[]).map(filterError).find((error) => error !== null);
      if (inner) return inner;
      continue;
    }
    const error = conditionError(condition);
    if (error) return error;
  }
  return null;
}

export function matchesFilter(metadata: Metadata, filter: PineconeFilter): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === '$and') return (condition as PineconeFilter[]).every((one) => matchesFilter(metadata, one));
    if (name === '$or') return (condition as PineconeFilter[]).some((one) => matchesFilter(metadata, one));
    if (typeof condition !== 'object') return OPERATORS['$eq']!(metadata[name], condition);
    return Object.entries(condition as object).every(([operator, wanted]) =>
      OPERATORS[operator]!(metadata[name], wanted),
    );
  });
}

function conditionError(condition: unknown): string | null {
  if (typeof condition !== 'object' || condition === null) return null;
  for (const [operator, wanted] of Object.entries(condition)) {
    if (!(operator in OPERATORS)) return `${operator} is not a valid operator`;
    if (/^\$(gt|lt)/.test(operator) && typeof wanted !== 'number') {
      return `the ${operator} operator must be followed by a number, got ${JSON.stringify(wanted)} instead`;
    }
    if (/^\$n?in$/.test(operator) && !Array.isArray(wanted)) {
      return `the ${operator} operator must be followed by a list of strings or a list of numbers, got ${JSON.stringify(wanted)} instead`;
    }
  }
  return null;
}

function anyOf(value: unknown, test: (one: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.some(test) : test(value);
}
