import { decrypt } from './envelope.js';
import { ownerKey } from './owner-keys.js';

/** Nothing shorter can be a nonce and a tag. */
const BASE64 = /^[A-Za-z0-9+/]{38,}={0,2}$/;

/**
 * Reads what the reference encrypted: base64 of nonce, ciphertext and tag, AES-256-GCM without additional data, under the owner's key of
 * its ENCRYPTION_SECRET. Nothing is ever written this way.
 */
export class ReferenceCipher {
  constructor(private readonly secret: Uint8Array) {}

  /** Undefined when it is no ciphertext of this secret and owner. */
  open(ownerId: string, text: string): string | undefined {
    if (!BASE64.test(text)) return undefined;
    return decrypt(ownerKey(this.secret, ownerId), Buffer.from(text, 'base64'), '')?.toString();
  }
}
