import { AppError } from '#libs/kernel';
import { collectionName, pathSegment } from './document-path.js';
import type { DocumentBody, IndexDeclaration } from './ports/document-store.js';

/** Where documents of one kind lie, what they are queried by, and how old ones are brought up to date. */
export interface CollectionDefinition<T extends DocumentBody> {
  /** Pattern such as `users/{ownerId}/conversations`; further names in braces are given by `Collection.in`. */
  readonly path: string;
  /** For `StorageModule.forRoot({ indexes })`. */
  readonly indexes: readonly IndexDeclaration[];
  /** Makes the current shape of whatever was stored, however long ago. Must not touch what is up to date. */
  readonly upgrade: (stored: DocumentBody) => T;
}

interface DefinitionInput<T extends DocumentBody> {
  readonly path: string;
  readonly indexes?: readonly Omit<IndexDeclaration, 'collection'>[];
  readonly upgrade?: (stored: DocumentBody) => T;
}

const OWNER = '{ownerId}';
const PARAMETER = /^\{([A-Za-z]+)\}$/;

/** Declares a collection, beside the repository that uses it. Throws `bug` COLLECTION_PATTERN_INVALID at import, so no test can miss it. */
export function defineCollection<T extends DocumentBody>(input: DefinitionInput<T>): CollectionDefinition<T> {
  const segments = input.path.split('/');
  const owned = segments.includes(OWNER);
  const alternates = segments.every((segment, index) => PARAMETER.test(segment) === (index % 2 === 1));
  if (!owned || !alternates || segments.length % 2 !== 1) {
    throw new AppError(
      'bug',
      'COLLECTION_PATTERN_INVALID',
      'A collection pattern alternates names and {parameters}, has {ownerId} among them and ends in a name.',
      { path: input.path },
    );
  }
  const collection = collectionName(segments.at(-1)!);
  return {
    path: input.path,
    indexes: (input.indexes ?? []).map((index) => ({ ...index, collection })),
    upgrade: input.upgrade ?? ((stored) => stored as T),
  };
}

/** The pattern with its parameters filled in, each checked to be one segment of a path. */
export function fillPattern(pattern: string, parameters: Readonly<Record<string, string>>): string {
  return pattern
    .split('/')
    .map((segment) => {
      const name = PARAMETER.exec(segment)?.[1];
      return name === undefined ? segment : pathSegment(parameters[name] ?? '');
    })
    .join('/');
}
