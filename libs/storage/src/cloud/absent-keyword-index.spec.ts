import { expect, it } from 'vitest';
import { AbsentKeywordIndex } from './absent-keyword-index.js';

it('an absent keyword index says so, keeps nothing and refuses what every index refuses', async () => {
  const index = new AbsentKeywordIndex();
  const query = { collection: 'talks', ownerId: 'ada', text: 'harbour', limit: 5 };
  await index.upsert();
  expect(index.available).toBe(false);
  expect(await index.search(query)).toEqual([]);
  expect(await index.countByPrefix()).toBe(0);
  expect(await index.collections()).toEqual([]);
  await expect(index.search({ ...query, limit: 0 })).rejects.toMatchObject({ code: 'KEYWORD_QUERY_INVALID' });
});
