import { isDeepStrictEqual } from 'node:util';
import {
  FieldPath,
  FieldValue,
  Timestamp,
  type DocumentReference,
  type DocumentSnapshot,
  type Firestore,
  type Transaction,
} from 'firebase-admin/firestore';
import type { DocumentWrite } from '../../ports/document-store.js';
import { documentChanged, documentMissing } from '../../document-errors.js';
import { decodeFields, timeOfVersion, toStoredDocument } from './document-decoder.js';
import type { FirestoreCalls } from './firestore-calls.js';
import { isRefusal, leavesDoubt, unavailable } from './firestore-errors.js';
import type { FirestoreUsage } from './firestore-usage.js';

export type DocumentFields = ReadonlyMap<string, unknown>;

/** A write with its body encoded, and with what must still be true of its document when it is applied. */
export interface StagedWrite {
  readonly write: DocumentWrite;
  /** Of everything but a delete. */
  readonly fields: DocumentFields;
  /** A version, or null for "not there"; undefined when no read stands behind the write. */
  readonly expected?: string | null;
}

/** Runs inside the native transaction, before its writes; throws when they must not happen. */
export type Verification = (transaction: Transaction) => Promise<void>;

export interface FirestoreCommitsOptions {
  readonly firestore: Firestore;
  readonly calls: FirestoreCalls;
  readonly usage: FirestoreUsage;
}

/** A name that no document has: deleting it changes nothing, and an update must name a field. */
const NO_FIELD = new FieldPath('mneme_no_field');

/** Applies writes all or nothing, and finds out what became of them when the answer was lost. */
export class FirestoreCommits {
  constructor(private readonly options: FirestoreCommitsOptions) {}

  /**
   * With a `verify` in one native transaction, which locks what it reads from there to the commit; without, in one call. Errors: those of
   * DocumentStore.write, and whatever `verify` throws.
   */
  async apply(writes: readonly StagedWrite[], verify?: Verification): Promise<void> {
    let inDoubt = false;
    const attempt = async () => {
      try {
        await this.once(writes, verify);
      } catch (error) {
        if (inDoubt && (await this.wasApplied(error, writes))) return;
        inDoubt ||= leavesDoubt(error);
        throw error;
      }
    };
    try {
      await this.options.calls.run('commit', attempt);
    } catch (error) {
      throw (await this.isForMissing(error, writes)) ? documentMissing() : error;
    }
    this.bill(writes);
  }

  /** Without a read of its own the SDK's transaction is one plain commit, and unlike a batch it is never repeated behind our back. */
  private once(writes: readonly StagedWrite[], verify?: Verification): Promise<void> {
    const { firestore } = this.options;
    return firestore.runTransaction(
      async (transaction) => {
        await verify?.(transaction);
        for (const write of writes) stage(transaction, firestore.doc(write.write.path), write);
      },
      { maxAttempts: 1 },
    );
  }

  /**
   * An earlier attempt was answered by nothing, this one was refused. If the documents are as we wanted them, the earlier one went
   * through. If not, either it never arrived or somebody wrote after it; nobody can tell, and to go on would risk doing it twice.
   */
  private async wasApplied(error: unknown, writes: readonly StagedWrite[]): Promise<boolean> {
    if (!isRefusal(error)) return false;
    const { firestore, usage } = this.options;
    const snapshots = await firestore.getAll(...writes.map(({ write }) => firestore.doc(write.path)));
    usage.read(snapshots.length);
    const found = await Promise.all(writes.map((write, index) => isAsWritten(write, snapshots[index]!)));
    if (found.every(Boolean)) return true;
    throw unavailable('it is not known whether the last change was stored');
  }

  /** Firestore does not tell a document of another version from none at all. */
  private async isForMissing(error: unknown, writes: readonly StagedWrite[]): Promise<boolean> {
    const paths = writes.flatMap(({ write }) =>
      write.kind === 'update' && write.ifVersion !== undefined ? [write.path] : [],
    );
    if (paths.length === 0 || !isRefusal(error)) return false;
    const { firestore, usage } = this.options;
    const refs = paths.map((path) => firestore.doc(path)) as [DocumentReference];
    usage.read(refs.length);
    const snapshots = await this.options.calls.run('read', () =>
      firestore.getAll(...refs, { fieldMask: [] }),
    );
    return snapshots.some(({ exists }) => !exists);
  }

  private bill(writes: readonly StagedWrite[]): void {
    const deletes = writes.filter(({ write }) => write.kind === 'delete').length;
    this.options.usage.delete(deletes);
    this.options.usage.write(writes.length - deletes);
  }
}

async function isAsWritten({ write, fields }: StagedWrite, snapshot: DocumentSnapshot): Promise<boolean> {
  const stored = (await toStoredDocument<Record<string, unknown>>(snapshot))?.data;
  if (write.kind === 'delete' || !stored) return write.kind === 'delete' && !stored;
  const wanted = await decodeFields(Object.fromEntries(fields));
  const isWhole = write.kind === 'create' || write.kind === 'set';
  return isDeepStrictEqual(isWhole ? stored : pick(stored, Object.keys(wanted)), wanted);
}

function pick(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]));
}

function stage(transaction: Transaction, ref: DocumentReference, staged: StagedWrite): void {
  const { write, fields, expected } = staged;
  const lastUpdateTime = timeToDemand(staged);
  if (write.kind === 'delete') {
    transaction.delete(ref, lastUpdateTime ? { lastUpdateTime } : {});
  } else if (write.kind === 'create' || (expected === null && write.kind !== 'update')) {
    transaction.create(ref, Object.fromEntries(fields));
  } else if (write.kind === 'set') {
    transaction.set(ref, Object.fromEntries(fields));
  } else if (write.kind === 'merge' && !lastUpdateTime) {
    const mergeFields = [...fields.keys()].map((name) => new FieldPath(name));
    transaction.set(ref, Object.fromEntries(fields), { mergeFields });
  } else {
    update(transaction, ref, fields, lastUpdateTime);
  }
}

function update(
  transaction: Transaction,
  ref: DocumentReference,
  fields: DocumentFields,
  lastUpdateTime: Timestamp | undefined,
): void {
  const pairs = [...fields].map(([name, value]) => [new FieldPath(name), value] as const);
  const [[firstName, firstValue], ...others] =
    pairs.length > 0 ? (pairs as [(typeof pairs)[0]]) : [[NO_FIELD, FieldValue.delete()] as const];
  const precondition = lastUpdateTime ? { lastUpdateTime } : { exists: true };
  transaction.update(ref, firstName, firstValue, ...others.flat(), precondition);
}

/** Throws `conflict` DOCUMENT_CHANGED for a version that Firestore cannot have given out. */
function timeToDemand({ write, expected }: StagedWrite): Timestamp | undefined {
  const version = ('ifVersion' in write ? write.ifVersion : undefined) ?? expected;
  if (version === undefined || version === null) return undefined;
  const time = timeOfVersion(version);
  if (!time) throw documentChanged();
  return time;
}
