import { derive, type MasterKeys } from './master-keys.js';

/** The purpose in the derivation, as the reference spells it. */
const INFO = 'user-data-encryption';
const KEY_BYTES = 32;
/** Derived keys that are remembered; deriving one takes about 10 µs. */
const MAX_REMEMBERED = 2_000;

/** A key of one owner, made of one master secret. */
export interface OwnerKey {
  readonly keyId: string;
  readonly key: Uint8Array;
}

/** The keys that encrypt what belongs to an owner: HKDF-SHA256 of a master secret with the owner's id as salt. */
export class OwnerKeys {
  private readonly remembered = new Map<string, OwnerKey>();

  constructor(private readonly masters: MasterKeys) {}

  /** What is written is encrypted with this one. */
  current(ownerId: string): OwnerKey {
    return this.of(ownerId, this.masters.current.id)!;
  }

  /** Undefined when the master secret of that name is not known here. */
  of(ownerId: string, keyId: string): OwnerKey | undefined {
    const name = `${keyId}/${ownerId}`;
    const known = this.remembered.get(name);
    if (known) return known;
    const master = this.masters.find(keyId);
    if (!master) return undefined;
    const made = { keyId, key: ownerKey(master.secret, ownerId) };
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(name, made);
    return made;
  }
}

/** The owner's key as the reference derives it. */
export function ownerKey(secret: Uint8Array, ownerId: string): Uint8Array {
  return derive(secret, ownerId, INFO, KEY_BYTES);
}
