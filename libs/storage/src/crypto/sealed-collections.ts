import type { CollectionDefinition } from '../collection-definition.js';

/** A document's place in a declared collection. */
export interface DeclaredPlace {
  readonly definition: CollectionDefinition;
  readonly ownerId: string;
  /** Collection below the owner and id, which every encrypted value is bound to. */
  readonly collection: string;
  readonly id: string;
}

interface Declared {
  readonly definition: CollectionDefinition;
  /** Which part of a path is the owner's id. */
  readonly ownerAt: number;
}

/** Finds the declaration that a document's path falls under. */
export class SealedCollections {
  private readonly byNames: ReadonlyMap<string, Declared>;

  constructor(definitions: readonly CollectionDefinition[]) {
    this.byNames = new Map(
      definitions.map((definition) => {
        const pattern = definition.path.split('/');
        const ownerAt = definition.ownerIsId ? 1 : pattern.indexOf('{ownerId}');
        return [namesOf(pattern), { definition, ownerAt }];
      }),
    );
  }

  /** Null for a collection that nobody declared. */
  placeOf(path: string): DeclaredPlace | null {
    const segments = path.split('/');
    const declared = this.byNames.get(namesOf(segments));
    if (!declared) return null;
    const { definition, ownerAt } = declared;
    const below = definition.ownerIsId ? segments.slice(0, 1) : segments.slice(ownerAt + 1, -1);
    return { definition, ownerId: segments[ownerAt]!, collection: below.join('/'), id: segments.at(-1)! };
  }

  /** The declaration of a collection's path, or of every collection of a last name. */
  definitionsOf(collection: string, isGroup: boolean): CollectionDefinition[] {
    if (!isGroup) return [this.byNames.get(namesOf(collection.split('/')))?.definition ?? []].flat();
    return [...this.byNames.values()]
      .map(({ definition }) => definition)
      .filter(({ path }) => path.split('/').at(-1) === collection);
  }
}

/** Every other segment: the names of collections without the ids between them. */
function namesOf(segments: readonly string[]): string {
  return segments.filter((_, index) => index % 2 === 0).join('/');
}
