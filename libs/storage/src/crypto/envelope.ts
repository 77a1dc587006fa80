import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { OwnerKey } from './owner-keys.js';

/** `enc:v1:<key id>:<base64 of nonce, ciphertext and tag>`. */
const PREFIX = 'enc:v1:';
const ANY_VERSION = /^enc:v\d+:/;
const ENVELOPE = /^enc:v1:([0-9a-f]{8}):([A-Za-z0-9+/]+={0,2})$/;
const CIPHER = 'aes-256-gcm';
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** AES-256-GCM with a fresh nonce: nonce, ciphertext, tag. */
export function encrypt(key: Uint8Array, plain: Uint8Array, aad: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Undefined when it was not encrypted with this key for this place, or was changed since. */
export function decrypt(key: Uint8Array, sealed: Uint8Array, aad: string): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  if (aad !== '') decipher.setAAD(Buffer.from(aad));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** @param aad the place of the value: it opens nowhere else */
export function sealText({ keyId, key }: OwnerKey, plain: Uint8Array, aad: string): string {
  return `${PREFIX}${keyId}:${encrypt(key, plain, aad).toString('base64')}`;
}

/** Whether a value is in an envelope, of this version or a later one. What a person types can look like it; that is then sealed too. */
export function isEnvelope(value: unknown): value is string {
  return typeof value === 'string' && ANY_VERSION.test(value);
}

export interface Envelope {
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** Undefined when it is damaged or of a version that is not known here. */
export function openEnvelope(text: string): Envelope | undefined {
  const parts = ENVELOPE.exec(text);
  return parts ? { keyId: parts[1]!, sealed: Buffer.from(parts[2]!, 'base64') } : undefined;
}
