import { createHash, randomUUID } from 'node:crypto';

/** A new random id: UUID v4, the form of every id on the wire. */
export function newId(): string {
  return randomUUID();
}

/**
 * The same parts always give the same UUID, so that a step that runs twice writes the same document twice. Parts are
 * length-prefixed: ('ab','c') and ('a','bc') differ. First 16 bytes of SHA-256 with the version bits of v4, as the reference does.
 */
export function deterministicId(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The canonical lower-case form of a UUID, or undefined when the text is not one. */
export function canonicalUuid(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase();
  return UUID.test(trimmed) ? trimmed : undefined;
}
