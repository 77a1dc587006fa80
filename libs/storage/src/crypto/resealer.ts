import { AppError } from '#libs/kernel';
import type { StoredDocument } from '../ports/document-store.js';
import { levelOf, type ProtectionLevel } from './protection-levels.js';
import type { SealedStorage } from './sealed-storage.js';

/** Stores again, with the newest key, what lies there already. One document or blob at a time, so that a crash leaves each whole. */
export class Resealer {
  constructor(private readonly storage: SealedStorage) {}

  /** Whether a stored document is encrypted with another key than the newest. */
  hasOldKey(stored: StoredDocument): boolean {
    const { sealer, masters } = this.storage;
    return [...sealer.keyIdsOf(stored)].some((keyId) => keyId !== masters.current.id);
  }

  /** Whether a stored document is not at a level yet: by its stamp, or because something in it was never encrypted as it should be. */
  isBelow(stored: StoredDocument, level: ProtectionLevel): boolean {
    const place = this.storage.sealer.placeOf(stored.path);
    if (!place || place.definition.sealed.length === 0) return false;
    return (
      levelOf(stored.data) !== level || (level === 'enhanced' && this.storage.sealer.hasOpenFields(stored))
    );
  }

  /** Stores a document at `level`, or at the one it has. False when it is gone. */
  async document(path: string, level?: ProtectionLevel): Promise<boolean> {
    const { raw, sealer } = this.storage;
    return raw.documents.transaction(async (transaction) => {
      const stored = await transaction.get(path);
      const place = sealer.placeOf(path);
      if (!stored || !place) return false;
      const { data } = await sealer.open(stored);
      const sealed = await sealer.sealBody(place, data, level ?? levelOf(stored.data));
      transaction.write({ kind: 'set', path, data: sealed });
      return true;
    });
  }
}

/** Lets a long walk go on over what cannot be decrypted, and counts it. */
export class DamageNoted {
  private first: AppError | undefined;
  count = 0;

  /** False when the work met something that cannot be decrypted. */
  async over(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'DATA_UNDECRYPTABLE')) throw error;
      this.first ??= error;
      this.count += 1;
      return false;
    }
  }

  /** The first of it, if there was any. */
  raise(): void {
    if (this.first) throw this.first;
  }
}
