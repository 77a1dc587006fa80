import { Injectable } from '@nestjs/common';
import { Collection, defineCollection, DocumentStore, type CollectionDefinition } from '#libs/storage';
import { nameKey, personShapeOf, type Person } from './person.js';

const people = defineCollection<Person>({
  path: 'users/{ownerId}/people',
  sealed: ['name'],
  upgrade: personShapeOf,
});

/** For `StorageModule.forRoot`. */
export const peopleCollections: readonly CollectionDefinition[] = [people];

/** The people of an owner. Those of another owner are absent. */
@Injectable()
export class PeopleRepository {
  private readonly people: Collection<Person>;

  constructor(private readonly store: DocumentStore) {
    this.people = new Collection(store, people);
  }

  async find(ownerId: string, id: string): Promise<Person | null> {
    return (await this.people.get(ownerId, id))?.data ?? null;
  }

  async namesOf(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.people.getMany(ownerId, [...new Set(ids)]);
    return new Map(found.flatMap((person) => (person ? [[person.id, person.data.name] as const] : [])));
  }

  /** Everybody, in the order in which they were added. */
  async list(ownerId: string): Promise<Person[]> {
    const found = await Array.fromAsync(this.people.each(ownerId));
    return found.map(({ data }) => data).sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  }

  async findByName(ownerId: string, name: string): Promise<Person | null> {
    return (await this.list(ownerId)).find((person) => nameKey(person.name) === nameKey(name)) ?? null;
  }

  /**
   * Adds a person unless there is one of that name; answers who it is. Of two requests at once, one adds. All people are read because names
   * may be encrypted; an owner knows hundreds, not thousands.
   */
  async createUnlessKnown(ownerId: string, candidate: Person): Promise<Person> {
    return this.store.transaction(async (transaction) => {
      const people = this.people.within(transaction);
      const known = await people.query(ownerId);
      const same = known.find(({ data }) => nameKey(data.name) === nameKey(candidate.name));
      if (same) return same.data;
      people.create(ownerId, candidate.id, candidate);
      return candidate;
    });
  }

  /** `not_found` DOCUMENT_MISSING. */
  async rename(ownerId: string, id: string, name: string, now: Date): Promise<void> {
    await this.people.update(ownerId, id, { name, updated_at: now });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.people.delete(ownerId, id);
  }
}
