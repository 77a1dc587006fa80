/** Most that one document may take, by Firestore's own count. */
export const MAX_DOCUMENT_BYTES = 1_048_576;
/** Most that the value of one field may take. */
export const MAX_FIELD_BYTES = 1_048_487;
/** Most that one commit may take, all its documents together. */
export const MAX_COMMIT_BYTES = 10_485_760;

/** What Firestore adds to every document and to every document's name. */
const DOCUMENT_OVERHEAD_BYTES = 32;
const NAME_OVERHEAD_BYTES = 16;

/** Bytes of scalars whose size does not depend on their value. */
export const FIXED_BYTES = { null: 1, boolean: 1, number: 8, date: 8 } as const;

/**
 * Bytes as Firestore counts them (https://firebase.google.com/docs/firestore/storage-size): texts in UTF-8 and one more, a map the sum of
 * its names and values, a document its name, its fields and 32.
 */
export function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}

/** The part of a document's size that does not depend on its body. */
export function emptyDocumentBytes(path: string): number {
  const name = path.split('/').reduce((sum, segment) => sum + textBytes(segment), NAME_OVERHEAD_BYTES);
  return name + DOCUMENT_OVERHEAD_BYTES;
}
