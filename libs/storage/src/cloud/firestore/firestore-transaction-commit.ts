import type { Transaction } from 'firebase-admin/firestore';
import { AppError } from '#libs/kernel';
import { documentChanged, documentMissing } from '../../document-errors.js';
import { OptimisticTransaction } from '../../optimistic-transaction.js';
import type { DocumentWrite } from '../../ports/document-store.js';
import { isFound, versionOf } from './document-decoder.js';
import type { FirestoreCommits, StagedWrite, Verification } from './firestore-commits.js';
import type { FirestoreReads } from './firestore-reads.js';

export interface TransactionCommitOptions {
  readonly reads: FirestoreReads;
  readonly commits: FirestoreCommits;
  readonly encode: (writes: readonly DocumentWrite[]) => Promise<StagedWrite[]>;
}

type Recorded = Pick<OptimisticTransaction, 'reads' | 'queries' | 'writes'>;

/** What has to be read again before the writes may happen. */
type Unproven = Pick<Recorded, 'reads' | 'queries'>;

const REFUSALS: readonly string[] = ['DOCUMENT_CHANGED', 'DOCUMENT_EXISTS', 'DOCUMENT_MISSING'];

/**
 * Commits what an optimistic transaction wrote if nothing that it read has changed. A document that was read and is written proves itself
 * by a precondition on its write, which costs nothing; only what was read and is not written is read again, inside a native transaction
 * that is as short as that. So Firestore's locks are never held while the caller's work runs.
 */
export class TransactionCommit {
  constructor(private readonly options: TransactionCommitOptions) {}

  /** False, with nothing written, if something has changed. Errors: those of DocumentStore.write. */
  async commit(recorded: Recorded): Promise<boolean> {
    const { reads, queries, writes } = recorded;
    // A single read is consistent with itself.
    if (writes.length === 0 && reads.size + queries.length <= 1) return true;
    if (writes.some(mustBeWhole)) return this.commitWhole(recorded);
    const encoded = await this.options.encode(writes);
    const staged = encoded.map((write) => ({ ...write, ...expectationOf(write.write, recorded) }));
    const proven = new Set(staged.filter(isProven).map(({ write }) => write.path));
    const unproven = { queries, reads: new Map([...reads].filter(([path]) => !proven.has(path))) };
    try {
      await this.options.commits.apply(staged, this.verificationOf(unproven));
      return true;
    } catch (error) {
      if (isBodyRefused(error) && writes.some(isPartial)) return this.commitWhole(recorded);
      if (!(error instanceof AppError && REFUSALS.includes(error.code))) throw error;
      // A refused write that no read stands behind may be the caller's own mistake instead of a race.
      return staged.some(makesDemands) ? this.commitVerified(encoded, recorded) : false;
    }
  }

  /** Reads everything again under lock: what is refused then is not refused because of a race. */
  private async commitVerified(encoded: readonly StagedWrite[], recorded: Unproven): Promise<boolean> {
    const lost = documentChanged();
    try {
      await this.options.commits.apply(encoded, this.verificationOf(recorded, lost));
      return true;
    } catch (error) {
      if (error === lost) return false;
      throw error;
    }
  }

  /**
   * Reads what is to be changed in part and writes it as a whole. Fields merged into a large document can take it over Firestore's limit,
   * which only the server notices; written as a whole, its other fields can be packed too.
   */
  private async commitWhole({ reads, queries, writes }: Recorded): Promise<boolean> {
    const known = new Map(reads);
    const whole: DocumentWrite[] = [];
    for (const write of writes) {
      if (!isPartial(write)) {
        whole.push(write);
        continue;
      }
      const [stored] = await this.options.reads.getMany([write.path]);
      const version = stored?.version ?? null;
      if ((known.get(write.path) ?? version) !== version) return false;
      if (write.kind === 'update') refuseIfUnfit(write, version);
      known.set(write.path, version);
      whole.push({ kind: 'set', path: write.path, data: { ...stored?.data, ...write.data } });
    }
    return this.commit({ reads: known, queries, writes: whole });
  }

  private verificationOf({ reads, queries }: Unproven, lost = documentChanged()): Verification | undefined {
    if (reads.size === 0 && queries.length === 0) return undefined;
    return async (transaction: Transaction) => {
      const snapshots = await this.options.reads.versions([...reads.keys()], transaction);
      for (const snapshot of snapshots) {
        if (reads.get(snapshot.ref.path) !== (isFound(snapshot) ? versionOf(snapshot) : null)) throw lost;
      }
      for (const { query, found } of queries) {
        const now = await this.options.reads.found(query, transaction);
        const documents = now.map((snapshot) => ({ path: snapshot.ref.path, version: versionOf(snapshot) }));
        if (OptimisticTransaction.mark(documents) !== found) throw lost;
      }
    };
  }
}

/** The version that the write itself can demand of its document: of one that was read, and is written once. */
function expectationOf(write: DocumentWrite, { reads, writes }: Recorded): Pick<StagedWrite, 'expected'> {
  const expected = reads.get(write.path);
  const isAlone = writes.filter(({ path }) => path === write.path).length === 1;
  if (expected === undefined || !isAlone) return {};
  // Firestore replaces a whole document without a look at its version, and cannot demand absence of what it updates or deletes.
  const canDemand = expected === null ? write.kind === 'set' || write.kind === 'merge' : write.kind !== 'set';
  return canDemand || write.kind === 'create' ? { expected } : {};
}

/**
 * Whether a write in part is beyond the SDK: it mistakes an updated field of a name such as `constructor`, which every object has, for one
 * that was given twice.
 */
export function mustBeWhole(write: DocumentWrite): boolean {
  return isPartial(write) && Object.keys(write.data).some((name) => name in Object.prototype);
}

function isProven({ expected }: StagedWrite): boolean {
  return expected !== undefined;
}

function makesDemands({ write, expected }: StagedWrite): boolean {
  const isConditional = write.kind === 'create' || write.kind === 'update' || 'ifVersion' in write;
  return isConditional && expected === undefined;
}

function isPartial(write: DocumentWrite): write is Extract<DocumentWrite, { kind: 'merge' | 'update' }> {
  return write.kind === 'merge' || write.kind === 'update';
}

function isBodyRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === 'DOCUMENT_BODY_INVALID';
}

function refuseIfUnfit({ ifVersion }: { ifVersion?: string }, version: string | null): void {
  if (version === null) throw documentMissing();
  if (ifVersion !== undefined && ifVersion !== version) throw documentChanged();
}
