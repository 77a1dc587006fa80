import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId } from '#libs/kernel';
import { PeopleRepository } from './people.repository.js';
import type { Person } from './person.js';

/** Length of a name, characters. Source: specification of the data shapes, `CreatePerson`. */
export const PERSON_NAME_LENGTH = { min: 2, max: 40 } as const;

/** The people whom an owner knows. Methods on one person: `not_found` PERSON_MISSING. */
@Injectable()
export class People {
  constructor(
    private readonly people: PeopleRepository,
    private readonly clock: Clock,
  ) {}

  /** In the order in which they were added. */
  list(ownerId: string): Promise<Person[]> {
    return this.people.list(ownerId);
  }

  async get(ownerId: string, id: string): Promise<Person> {
    const person = await this.people.find(ownerId, id);
    if (!person) throw personMissing(id);
    return person;
  }

  /** Null when there is no such person. */
  async nameOf(ownerId: string, id: string): Promise<string | null> {
    return (await this.people.find(ownerId, id))?.name ?? null;
  }

  /** Names of those of them that there are, by id; read at once. */
  namesOf(ownerId: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.people.namesOf(ownerId, ids);
  }

  async exists(ownerId: string, id: string): Promise<boolean> {
    return (await this.people.find(ownerId, id)) !== null;
  }

  /** Whoever has that name, however it is written. */
  findByName(ownerId: string, name: string): Promise<Person | null> {
    return this.people.findByName(ownerId, name);
  }

  /** The person of that name, who is added when there is none. */
  async create(ownerId: string, name: string): Promise<Person> {
    const now = this.clock.now();
    const person = { id: newId(), name: checkedName(name), created_at: now, updated_at: now };
    return this.people.createUnlessKnown(ownerId, person);
  }

  async rename(ownerId: string, id: string, name: string): Promise<void> {
    await this.get(ownerId, id);
    await this.people.rename(ownerId, id, checkedName(name), this.clock.now());
  }

  /** One who is not there is fine. */
  async delete(ownerId: string, id: string): Promise<void> {
    await this.people.delete(ownerId, id);
  }
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  const { min, max } = PERSON_NAME_LENGTH;
  if (trimmed.length >= min && trimmed.length <= max) return trimmed;
  throw new AppError(
    'invalid',
    'PERSON_NAME_INVALID',
    `A name has ${min} to ${max} characters.`,
    PERSON_NAME_LENGTH,
  );
}

function personMissing(id: string): AppError {
  return new AppError('not_found', 'PERSON_MISSING', 'There is no such person.', { id });
}
