import { SearchThread, type SearchThreadOptions } from './search-thread.js';
import type { SearchOperation, SearchOperations } from './search-protocol.js';

type Reader = 'words' | 'meanings';

/** What may run beside a write, and in which thread. */
const READS: { readonly [Name in SearchOperation]?: Reader } = {
  queryVectors: 'meanings',
  countVectors: 'meanings',
  namespaces: 'meanings',
  searchKeywords: 'words',
  countKeywords: 'words',
  collections: 'words',
};

/**
 * Three threads on one database: writes wait for each other in one, while the others search what was written before (WAL), by words and by
 * meaning at the same time. A search begun after a write was answered sees it.
 */
export class SearchThreads {
  private readonly writer: SearchThread;
  private readonly readers: Readonly<Record<Reader, SearchThread>>;
  private prepared: Promise<void> | undefined;

  constructor(options: SearchThreadOptions) {
    this.writer = new SearchThread(options);
    this.readers = { words: new SearchThread(options), meanings: new SearchThread(options) };
  }

  async call<Name extends SearchOperation>(
    operation: Name,
    ...args: Parameters<SearchOperations[Name]>
  ): Promise<ReturnType<SearchOperations[Name]>> {
    const reader = READS[operation];
    if (reader === undefined) return this.writer.call(operation, ...args);
    await this.prepare();
    return this.readers[reader].call(operation, ...args);
  }

  /** Lets the threads finish what they were asked, then ends them. */
  async close(): Promise<void> {
    const { words, meanings } = this.readers;
    await Promise.all([this.writer, words, meanings].map((thread) => thread.close()));
  }

  /** The writer brings the file to the newest version; only then may another thread open it. */
  private prepare(): Promise<void> {
    this.prepared ??= this.writer.call('renew').catch((error: unknown) => {
      this.prepared = undefined;
      throw error;
    });
    return this.prepared;
  }
}
