import { checkKeywordQuery } from '../keyword-checks.js';
import { KeywordIndex, type KeywordMatch, type KeywordQuery } from '../ports/keyword-index.js';

/** For an installation without Typesense: keeps nothing, finds nothing, and says that it is not there. Search goes by meaning alone. */
export class AbsentKeywordIndex extends KeywordIndex {
  override get available(): boolean {
    return false;
  }

  override upsert(): Promise<void> {
    return Promise.resolve();
  }

  override async search(query: KeywordQuery): Promise<KeywordMatch[]> {
    checkKeywordQuery(query);
    return Promise.resolve([]);
  }

  override delete(): Promise<void> {
    return Promise.resolve();
  }

  override deleteByPrefix(): Promise<number> {
    return Promise.resolve(0);
  }

  override countByPrefix(): Promise<number> {
    return Promise.resolve(0);
  }

  override collections(): Promise<string[]> {
    return Promise.resolve([]);
  }
}
