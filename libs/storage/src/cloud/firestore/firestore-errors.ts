import { AppError } from '#libs/kernel';
import {
  documentChanged,
  documentExists,
  documentMissing,
  invalidBody,
  invalidQuery,
} from '../../document-errors.js';

/** The gRPC statuses that Firestore answers with; the numbers are gRPC's own. */
export const GRPC = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Statuses that another attempt can turn into an answer: contention, throttling, and every way of not reaching the server. */
const PASSING: ReadonlySet<number> = new Set([
  GRPC.cancelled,
  GRPC.deadlineExceeded,
  GRPC.resourceExhausted,
  GRPC.aborted,
  GRPC.internal,
  GRPC.unavailable,
]);

/** After these the server certainly applied nothing; after any other passing one it may have, and only the answer was lost. */
const NOTHING_APPLIED: ReadonlySet<number> = new Set([GRPC.aborted, GRPC.resourceExhausted]);

/** Statuses that say that a precondition of a write did not hold. */
const REFUSED: ReadonlySet<number> = new Set([GRPC.alreadyExists, GRPC.notFound, GRPC.failedPrecondition]);

const NOT_ACCEPTED = 'it does not accept the credentials of this server';
/** Why Firestore cannot be used, where there is more to say than that it does not answer. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [GRPC.permissionDenied, NOT_ACCEPTED],
  [GRPC.unauthenticated, NOT_ACCEPTED],
  [GRPC.resourceExhausted, 'it is throttling, or a quota is used up'],
]);

const RETRY_AFTER_MS = 5_000;

/** What was asked of Firestore: the same status means different things for a query and for a commit. */
export type FirestoreOperation = 'read' | 'query' | 'commit';

/** The status of an error from the SDK; undefined for errors that never reached the wire. */
export function statusOf(error: unknown): number | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'number' ? code : undefined;
}

export function isPassing(error: unknown): boolean {
  return PASSING.has(statusOf(error) ?? -1);
}

/** Whether a failed commit may have been applied all the same. */
export function leavesDoubt(error: unknown): boolean {
  return isPassing(error) && !NOTHING_APPLIED.has(statusOf(error)!);
}

/** Whether a commit was answered, with no: a precondition did not hold, or a verification found a change. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'DOCUMENT_CHANGED';
  return REFUSED.has(statusOf(error) ?? -1) && !saysNoDatabase(error);
}

/**
 * The one place where Firestore's errors become the port's. The server's messages quote paths, field names and values, so none of them
 * is passed on: the status number must do.
 */
export function translateFirestoreError(error: unknown, operation: FirestoreOperation): AppError {
  if (error instanceof AppError) return error;
  const status = statusOf(error);
  if (status === undefined) return unforeseen(error);
  if (saysNoDatabase(error)) return unavailable('there is no such database in this project', status);
  switch (status) {
    case GRPC.alreadyExists:
      return documentExists();
    case GRPC.notFound:
      return documentMissing();
    case GRPC.failedPrecondition:
      return operation === 'commit' ? documentChanged() : indexMissing();
    case GRPC.invalidArgument:
      return refusedAsInvalid(operation);
    default:
      return unavailable(REASONS.get(status) ?? 'it does not answer', status);
  }
}

/** `reason` completes "Firestore cannot be used now: …". */
export function unavailable(reason: string, status?: number): AppError {
  return new AppError(
    'unavailable',
    'STORAGE_UNAVAILABLE',
    `Firestore cannot be used now: ${reason}. Try again in a few seconds; if it stays so, check the project, the database and the credentials.`,
    status === undefined ? {} : { grpcStatus: status },
    { retryAfterMs: RETRY_AFTER_MS },
  );
}

/** A missing database is NOT_FOUND too, and must not look like a missing document. */
function saysNoDatabase(error: unknown): boolean {
  return statusOf(error) === GRPC.notFound && /database .*does not exist/i.test((error as Error).message);
}

function indexMissing(): AppError {
  return new AppError(
    'unavailable',
    'DOCUMENT_INDEX_MISSING',
    'Firestore has no index for this list yet. Deploy firestore.indexes.json (firebase deploy --only firestore:indexes) and wait until it is built.',
    {},
    { retryAfterMs: RETRY_AFTER_MS },
  );
}

function refusedAsInvalid(operation: FirestoreOperation): AppError {
  return operation === 'commit'
    ? invalidBody('Firestore refuses one of its values')
    : invalidQuery('Firestore does not support this combination of filters');
}

function unforeseen(error: unknown): AppError {
  return new AppError(
    'bug',
    'FIRESTORE_CALL_INVALID',
    'Something went wrong between the server and Firestore.',
    {
      error: error instanceof Error ? error.name : typeof error,
    },
  );
}
