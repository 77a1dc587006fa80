import { AppError } from '#libs/kernel';
import { collectionName, pathSegment } from './document-path.js';
import type { DocumentBody, IndexDeclaration } from './ports/document-store.js';

/** A field that is encrypted under the level `enhanced`. */
export interface SealedField {
  /** Dotted path into the body, e.g. `structured.title`. */
  readonly field: string;
  /** How the reference encrypts this field, if it does: its text, or the JSON of it. */
  readonly reference: 'text' | 'json' | null;
}

/** A long list that is stored as zlib-compressed JSON, with a flag beside it that says so, as the reference does. */
export interface PackedField {
  readonly field: string;
  readonly flag: string;
}

/** Where documents of one kind lie, what they are queried by, what of them is encrypted, and how old ones are brought up to date. */
export interface CollectionDefinition<T extends DocumentBody = DocumentBody> {
  /** Pattern such as `users/{ownerId}/conversations`; further names in braces are given by `Collection.in`. */
  readonly path: string;
  /** The documents are owners themselves: their id is the owner's. */
  readonly ownerIsId: boolean;
  readonly sealed: readonly SealedField[];
  /** The sealed fields are encrypted at every level: they hold what opens something else, such as a password. */
  readonly alwaysSealed: boolean;
  readonly packed: PackedField | null;
  readonly indexes: readonly IndexDeclaration[];
  /** Makes the current shape of whatever was stored, however long ago, or of what a reader wants of it. Must not touch what is up to date. */
  readonly upgrade: (stored: DocumentBody, id: string) => T;
}

interface DefinitionInput<T extends DocumentBody> {
  readonly path: string;
  readonly ownerIsId?: true;
  readonly indexes?: readonly Omit<IndexDeclaration, 'collection'>[];
  /** Fields that hold words of a person. They cannot be queried by. */
  readonly sealed?: readonly (string | SealedField)[];
  readonly alwaysSealed?: true;
  readonly packed?: PackedField;
  readonly upgrade?: (stored: DocumentBody, id: string) => T;
}

const OWNER = '{ownerId}';
const PARAMETER = /^\{([A-Za-z]+)\}$/;

/** Declares a collection, beside the repository that uses it. Throws `bug` COLLECTION_PATTERN_INVALID at import, so no test can miss it. */
export function defineCollection<T extends DocumentBody>(input: DefinitionInput<T>): CollectionDefinition<T> {
  const { path, ownerIsId = false, indexes = [], sealed = [], alwaysSealed = false, packed = null } = input;
  const collection = nameOf(path, ownerIsId);
  const sealedFields = sealed.map((field) => (typeof field === 'string' ? ownSeal(field) : field));
  for (const { field } of indexes.flatMap((index) => index.fields)) checkReadable(field, sealedFields);
  return {
    path,
    ownerIsId,
    indexes: indexes.map((index) => ({ ...index, collection })),
    sealed: sealedFields,
    alwaysSealed,
    packed,
    upgrade: input.upgrade ?? ((stored) => stored as T),
  };
}

function nameOf(path: string, ownerIsId: boolean): string {
  const segments = path.split('/');
  const owned = ownerIsId ? segments.length === 1 : segments.includes(OWNER);
  const alternates = segments.every((segment, index) => PARAMETER.test(segment) === (index % 2 === 1));
  if (owned && alternates && segments.length % 2 === 1) return collectionName(segments.at(-1)!);
  throw new AppError(
    'bug',
    'COLLECTION_PATTERN_INVALID',
    'A collection pattern alternates names and {parameters}, has {ownerId} among them (unless the ids are owners) and ends in a name.',
    { path },
  );
}

/** Throws `bug` COLLECTION_FIELD_SEALED for a field, or one inside or around it, that no store can compare because it is encrypted. */
export function checkReadable(field: string, sealed: readonly SealedField[]): void {
  const hit = sealed.find(
    (one) => `${field}.`.startsWith(`${one.field}.`) || `${one.field}.`.startsWith(`${field}.`),
  );
  if (!hit) return;
  throw new AppError('bug', 'COLLECTION_FIELD_SEALED', 'A field that is encrypted cannot be queried by.', {
    field,
  });
}

function ownSeal(field: string): SealedField {
  return { field, reference: null };
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
