/** Somebody whom the owner talks with: `users/{uid}/people/{id}`. What is known of the voice lies elsewhere. */
export interface Person {
  id: string;
  /** 2 to 40 characters. */
  name: string;
  created_at: Date;
  updated_at: Date;
}

/** A person in our shape, whoever wrote it. */
export function personShapeOf(stored: object, id: string): Person {
  const given = stored as Partial<Person>;
  const created_at = given.created_at ?? new Date(0);
  return { ...given, id, name: given.name ?? '', created_at, updated_at: given.updated_at ?? created_at };
}

/** What two spellings of one name have in common. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('en');
}
