import type { CollectionDefinition } from '../../collection-definition.js';
import type { IndexDeclaration } from '../../ports/document-store.js';

type Order = { readonly order: 'ASCENDING' | 'DESCENDING' };
type Contains = { readonly arrayConfig: 'CONTAINS' };
type Scope = { readonly queryScope: 'COLLECTION' | 'COLLECTION_GROUP' };

/** The file `firestore.indexes.json`, as `firebase deploy --only firestore:indexes` reads it. */
export interface FirestoreIndexes {
  readonly indexes: readonly ({
    readonly collectionGroup: string;
    readonly fields: readonly ({ readonly fieldPath: string } & (Order | Contains))[];
  } & Scope)[];
  readonly fieldOverrides: readonly {
    readonly collectionGroup: string;
    readonly fieldPath: string;
    /** Empty: the field is not indexed at all. */
    readonly indexes: readonly (Scope & (Order | Contains))[];
  }[];
}

type Collection = Pick<CollectionDefinition, 'path' | 'indexes' | 'sealed' | 'packed'>;
type Composite = FirestoreIndexes['indexes'][number];
type Override = FirestoreIndexes['fieldOverrides'][number];
type IndexedField = IndexDeclaration['fields'][number];

/** What Firestore makes of every field by itself. An override replaces these, so it has to repeat them. */
const AUTOMATIC = [
  { order: 'ASCENDING', queryScope: 'COLLECTION' },
  { order: 'DESCENDING', queryScope: 'COLLECTION' },
  { arrayConfig: 'CONTAINS', queryScope: 'COLLECTION' },
] as const;

/**
 * The indexes that Firestore needs for the declared queries, and none for what is never queried: the words of a person, encrypted or not,
 * would take space, and slow every write of a transcript down.
 */
export function firestoreIndexes(collections: readonly Collection[]): FirestoreIndexes {
  const declarations = collections.flatMap(({ indexes }) => indexes);
  return {
    indexes: distinct(declarations.filter((index) => !isSingle(index)).map(compositeOf)),
    fieldOverrides: distinct([
      ...declarations.filter((index) => isSingle(index) && index.group).map(groupOverrideOf),
      ...collections.flatMap(exemptionsOf),
    ]),
  };
}

/** One field in ascending order, or looked into: Firestore indexes that by itself, at least within one collection. */
function isSingle({ fields }: IndexDeclaration): boolean {
  return fields.length === 1 && fields[0]!.direction !== 'desc';
}

function compositeOf({ collection, fields, group }: IndexDeclaration): Composite {
  const last = fields.at(-1)!;
  // Firestore appends the document's name in the direction of the last field; the port breaks ties in ascending order always.
  const name = last.direction === 'desc' ? [{ fieldPath: '__name__', order: 'ASCENDING' } as const] : [];
  return {
    collectionGroup: collection,
    queryScope: group ? 'COLLECTION_GROUP' : 'COLLECTION',
    fields: [...fields.map((field) => ({ fieldPath: field.field, ...modeOf(field) })), ...name],
  };
}

function groupOverrideOf({ collection, fields }: IndexDeclaration): Override {
  const field = fields[0]!;
  return {
    collectionGroup: collection,
    fieldPath: field.field,
    indexes: [...AUTOMATIC, { ...modeOf(field), queryScope: 'COLLECTION_GROUP' }],
  };
}

function exemptionsOf({ path, sealed, packed }: Collection): Override[] {
  const collectionGroup = path.split('/').at(-1)!;
  const fields = [...sealed.map(({ field }) => field), ...(packed ? [packed.field] : [])];
  return [...new Set(fields)].map((fieldPath) => ({ collectionGroup, fieldPath, indexes: [] }));
}

function modeOf({ contains, direction }: IndexedField): Order | Contains {
  if (contains) return { arrayConfig: 'CONTAINS' };
  return { order: direction === 'desc' ? 'DESCENDING' : 'ASCENDING' };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Nobody but the server, whose credentials pass every rule, gets at any document: clients speak to the server's own API. */
export const FIRESTORE_RULES = `rules_version = '2';
service cloud.firestore {
  match /databases/{database}/documents {
    match /{document=**} {
      allow read, write: if false;
    }
  }
}
`;
