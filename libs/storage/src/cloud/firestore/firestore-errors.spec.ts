import { expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { documentExists } from '../../document-errors.js';
import { GRPC, isPassing, isRefusal, leavesDoubt, translateFirestoreError } from './firestore-errors.js';

const SECRET = 'a very particular sentence';

/** As the SDK throws them: the server's message quotes what it was asked. */
function grpcError(code: number, message = `bad value "${SECRET}" in users/ada`): Error {
  return Object.assign(new Error(message), { code });
}

it.each([
  [GRPC.alreadyExists, 'commit', 'conflict', 'DOCUMENT_EXISTS'],
  [GRPC.notFound, 'commit', 'not_found', 'DOCUMENT_MISSING'],
  [GRPC.failedPrecondition, 'commit', 'conflict', 'DOCUMENT_CHANGED'],
  [GRPC.failedPrecondition, 'query', 'unavailable', 'DOCUMENT_INDEX_MISSING'],
  [GRPC.invalidArgument, 'commit', 'invalid', 'DOCUMENT_BODY_INVALID'],
  [GRPC.invalidArgument, 'query', 'invalid', 'DOCUMENT_QUERY_INVALID'],
  [GRPC.permissionDenied, 'read', 'unavailable', 'STORAGE_UNAVAILABLE'],
  [GRPC.unauthenticated, 'read', 'unavailable', 'STORAGE_UNAVAILABLE'],
  [GRPC.resourceExhausted, 'commit', 'unavailable', 'STORAGE_UNAVAILABLE'],
  [GRPC.unavailable, 'read', 'unavailable', 'STORAGE_UNAVAILABLE'],
  [GRPC.deadlineExceeded, 'query', 'unavailable', 'STORAGE_UNAVAILABLE'],
] as const)('makes of status %i in a %s the kind %s and the code %s', (status, operation, kind, code) => {
  expect(translateFirestoreError(grpcError(status), operation)).toMatchObject({ kind, code });
});

it('passes on nothing of what the server quotes', () => {
  for (const status of Object.values(GRPC)) {
    const error = translateFirestoreError(grpcError(status), 'commit');
    expect(`${error.message} ${JSON.stringify(error.details)} ${String(error.cause)}`).not.toContain(SECRET);
  }
  const unforeseen = translateFirestoreError(new TypeError(`cannot read ${SECRET}`), 'read');
  expect(unforeseen).toMatchObject({ kind: 'bug', details: { error: 'TypeError' } });
  expect(unforeseen.message).not.toContain(SECRET);
});

it('does not take a missing database for a missing document', () => {
  const error = grpcError(GRPC.notFound, 'The database (default) does not exist for project p');
  expect(translateFirestoreError(error, 'commit')).toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  expect(isRefusal(error)).toBe(false);
});

it('says when to try again what may work later', () => {
  expect(translateFirestoreError(grpcError(GRPC.unavailable), 'read').retryAfterMs).toBeGreaterThan(0);
});

it('leaves an AppError as it is', () => {
  const error = documentExists();
  expect(translateFirestoreError(error, 'commit')).toBe(error);
});

it('doubts a commit only when it may have been applied', () => {
  const doubtful = [GRPC.unavailable, GRPC.deadlineExceeded, GRPC.internal, GRPC.cancelled];
  expect(doubtful.every((status) => leavesDoubt(grpcError(status)))).toBe(true);
  const certain = [GRPC.aborted, GRPC.resourceExhausted, GRPC.alreadyExists, GRPC.invalidArgument];
  expect(certain.some((status) => leavesDoubt(grpcError(status)))).toBe(false);
  expect(isPassing(grpcError(GRPC.aborted))).toBe(true);
  expect(isPassing(new AppError('unavailable', 'STORAGE_UNAVAILABLE', 'given up'))).toBe(false);
});
