import fc from 'fast-check';
import type { DocumentFilter, DocumentQuery, DocumentWrite } from '../../ports/document-store.js';

/**
 * Few owners, collections, ids and values, so that operations meet. No id holds a character below `/`: stores may compare paths part by
 * part or as one text.
 */
const OWNERS = ['ada', 'ada2', 'bob'];
const IDS = ['a', 'a1', 'b', 'é', '👋'];
const FIELDS = ['v', 'w', 'constructor'] as const;

const owner = fc.constantFrom(...OWNERS);
const id = fc.constantFrom(...IDS);

export const documentPath: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: owner.map((name) => `users/${name}`) },
  { weight: 4, arbitrary: fc.tuple(owner, id).map(([name, talk]) => `users/${name}/talks/${talk}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(owner, id, id)
      .map(([name, talk, photo]) => `users/${name}/talks/${talk}/photos/${photo}`),
  },
);

/** Values that compare: a handful that meet often, and any others. */
const scalar: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(null, true, false, 0, 1, 2, -1.5, '', 'x', 'X', '1', new Date(0), new Date(1)),
  },
  { weight: 1, arbitrary: fc.integer() },
  {
    weight: 1,
    arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }).map((n) => n + 0),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.date({
      noInvalidDate: true,
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Uint8Array.from(bytes)) },
);

/** What a list can be searched for. */
const present = scalar.filter((value) => value !== null);

const nested: fc.Arbitrary<unknown> = fc.oneof(
  fc.array(scalar, { maxLength: 3 }),
  fc
    .dictionary(fc.constantFrom('m', 'a.b', ' ', 'toString'), scalar, { maxKeys: 2 })
    .map((map) => ({ ...map })),
  fc.record({ list: fc.array(fc.record({ inner: scalar }), { maxLength: 2 }) }),
);

export const documentBody: fc.Arbitrary<object> = fc
  .record(
    { v: scalar, w: scalar, constructor: scalar, tags: fc.array(scalar, { maxLength: 3 }), rest: nested },
    { requiredKeys: [] },
  )
  .map((body) => ({ ...body }));

const write: fc.Arbitrary<DocumentWrite> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('create' as const, 'set' as const, 'merge' as const, 'update' as const),
    path: documentPath,
    data: documentBody,
  }),
  fc.record({ kind: fc.constant('delete' as const), path: documentPath }),
);

/** A batch in which no document comes twice. */
export const documentWrites: fc.Arbitrary<DocumentWrite[]> = fc.uniqueArray(write, {
  minLength: 1,
  maxLength: 8,
  size: 'max',
  selector: ({ path }) => path,
});

const field = fc.constantFrom(...FIELDS);
const direction = fc.constantFrom('asc' as const, 'desc' as const);

const matching: fc.Arbitrary<DocumentFilter> = fc.oneof(
  fc.record({ field, op: fc.constant('==' as const), value: scalar }),
  fc.record({
    field,
    op: fc.constant('in' as const),
    value: fc.array(scalar, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    field: fc.constant('tags'),
    op: fc.constant('array-contains' as const),
    value: present,
  }),
);

/** The talks of all owners most often: of these there are enough for several pages. */
const scope = fc.oneof(
  { weight: 1, arbitrary: owner.map((name) => ({ collection: `users/${name}/talks` })) },
  { weight: 2, arbitrary: fc.constant({ collection: 'talks', group: true }) },
  { weight: 1, arbitrary: fc.constantFrom({ collection: 'users' }, { collection: 'photos', group: true }) },
);

/** At most one filter and one order, or a range in the order of its own field: what every store answers in the same order. */
export const documentQuery: fc.Arbitrary<DocumentQuery> = fc.oneof(
  fc
    .tuple(scope, fc.option(matching, { freq: 1 }), fc.option(fc.record({ field, direction })))
    .map(([place, filter, order]) => ({
      ...place,
      where: filter === null ? [] : [filter],
      orderBy: order === null ? [] : [order],
    })),
  fc
    .tuple(
      scope,
      field,
      fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
      scalar,
      direction,
    )
    .map(([place, by, op, value, way]) => ({
      ...place,
      where: [{ field: by, op, value }],
      orderBy: [{ field: by, direction: way }],
    })),
);
