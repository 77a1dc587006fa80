import type { ConversationStatus } from '#libs/contracts';
import type { ConversationFilter } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { withoutUndefined } from '../http/query-values.js';
import type { ConversationFilterQuery } from './conversation.dto.js';

/** Of one kind in one request, as the reference has it. */
const MAX_VALUES = 20;
/** What a Firestore query can look for at once: the product of all lists in it. */
const MAX_COMBINATIONS = 30;
/** All that are over or about to be. Source of the decision: docs/adr/0021. */
const ENDED: readonly ConversationStatus[] = ['processing', 'completed', 'failed'];
/** How clients ask for those. */
const USUAL: readonly ConversationStatus[] = ['processing', 'completed'];

/**
 * The filter of a query string, in the words of the conversations lib. `invalid` DATES_INVERTED; FILTER_TOO_WIDE for more than 20 values of a
 * kind, or several of several kinds that come to more than 30 combinations.
 */
export function filterOf(
  query: ConversationFilterQuery & { readonly include_discarded?: boolean },
): ConversationFilter {
  const { start_date: startDate, end_date: endDate } = query;
  if (startDate && endDate && startDate > endDate) throw datesInverted();
  const statuses = isUsual(query.statuses) ? ENDED : query.statuses;
  const { categories = [], sources = [] } = query;
  const counts = [statuses, categories, sources].map(({ length }) => Math.max(1, length));
  const combinations = counts.reduce((product, count) => product * count, 1);
  if (Math.max(...counts) > MAX_VALUES || combinations > MAX_COMBINATIONS) throw filterTooWide();
  return withoutUndefined({
    statuses,
    categories,
    sources,
    includeDiscarded: query.include_discarded,
    starred: query.starred,
    folderId: query.folder_id,
    startDate,
    endDate,
  });
}

function isUsual(statuses: readonly ConversationStatus[]): boolean {
  if (statuses.length === 0) return true;
  return new Set(statuses).size === USUAL.length && USUAL.every((status) => statuses.includes(status));
}

function datesInverted(): AppError {
  return new AppError(
    'invalid',
    'DATES_INVERTED',
    'start_date lies after end_date. Give them the other way round.',
  );
}

function filterTooWide(): AppError {
  return new AppError(
    'invalid',
    'FILTER_TOO_WIDE',
    'That is more than one request can look for. Ask for fewer statuses, categories or sources at once.',
    { maxValues: MAX_VALUES, maxCombinations: MAX_COMBINATIONS },
  );
}
