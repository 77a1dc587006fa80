import { AsyncLocalStorage } from 'node:async_hooks';
import { SerialQueue, type Clock } from '#libs/kernel';
import { documentChanged } from './document-errors.js';
import { OptimisticTransaction, type TransactionReader } from './optimistic-transaction.js';
import type { DocumentTransaction } from './ports/document-store.js';

export interface OptimisticTransactionsOptions {
  readonly reader: TransactionReader;
  readonly clock: Clock;
  /** Writes if nothing that was read has changed, and answers null; else which path (or collection) has. */
  readonly commit: (transaction: OptimisticTransaction) => Promise<string | null> | string | null;
}

type Work<T> = (transaction: DocumentTransaction) => Promise<T>;
type Outcome<T> = { readonly result: T } | { readonly lostOver: string };

const MAX_ATTEMPTS = 5;
/** The first wait after a lost turn is up to this long, then up to twice as long each time. */
const BACKOFF_MS = 8;

/**
 * Runs transactions until they win. A first attempt runs at once; those that lose over the same document take turns after that, so that a
 * hundred of this process on one document all get through, and only what other writers do can make one lose again.
 */
export class OptimisticTransactions {
  private readonly turns = new Map<string, SerialQueue>();
  /** Set while a transaction has a turn: one that begins inside it must not wait for the turn to end. */
  private readonly holdingTurn = new AsyncLocalStorage<true>();

  constructor(private readonly options: OptimisticTransactionsOptions) {}

  /** Errors: `conflict` DOCUMENT_CHANGED after five attempts, and whatever `work` throws. */
  async run<T>(work: Work<T>): Promise<T> {
    const first = await this.attempt(work);
    if ('result' in first) return first.result;
    if (this.holdingTurn.getStore()) return this.tryAgain(work);
    return this.inTurn(first.lostOver, () => this.tryAgain(work));
  }

  private async tryAgain<T>(work: Work<T>): Promise<T> {
    for (let attempt = 2; ; attempt += 1) {
      const outcome = await this.attempt(work);
      if ('result' in outcome) return outcome.result;
      if (attempt === MAX_ATTEMPTS) throw documentChanged();
      await this.options.clock.sleep(Math.random() * BACKOFF_MS * 2 ** (attempt - 2));
    }
  }

  private async attempt<T>(work: Work<T>): Promise<Outcome<T>> {
    const transaction = new OptimisticTransaction(this.options.reader);
    const result = await work(transaction);
    const lostOver = await this.options.commit(transaction);
    return lostOver === null ? { result } : { lostOver };
  }

  private async inTurn<T>(place: string, task: () => Promise<T>): Promise<T> {
    const turn = this.turns.get(place) ?? new SerialQueue();
    this.turns.set(place, turn);
    try {
      return await turn.run(() => this.holdingTurn.run(true, task));
    } finally {
      if (turn.size === 0) this.turns.delete(place);
    }
  }
}
