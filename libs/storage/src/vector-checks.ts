import { AppError } from '#libs/kernel';
import type { VectorQuery } from './ports/vector-store.js';

const MAX_LIMIT = 1_000;
/** Metadata is flat, and its names become part of queries. */
const FIELD = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Cosine needs a direction: a vector of zeros has none. */
export function checkVector(values: Float32Array, dimension: number): void {
  if (values.length !== dimension)
    throw invalidVector(`the vector has ${values.length} values instead of ${dimension}`);
  if (!values.every(Number.isFinite)) throw invalidVector('a value is not finite');
  if (values.every((value) => value === 0)) throw invalidVector('all values are zero');
}

/** The limit and the filter; the vector itself can only be checked against what is stored. */
export function checkVectorQuery({ limit, filter = [] }: VectorQuery): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw invalidVector(`the limit is a whole number from 1 to ${MAX_LIMIT}`);
  }
  for (const condition of filter) checkCondition(condition);
}

function checkCondition({ field, op, value }: NonNullable<VectorQuery['filter']>[number]): void {
  if (!FIELD.test(field)) throw invalidVector('a filter names a plain field');
  if (op === 'in' && !Array.isArray(value)) throw invalidVector('a filter with "in" names a list');
  const values: unknown[] = Array.isArray(value) && op === 'in' ? value : [value];
  const isRange = op === '>=' || op === '<=';
  const types = isRange ? ['number'] : ['boolean', 'number', 'string'];
  if (values.every((one) => types.includes(typeof one))) return;
  throw invalidVector(
    isRange ? 'a range is one of numbers' : 'a filter compares with a boolean, a number or a text',
  );
}

export function mismatch(
  namespace: string,
  stored: { model: string; dimension: number },
  given: { name: string; dimension: number },
): AppError {
  return new AppError(
    'conflict',
    'VECTOR_MODEL_MISMATCH',
    `The stored vectors were made by ${stored.model} (${stored.dimension} dimensions), these by ${given.name} (${given.dimension}). ` +
      'Embed the stored ones again, or go back to their model.',
    {
      namespace,
      stored: stored.model,
      storedDimension: stored.dimension,
      given: given.name,
      dimension: given.dimension,
    },
  );
}

export function invalidVector(reason: string): AppError {
  return new AppError('invalid', 'VECTOR_INVALID', `This vector or search cannot be used: ${reason}.`);
}
