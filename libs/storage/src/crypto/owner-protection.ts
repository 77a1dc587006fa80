import { AppError } from '#libs/kernel';
import { pathSegment } from '../document-path.js';
import type { StoredDocument } from '../ports/document-store.js';
import { BLOB_FOLDERS } from '../storage-participants.js';
import type { ProtectionLevel } from './protection-levels.js';
import { DamageNoted, Resealer } from './resealer.js';
import type { SealedStorage } from './sealed-storage.js';

const DOCUMENTS_AT_ONCE = 100;

export interface ProtectionProgress {
  readonly documents: number;
  readonly blobs: number;
  /** What stayed as it is, because it cannot be decrypted. */
  readonly undecryptable: number;
}

/** Changes at which level an owner's data is stored. Every step may be repeated; documents of both levels can be read meanwhile. */
export class OwnerProtection {
  private readonly resealer: Resealer;

  constructor(private readonly storage: SealedStorage) {
    this.resealer = new Resealer(storage);
  }

  levelOf(ownerId: string): Promise<ProtectionLevel> {
    return this.storage.levels.of(ownerId);
  }

  /** At which level new data is written from now on. `not_found` USER_MISSING. */
  async setLevel(ownerId: string, level: ProtectionLevel): Promise<void> {
    const changed = await this.resealer.document(ownerPath(ownerId), level);
    if (!changed) throw new AppError('not_found', 'USER_MISSING', 'There is no account with this id.');
    await this.storage.levels.changed(ownerId, level);
  }

  /** The documents directly in a collection of the owner, as they are stored. */
  async *stored(ownerId: string, collection: string): AsyncIterable<StoredDocument> {
    let cursor: string | undefined;
    do {
      const page = await this.storage.raw.documents.query({
        collection: `${ownerPath(ownerId)}/${collection}`,
        limit: DOCUMENTS_AT_ONCE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      yield* page.documents;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** Whether a stored document still has to be moved to a level. */
  isBelow(stored: StoredDocument, level: ProtectionLevel): boolean {
    return this.resealer.isBelow(stored, level);
  }

  /** Stores a document and everything below it at a level; answers how many were changed. `unavailable` DATA_UNDECRYPTABLE at the end. */
  async moveTree(
    ownerId: string,
    level: ProtectionLevel,
    { collection, id }: { readonly collection: string; readonly id: string },
  ): Promise<number> {
    const damage = new DamageNoted();
    const changed = await this.moveBelow(
      `${ownerPath(ownerId)}/${collection}/${pathSegment(id)}`,
      level,
      damage,
    );
    damage.raise();
    return changed;
  }

  /**
   * Everything of an owner. The level is set first, so that what is written meanwhile is right already. Search by words is emptied, for it
   * holds the words at the old level: have it made again.
   */
  async moveOwner(
    ownerId: string,
    level: ProtectionLevel,
    report: (progress: ProtectionProgress) => void = () => undefined,
  ): Promise<ProtectionProgress> {
    await this.setLevel(ownerId, level);
    const damage = new DamageNoted();
    const documents = await this.moveBelow(ownerPath(ownerId), level, damage);
    let blobs = 0;
    report({ documents, blobs, undecryptable: damage.count });
    for (const folder of BLOB_FOLDERS) {
      for await (const { key, keyId } of this.storage.blobs.keyIds(`${folder}/${ownerId}/`)) {
        if ((keyId !== null) === (level === 'enhanced')) continue;
        if (await damage.over(() => this.storage.blobs.restore(key, level))) blobs += 1;
        report({ documents, blobs, undecryptable: damage.count });
      }
    }
    for (const collection of await this.storage.keywords.collections()) {
      await this.storage.keywords.deleteByPrefix(collection, ownerId, '');
    }
    await this.storage.scrub();
    return { documents, blobs, undecryptable: damage.count };
  }

  private async moveBelow(root: string, level: ProtectionLevel, damage: DamageNoted): Promise<number> {
    let changed = 0;
    for await (const stored of this.storage.raw.documents.tree(root)) {
      if (!this.resealer.isBelow(stored, level)) continue;
      if (await damage.over(() => this.resealer.document(stored.path, level))) changed += 1;
    }
    return changed;
  }
}

function ownerPath(ownerId: string): string {
  return `users/${pathSegment(ownerId)}`;
}
