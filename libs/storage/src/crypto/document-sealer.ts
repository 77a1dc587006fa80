import { AppError } from '#libs/kernel';
import type { SealedField } from '../collection-definition.js';
import type { DocumentBody, StoredDocument } from '../ports/document-store.js';
import { isEnvelope, openEnvelope, decrypt, sealText } from './envelope.js';
import { fieldOf, withField } from './dotted-fields.js';
import type { OwnerKeys } from './owner-keys.js';
import { packList, unpackList } from './packed-list.js';
import { levelOf, LEVEL_FIELD, type ProtectionLevel } from './protection-levels.js';
import type { ReferenceCipher } from './reference-cipher.js';
import type { DeclaredPlace, SealedCollections } from './sealed-collections.js';
import { packValue, unpackValue } from './sealed-value.js';

/** Encrypts the declared fields of documents on the way in and decrypts them on the way out. */
export class DocumentSealer {
  /** @param reference reads what the reference encrypted; null when its secret is not configured */
  constructor(
    private readonly collections: SealedCollections,
    private readonly keys: OwnerKeys,
    private readonly reference: ReferenceCipher | null,
  ) {}

  /** Null when nothing of the document is ever encrypted or packed. */
  placeOf(path: string): DeclaredPlace | null {
    const place = this.collections.placeOf(path);
    return place && (place.definition.sealed.length > 0 || place.definition.packed) ? place : null;
  }

  /** A whole body as it is stored, with its level stamped on it. */
  async sealBody(place: DeclaredPlace, body: DocumentBody, level: ProtectionLevel): Promise<DocumentBody> {
    const sealed = await this.sealFields(place, body, level);
    return place.definition.sealed.length > 0 ? { ...sealed, [LEVEL_FIELD]: level } : sealed;
  }

  /** Some of a body's top-level fields as they are stored. The level stays what it is. */
  async sealFields(
    place: DeclaredPlace,
    fields: DocumentBody,
    level: ProtectionLevel,
  ): Promise<Record<string, unknown>> {
    let sealed = { ...fields } as Record<string, unknown>;
    for (const { field } of place.definition.sealed) {
      const value = fieldOf(sealed, field);
      if (isEmpty(value) || (isOpenAt(place, level) && !isEnvelope(value))) continue;
      const plain = await packValue(value);
      sealed = withField(
        sealed,
        field,
        sealText(this.keys.current(place.ownerId), plain, aadOf(place, field)),
      );
    }
    return place.definition.packed ? packList(sealed, place.definition.packed) : sealed;
  }

  /** A document as it was before it was sealed. Errors: `unavailable` DATA_UNDECRYPTABLE, `bug` COLLECTION_UNDECLARED. */
  async open<T extends DocumentBody>(stored: StoredDocument): Promise<StoredDocument<T>> {
    const place = this.placeOf(stored.path);
    if (!place) return this.undeclared(stored) as StoredDocument<T>;
    let data = { ...stored.data } as Record<string, unknown>;
    const level = levelOf(data);
    for (const sealed of place.definition.sealed) {
      const value = fieldOf(data, sealed.field);
      if (isEnvelope(value)) {
        data = withField(data, sealed.field, await this.openValue(stored.path, place, sealed.field, value));
      } else if (sealed.reference && level === 'enhanced' && typeof value === 'string' && value !== '') {
        data = withField(data, sealed.field, this.openReference(stored.path, place, sealed, value));
      }
    }
    if (place.definition.packed) data = await unpackList(data, place.definition.packed);
    return { ...stored, data: data as T };
  }

  /** The names of the master keys that a stored document is encrypted with. */
  keyIdsOf(stored: StoredDocument): Set<string> {
    const sealed = this.placeOf(stored.path)?.definition.sealed ?? [];
    const values = sealed.map(({ field }) => fieldOf(stored.data, field)).filter(isEnvelope);
    return new Set(values.map((value) => openEnvelope(value)?.keyId ?? 'damaged'));
  }

  /** Whether something that would be encrypted under `enhanced` is stored in another way. */
  hasOpenFields(stored: StoredDocument): boolean {
    const sealed = this.placeOf(stored.path)?.definition.sealed ?? [];
    return sealed
      .map(({ field }) => fieldOf(stored.data, field))
      .some((value) => !isEmpty(value) && !isEnvelope(value));
  }

  private async openValue(path: string, place: DeclaredPlace, field: string, text: string): Promise<unknown> {
    const envelope = openEnvelope(text);
    const owner = envelope && this.keys.of(place.ownerId, envelope.keyId);
    if (!owner) {
      throw undecryptable({ path, field, key: envelope?.keyId ?? 'unreadable' });
    }
    const plain = decrypt(owner.key, envelope.sealed, aadOf(place, field));
    if (!plain) throw undecryptable({ path, field, key: envelope.keyId });
    return unpackValue(plain);
  }

  private openReference(path: string, place: DeclaredPlace, sealed: SealedField, text: string): unknown {
    const plain = this.reference?.open(place.ownerId, text);
    if (plain === undefined) throw undecryptable({ path, field: sealed.field, key: 'reference' });
    const isPacked = place.definition.packed?.field === sealed.field;
    // What was packed before it was encrypted is hexadecimal now; unpacking comes next and takes both.
    if (isPacked && /^[0-9a-f]+$/.test(plain)) return new Uint8Array(Buffer.from(plain, 'hex'));
    return sealed.reference === 'json' ? JSON.parse(plain) : plain;
  }

  /** A process that does not know a collection must not hand out its ciphertexts as if they were what was written. */
  private undeclared(stored: StoredDocument): StoredDocument {
    const known = this.collections.placeOf(stored.path);
    if (known || levelOf(stored.data) === 'standard') return stored;
    throw new AppError(
      'bug',
      'COLLECTION_UNDECLARED',
      'An encrypted document lies in a collection that this process does not declare.',
      { path: stored.path, field: LEVEL_FIELD },
    );
  }
}

/** A value opens only for this owner, in this collection, under this id, in this field. */
function aadOf({ ownerId, collection, id }: DeclaredPlace, field: string): string {
  return `${ownerId}|${collection}|${id}|${field}`;
}

function isOpenAt({ definition }: DeclaredPlace, level: ProtectionLevel): boolean {
  return level === 'standard' && !definition.alwaysSealed;
}

/** Nothing to hide, and readers that look for emptiness find it. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function undecryptable(details: { path: string; field: string; key: string }): AppError {
  return new AppError(
    'unavailable',
    'DATA_UNDECRYPTABLE',
    'Something that is stored cannot be decrypted. Restore the master secret it was encrypted with (secrets.json, MASTER_SECRET, or REFERENCE_ENCRYPTION_SECRET); if nothing was lost, the data was changed from outside.',
    details,
  );
}
