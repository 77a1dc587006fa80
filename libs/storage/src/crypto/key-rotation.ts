import type { Clock } from '#libs/kernel';
import { BLOB_FOLDERS } from '../storage-participants.js';
import { DamageNoted, Resealer } from './resealer.js';
import type { SealedStorage } from './sealed-storage.js';

/** Where a rotation stands: how far it came, and with which key. */
interface RotationState {
  readonly key_id: string;
  /** Every owner up to this one, by id, has been dealt with; empty at the beginning. */
  readonly last_owner: string;
  readonly updated_at: Date;
  readonly finished: boolean;
}

export interface RotationProgress {
  readonly owners: number;
  readonly documents: number;
  readonly blobs: number;
}

/** What is still encrypted with a key that is not the newest. */
export interface OldKeyUse {
  readonly documents: number;
  readonly blobs: number;
}

/** Belongs to no owner: it counts owners, and holds nothing of them. */
const STATE_PATH = 'server/key-rotation';
const OWNERS_AT_ONCE = 100;

/**
 * Encrypts everything with the newest master secret. It may be stopped at any instant and run again: it goes on behind the last owner that
 * it finished, and what was encrypted anew is not touched twice.
 */
export class KeyRotation {
  private readonly resealer: Resealer;
  /** What cannot be decrypted stays as it is; `oldKeyUse` finds it. */
  private readonly damage = new DamageNoted();

  constructor(
    private readonly storage: SealedStorage,
    private readonly clock: Clock,
  ) {
    this.resealer = new Resealer(storage);
  }

  /** Whether a rotation to the newest key was begun and not ended. */
  async isUnfinished(): Promise<boolean> {
    const state = await this.state();
    return state !== null && !state.finished;
  }

  async run(report: (progress: RotationProgress) => void): Promise<RotationProgress> {
    const { last_owner: lastOwner } = (await this.state()) ?? { last_owner: '' };
    let progress: RotationProgress = { owners: 0, documents: 0, blobs: 0 };
    await this.note(lastOwner, false);
    for await (const ownerId of this.ownersBehind(lastOwner)) {
      const documents = await this.rotateDocuments(ownerId);
      const blobs = await this.rotateBlobs(ownerId);
      progress = {
        owners: progress.owners + 1,
        documents: progress.documents + documents,
        blobs: progress.blobs + blobs,
      };
      await this.note(ownerId, false);
      report(progress);
    }
    await this.storage.scrub();
    await this.note('', true);
    return progress;
  }

  /** Looks at everything there is, also at what belongs to no account. */
  async oldKeyUse(): Promise<OldKeyUse> {
    let documents = 0;
    let blobs = 0;
    for await (const stored of this.storage.raw.documents.tree()) {
      if (this.resealer.hasOldKey(stored)) documents += 1;
    }
    for await (const { keyId } of this.storage.blobs.keyIds('')) if (this.isOld(keyId)) blobs += 1;
    return { documents, blobs };
  }

  private async rotateDocuments(ownerId: string): Promise<number> {
    let rotated = 0;
    for await (const stored of this.storage.raw.documents.tree(`users/${ownerId}`)) {
      if (!this.resealer.hasOldKey(stored)) continue;
      if (await this.damage.over(() => this.resealer.document(stored.path))) rotated += 1;
    }
    return rotated;
  }

  private async rotateBlobs(ownerId: string): Promise<number> {
    let rotated = 0;
    for (const folder of BLOB_FOLDERS) {
      for await (const { key, keyId } of this.storage.blobs.keyIds(`${folder}/${ownerId}/`)) {
        if (!this.isOld(keyId)) continue;
        if (await this.damage.over(() => this.storage.blobs.restore(key, 'enhanced'))) rotated += 1;
      }
    }
    return rotated;
  }

  private isOld(keyId: string | null): boolean {
    return keyId !== null && keyId !== this.storage.masters.current.id;
  }

  /** In the order of ids, which is the store's own. */
  private async *ownersBehind(lastOwner: string): AsyncIterable<string> {
    let cursor: string | undefined;
    do {
      const page = await this.storage.raw.documents.query({
        collection: 'users',
        limit: OWNERS_AT_ONCE,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const { id } of page.documents) if (id > lastOwner) yield id;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  private async state(): Promise<RotationState | null> {
    const stored = await this.storage.raw.documents.get<RotationState>(STATE_PATH);
    return stored?.data.key_id === this.storage.masters.current.id ? stored.data : null;
  }

  private async note(lastOwner: string, finished: boolean): Promise<void> {
    const data: RotationState = {
      key_id: this.storage.masters.current.id,
      last_owner: lastOwner,
      updated_at: this.clock.now(),
      finished,
    };
    await this.storage.raw.documents.write([{ kind: 'set', path: STATE_PATH, data }]);
  }
}
