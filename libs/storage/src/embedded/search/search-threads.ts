import { SearchThread, type SearchThreadOptions } from './search-thread.js';
import type { SearchOperation, SearchOperations } from './search-protocol.js';

/** What may run beside a write. */
const READS: ReadonlySet<SearchOperation> = new Set<SearchOperation>([
  'queryVectors',
  'countVectors',
  'namespaces',
  'searchKeywords',
  'countKeywords',
  'collections',
]);

/**
 * Two threads on one database: writes wait for each other in the one, while the other searches what was written before (WAL). A search begun
 * after a write was answered sees it.
 */
export class SearchThreads {
  private readonly writer: SearchThread;
  private readonly reader: SearchThread;
  private prepared: Promise<void> | undefined;

  constructor(options: SearchThreadOptions) {
    this.writer = new SearchThread(options);
    this.reader = new SearchThread(options);
  }

  async call<Name extends SearchOperation>(
    operation: Name,
    ...args: Parameters<SearchOperations[Name]>
  ): Promise<ReturnType<SearchOperations[Name]>> {
    if (!READS.has(operation)) return this.writer.call(operation, ...args);
    await this.prepare();
    return this.reader.call(operation, ...args);
  }

  /** Lets the threads finish what they were asked, then ends them. */
  async close(): Promise<void> {
    await Promise.all([this.writer.close(), this.reader.close()]);
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
