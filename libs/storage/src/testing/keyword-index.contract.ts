import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions, type ContractTests } from '#libs/kernel/testing';
import type { KeywordIndex } from '../ports/keyword-index.js';
import { KEYWORD_SEARCH_TESTS } from './keyword-index-searches.contract.js';
import { COLLECTION, FILLER, idsOf, text } from './keyword-index-samples.js';
import { KEYWORD_WORD_TESTS } from './keyword-index-words.contract.js';
import { KEYWORD_WRITE_TESTS } from './keyword-index-writes.contract.js';
import { followsKeywordModel } from './models/keyword-model.js';

/** An index under test, and the way to what a restart leaves of it. */
export interface KeywordIndexSubject {
  readonly index: KeywordIndex;
  /** Stops the index in use and answers another on the same data, as the next process would open it. */
  reopen(): Promise<KeywordIndex>;
}

/** Every promise of KeywordIndex. `settle` lets an index catch up that is consistent only eventually. */
export function keywordIndexContract(options: ContractOptions<KeywordIndexSubject>): Contract {
  return contractOf('KeywordIndex', options, {
    ...onIndex(KEYWORD_SEARCH_TESTS),
    ...onIndex(KEYWORD_WORD_TESTS),
    ...onIndex(KEYWORD_WRITE_TESTS),
    'has everything after a restart': async ({ index, reopen }, settle) => {
      await index.upsert(COLLECTION, [text('t', 'old harbour'), text('gone', 'old harbour'), ...FILLER]);
      await settle();
      await index.delete(COLLECTION, 'ada', ['gone']);
      await settle();
      const again = await reopen();
      expect(await idsOf(again, 'harbour')).toEqual(['t']);
      await again.upsert(COLLECTION, [text('t', 'new bridge')]);
      await settle();
      expect(await idsOf(again, 'harbour')).toEqual([]);
      expect(await again.collections()).toEqual([COLLECTION]);
    },
    'does what its model does, whatever the order of calls': ({ index }, settle) =>
      followsKeywordModel(index, settle),
  });
}

function onIndex(tests: ContractTests<KeywordIndex>): ContractTests<KeywordIndexSubject> {
  return Object.fromEntries(
    Object.entries(tests).map(([title, test]) => [title, ({ index }, settle) => test(index, settle)]),
  );
}
