import { AppError } from '#libs/kernel';
import type { KeywordQuery } from './ports/keyword-index.js';

const MAX_LIMIT = 1_000;

export function checkKeywordQuery({ limit }: KeywordQuery): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return;
  throw new AppError(
    'invalid',
    'KEYWORD_QUERY_INVALID',
    `The limit of a search is a whole number from 1 to ${MAX_LIMIT}.`,
  );
}
