import { expect, it } from 'vitest';
import { defineCollection } from '../../collection-definition.js';
import { firestoreIndexes } from './firestore-indexes.js';

type Indexes = Parameters<typeof defineCollection>[0]['indexes'];

function ofIndexes(...indexes: NonNullable<Indexes>) {
  return firestoreIndexes([defineCollection({ path: 'users/{ownerId}/talks', indexes })]);
}

it('leaves to Firestore what it indexes by itself', () => {
  expect(ofIndexes({ fields: [{ field: 'n' }] }, { fields: [{ field: 'tags', contains: true }] })).toEqual({
    indexes: [],
    fieldOverrides: [],
  });
});

it('breaks the ties of a descending order in ascending order', () => {
  const { indexes } = ofIndexes({ fields: [{ field: 'at', direction: 'desc' }] });
  expect(indexes).toEqual([
    {
      collectionGroup: 'talks',
      queryScope: 'COLLECTION',
      fields: [
        { fieldPath: 'at', order: 'DESCENDING' },
        { fieldPath: '__name__', order: 'ASCENDING' },
      ],
    },
  ]);
});

it('looks into lists and orders the rest', () => {
  const { indexes } = ofIndexes({ fields: [{ field: 'tags', contains: true }, { field: 'at' }] });
  expect(indexes[0]!.fields).toEqual([
    { fieldPath: 'tags', arrayConfig: 'CONTAINS' },
    { fieldPath: 'at', order: 'ASCENDING' },
  ]);
});

it('reaches over all collections of a name where a group is declared', () => {
  const { indexes, fieldOverrides } = ofIndexes(
    { fields: [{ field: 'state' }], group: true },
    { fields: [{ field: 'node' }, { field: 'state' }], group: true },
  );
  expect(indexes).toMatchObject([{ queryScope: 'COLLECTION_GROUP' }]);
  expect(fieldOverrides).toMatchObject([{ fieldPath: 'state' }]);
  // An override without the automatic ones would take them away.
  expect(fieldOverrides[0]!.indexes).toEqual([
    { order: 'ASCENDING', queryScope: 'COLLECTION' },
    { order: 'DESCENDING', queryScope: 'COLLECTION' },
    { arrayConfig: 'CONTAINS', queryScope: 'COLLECTION' },
    { order: 'ASCENDING', queryScope: 'COLLECTION_GROUP' },
  ]);
});

it('indexes no words of a person, and each index once', () => {
  const talks = defineCollection({
    path: 'users/{ownerId}/talks',
    sealed: ['title', 'segments'],
    packed: { field: 'segments', flag: 'segments_packed' },
  });
  expect(firestoreIndexes([talks, talks]).fieldOverrides).toEqual([
    { collectionGroup: 'talks', fieldPath: 'title', indexes: [] },
    { collectionGroup: 'talks', fieldPath: 'segments', indexes: [] },
  ]);
});
