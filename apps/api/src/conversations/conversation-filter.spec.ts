import { describe, expect, it } from 'vitest';
import { CATEGORIES, CONVERSATION_SOURCES } from '#libs/contracts';
import { ConversationFilterQuery } from './conversation.dto.js';
import { filterOf } from './conversation-filter.js';

const query = (fields: Partial<ConversationFilterQuery>) =>
  Object.assign(new ConversationFilterQuery(), fields);

describe('which conversations a query means', () => {
  it('are all that are over, where clients ask as they use to', () => {
    const ended = ['processing', 'completed', 'failed'];
    expect(filterOf(query({})).statuses).toEqual(ended);
    expect(filterOf(query({ statuses: ['completed', 'processing'] })).statuses).toEqual(ended);
  });

  it('are exactly those of the statuses that are named otherwise', () => {
    expect(filterOf(query({ statuses: ['completed'] })).statuses).toEqual(['completed']);
    expect(filterOf(query({ statuses: ['completed', 'in_progress'] })).statuses).toEqual([
      'completed',
      'in_progress',
    ]);
  });

  it('are refused when nothing can lie between the dates', () => {
    const [early, late] = [new Date(1_000), new Date(2_000)];
    expect(filterOf(query({ start_date: early, end_date: early }))).toMatchObject({ startDate: early });
    expect(() => filterOf(query({ start_date: late, end_date: early }))).toThrow(
      expect.objectContaining({ code: 'DATES_INVERTED', kind: 'invalid' }) as Error,
    );
  });

  it('are as many as one query of the stores can look for, and no more', () => {
    const tooWide = expect.objectContaining({ code: 'FILTER_TOO_WIDE', kind: 'invalid' }) as Error;
    const [ten, eleven] = [CATEGORIES.slice(0, 10), CATEGORIES.slice(0, 11)];
    expect(filterOf(query({ categories: ten })).categories).toEqual(ten);
    expect(() => filterOf(query({ categories: eleven }))).toThrow(tooWide);
    expect(filterOf(query({ categories: eleven, statuses: ['completed'] })).categories).toEqual(eleven);
    const sources = CONVERSATION_SOURCES.slice(0, 3);
    expect(() => filterOf(query({ categories: eleven, sources, statuses: ['completed'] }))).toThrow(tooWide);
    expect(() => filterOf(query({ categories: CATEGORIES.slice(0, 21), statuses: ['completed'] }))).toThrow(
      tooWide,
    );
  });
});
