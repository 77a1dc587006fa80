import { Injectable } from '@nestjs/common';
import type { User } from '#libs/contracts';
import { DocumentStore } from '#libs/storage';

/** Which account owns this server. A document of its own, so that it is found without a search and made only once. */
const OWNER_PATH = 'server/owner';
const userPath = (uid: string) => `users/${uid}`;

/** The accounts, `users/{uid}`. */
@Injectable()
export class UsersRepository {
  constructor(private readonly store: DocumentStore) {}

  async find(uid: string): Promise<User | null> {
    if (!isPathSegment(uid)) return null;
    return (await this.store.get<User>(userPath(uid)))?.data ?? null;
  }

  /** Creates the account or replaces what is known of it. */
  async save(user: User): Promise<void> {
    await this.store.write([{ kind: 'merge', path: userPath(user.id), data: user }]);
  }

  /** Deletes the account document itself; what else the user left is `DataLifecycle`'s matter. */
  async delete(uid: string): Promise<void> {
    await this.store.write([{ kind: 'delete', path: userPath(uid) }]);
  }

  async findOwner(): Promise<User | null> {
    const pointer = await this.store.get<{ uid: string }>(OWNER_PATH);
    return pointer ? this.find(pointer.data.uid) : null;
  }

  /** Makes `candidate` the owner unless there is one already; answers who is. Of two processes at once, one wins. */
  async claimOwnership(candidate: User): Promise<User> {
    return this.store.transaction(async (transaction) => {
      const pointer = await transaction.get<{ uid: string }>(OWNER_PATH);
      const owner = pointer && (await transaction.get<User>(userPath(pointer.data.uid)));
      if (owner) return owner.data;
      transaction.write({ kind: 'set', path: userPath(candidate.id), data: candidate });
      transaction.write({ kind: 'set', path: OWNER_PATH, data: { uid: candidate.id } });
      return candidate;
    });
  }
}

/** A uid comes out of a token; one that is no single path segment cannot name an account. */
function isPathSegment(uid: string): boolean {
  return /^[\w.@:-]{1,128}$/.test(uid) && uid !== '.' && uid !== '..';
}
