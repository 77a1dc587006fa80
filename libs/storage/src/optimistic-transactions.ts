import { AsyncLocalStorage } from 'node:async_hooks';
import { SerialQueue, type Clock } from '#libs/kernel';
import { documentChanged } from './document-errors.js';
import { OptimisticTransaction, type TransactionReader } from './optimistic-transaction.js';
import type { DocumentTransaction } from './ports/document-store.js';

export interface OptimisticTransactionsOptions {
  readonly reader: TransactionReader;
  readonly clock: Clock;
  /** Writes and answers true if nothing that was read has changed; else writes nothing and answers false. */
  readonly commit: (transaction: OptimisticTransaction) => Promise<boolean> | boolean;
}

type Work<T> = (transaction: DocumentTransaction) => Promise<T>;
type Outcome<T> = { readonly result: T } | { readonly contended: readonly string[] };

const MAX_ATTEMPTS = 5;
/** The first wait after a lost turn is up to this long, then up to twice as long each time. */
const BACKOFF_MS = 8;

/**
 * Runs transactions until they win. A first attempt runs at once. One that loses takes turns from then on with all others of this process
 * that lost over the same documents, and first attempts give way to it: a hundred at once on one document all get through, and only
 * plain writes and other processes can make it lose again.
 */
export class OptimisticTransactions {
  private readonly turns = new Map<string, SerialQueue>();
  /** Set while a transaction has its turn: one that begins inside it must not wait for the turn to end. */
  private readonly holdingTurn = new AsyncLocalStorage<true>();

  constructor(private readonly options: OptimisticTransactionsOptions) {}

  /** Errors: `conflict` DOCUMENT_CHANGED after five attempts, and whatever `work` throws. */
  async run<T>(work: Work<T>): Promise<T> {
    const isNested = this.holdingTurn.getStore() === true;
    const first = await this.attempt(work, isNested);
    if ('result' in first) return first.result;
    return isNested ? this.tryAgain(work) : this.inTurn(first.contended, () => this.tryAgain(work));
  }

  private async tryAgain<T>(work: Work<T>): Promise<T> {
    for (let attempt = 2; ; attempt += 1) {
      const outcome = await this.attempt(work, true);
      if ('result' in outcome) return outcome.result;
      if (attempt === MAX_ATTEMPTS) throw documentChanged();
      await this.options.clock.sleep(Math.random() * BACKOFF_MS * 2 ** (attempt - 2));
    }
  }

  private async attempt<T>(work: Work<T>, hasTurn: boolean): Promise<Outcome<T>> {
    const transaction = new OptimisticTransaction(this.options.reader);
    const result = await work(transaction);
    const { places } = transaction;
    const givesWay = !hasTurn && places.some((place) => this.turns.has(place));
    const won = !givesWay && (await this.options.commit(transaction));
    return won ? { result } : { contended: places };
  }

  /** One place after the other, in an order that is the same for all, so that no two wait for each other. */
  private inTurn<T>([place, ...others]: readonly string[], task: () => Promise<T>): Promise<T> {
    if (place === undefined) return this.holdingTurn.run(true, task);
    const turn = this.turns.get(place) ?? new SerialQueue();
    this.turns.set(place, turn);
    return turn
      .run(() => this.inTurn(others, task))
      .finally(() => {
        if (turn.size === 0) this.turns.delete(place);
      });
  }
}
