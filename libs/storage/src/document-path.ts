import { AppError } from '#libs/kernel';

export interface DocumentAddress {
  readonly path: string;
  /** Path of the collection the document lies in. */
  readonly collection: string;
  /** Last name of that path: what index declarations and group queries go by. */
  readonly name: string;
  readonly id: string;
}

/** Firestore's limit for one id or collection name. */
const MAX_SEGMENT_BYTES = 1_500;
const COLLECTION_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Takes a document's path apart. Throws `invalid` DOCUMENT_PATH_INVALID for what Firestore would not take either. */
export function parseDocumentPath(path: string): DocumentAddress {
  const segments = segmentsOf(path);
  if (segments.length % 2 !== 0) throw invalidPath('a document path alternates collection and id');
  const id = segments.at(-1)!;
  const collection = path.slice(0, -id.length - 1);
  return { path, collection, name: collectionName(segments.at(-2)!), id };
}

/** The last name of a collection's path. */
export function parseCollectionPath(path: string): string {
  const segments = segmentsOf(path);
  if (segments.length % 2 !== 1) throw invalidPath('a collection path ends in a collection name');
  return collectionName(segments.at(-1)!);
}

/** Checks one id before it becomes part of a path: it must not reach into another branch of the tree. */
export function pathSegment(id: string): string {
  if (id.includes('/')) throw invalidPath('an id holds no slash');
  checkSegment(id);
  return id;
}

/** Whether a text from outside could be a document's id at all. What could not be one is absent. */
export function canBePathSegment(id: string): boolean {
  return !id.includes('/') && faultOf(id) === undefined;
}

/** Names end up in SQL text (partial indexes need a literal), so nothing but these characters may pass. */
export function collectionName(name: string): string {
  if (!COLLECTION_NAME.test(name)) {
    throw invalidPath('a collection name is made of letters, digits, underscores and hyphens');
  }
  return name;
}

function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  segments.forEach(checkSegment);
  return segments;
}

function checkSegment(segment: string): void {
  const fault = faultOf(segment);
  if (fault !== undefined) throw invalidPath(fault);
}

function faultOf(segment: string): string | undefined {
  if (segment === '' || segment === '.' || segment === '..') return 'a part of it is empty or made of dots';
  if (/^__.*__$/s.test(segment)) return 'names like __this__ are reserved';
  // UTF-8 has no half characters: two such ids could become one.
  if (!segment.isWellFormed()) return 'a part is cut inside a character';
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)
    return `a part is longer than ${MAX_SEGMENT_BYTES} bytes`;
  return undefined;
}

function invalidPath(reason: string): AppError {
  return new AppError('invalid', 'DOCUMENT_PATH_INVALID', `This is not a document path: ${reason}.`);
}
