import { Injectable } from '@nestjs/common';
import type { User } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { Collection, defineCollection, DocumentStore, type CollectionDefinition } from '#libs/storage';
import { peopleCollections } from './people/people.repository.js';
import { usageCollections } from './usage/usage-collections.js';

const users = defineCollection<User>({
  path: 'users',
  ownerIsId: true,
  sealed: ['name', 'email', 'transcription_preferences.vocabulary'],
  upgrade: userShapeOf,
});

/** An account in our shape: those of the reference know their id from their place alone, and may never have told us their zone. */
function userShapeOf(stored: object, id: string): User {
  const given = stored as Partial<User>;
  return {
    ...given,
    id,
    name: given.name ?? null,
    email: given.email ?? null,
    created_at: given.created_at ?? new Date(0),
    time_zone: given.time_zone ?? 'UTC',
    language: given.language ?? 'en',
    is_admin: given.is_admin ?? false,
  };
}

/** For `StorageModule.forRoot`. */
export const accountCollections: readonly CollectionDefinition[] = [
  users,
  ...peopleCollections,
  ...usageCollections,
];

/**
 * Which account owns this server. A document of its own, so that it is found without a search and made only once. It belongs to no owner, so
 * it is in no collection of owners: the store is asked for it directly.
 */
const OWNER_PATH = 'server/owner';

/** The accounts, `users/{uid}`. */
@Injectable()
export class UsersRepository {
  private readonly users: Collection<User>;

  constructor(private readonly store: DocumentStore) {
    this.users = new Collection(store, users);
  }

  async find(uid: string): Promise<User | null> {
    if (!isPathSegment(uid)) return null;
    return (await this.users.get(uid, uid))?.data ?? null;
  }

  /** Creates the account or replaces what is known of it. */
  async save(user: User): Promise<void> {
    await this.users.merge(user.id, user.id, user);
  }

  /** Changes some of it, from what it is at that moment. `not_found` USER_MISSING. */
  async change(uid: string, change: (user: User) => Partial<User>): Promise<User> {
    return this.store.transaction(async (transaction) => {
      const accounts = this.users.within(transaction);
      const user = isPathSegment(uid) ? (await accounts.get(uid, uid))?.data : undefined;
      if (!user)
        throw new AppError('not_found', 'USER_MISSING', 'There is no account for this token any more.');
      const changed = change(user);
      accounts.update(uid, uid, changed);
      return { ...user, ...changed };
    });
  }

  /** Deletes the account document itself; what else the user left is `DataLifecycle`'s matter. */
  async delete(uid: string): Promise<void> {
    await this.users.delete(uid, uid);
  }

  async findOwner(): Promise<User | null> {
    const pointer = await this.store.get<{ uid: string }>(OWNER_PATH);
    return pointer ? this.find(pointer.data.uid) : null;
  }

  /** Makes `candidate` the owner unless there is one already; answers who is. Of two processes at once, one wins. */
  async claimOwnership(candidate: User): Promise<User> {
    return this.store.transaction(async (transaction) => {
      const accounts = this.users.within(transaction);
      const pointer = await transaction.get<{ uid: string }>(OWNER_PATH);
      const owner = pointer && (await accounts.get(pointer.data.uid, pointer.data.uid));
      if (owner) return owner.data;
      accounts.set(candidate.id, candidate.id, candidate);
      transaction.write({ kind: 'set', path: OWNER_PATH, data: { uid: candidate.id } });
      return candidate;
    });
  }
}

/** A uid comes out of a token; one that is no single path segment cannot name an account. */
function isPathSegment(uid: string): boolean {
  return /^[\w.@:-]{1,128}$/.test(uid) && uid !== '.' && uid !== '..';
}
