import { AppError } from '#libs/kernel';
import type { DocumentBody } from '../ports/document-store.js';

/**
 * Document bodies as JSON that keeps their types and depends on nothing but them: keys in order, dates as `{"$date": ISO 8601}`, bytes as
 * `{"$bytes": base64}`, the owner's id as `{"$owner": true}` so that it can be another's tomorrow, and a map with a key of its own that begins
 * with `$` inside `{"$map": …}`.
 */
export type PortableJson =
  null | boolean | number | string | PortableJson[] | { readonly [key: string]: PortableJson };

const DATE = '$date';
const BYTES = '$bytes';
const OWNER = '$owner';
const MAP = '$map';

/** The body as canonical text: two bodies are equal if and only if their texts are. `ownerId` null leaves ids as they are. */
export function canonicalText(body: DocumentBody, ownerId: string | null = null): string {
  return JSON.stringify(toPortable(body, ownerId));
}

export function toPortable(value: unknown, ownerId: string | null): PortableJson {
  if (typeof value === 'string') return value === ownerId ? { [OWNER]: true } : value;
  if (value === null || typeof value !== 'object') return value as PortableJson;
  if (value instanceof Date) return { [DATE]: value.toISOString() };
  if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map((item) => toPortable(item, ownerId));
  return portableMap(value, ownerId);
}

function portableMap(value: object, ownerId: string | null): PortableJson {
  const map: Record<string, PortableJson> = {};
  for (const [key, inner] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (inner !== undefined) defineKey(map, key, toPortable(inner, ownerId));
  }
  return Object.keys(map).some((key) => key.startsWith('$')) ? { [MAP]: map } : map;
}

/** Back from JSON. Throws `invalid` PORTABLE_VALUE_INVALID with the field it is about. */
export function fromPortable(value: PortableJson, ownerId: string, field = ''): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.map((item, index) => fromPortable(item, ownerId, `${field}[${index}]`));
  const keys = Object.keys(value);
  if (!keys.some((key) => key.startsWith('$'))) return mapFrom(value, ownerId, field);
  const [tag] = keys;
  if (keys.length !== 1) throw invalidValue(field);
  return taggedFrom(tag!, value[tag!]!, { ownerId, field });
}

function taggedFrom(
  tag: string,
  inner: PortableJson,
  { ownerId, field }: { ownerId: string; field: string },
): unknown {
  if (tag === OWNER && inner === true) return ownerId;
  if (tag === MAP && isMap(inner)) return mapFrom(inner, ownerId, field);
  const read = typeof inner === 'string' ? scalarFrom(tag, inner) : undefined;
  if (read !== undefined) return read;
  throw invalidValue(field);
}

/** Undefined when the text is not exactly what would be written for a date or bytes. */
function scalarFrom(tag: string, text: string): Date | Uint8Array | undefined {
  if (tag === DATE) {
    const date = new Date(text);
    return !Number.isNaN(date.getTime()) && date.toISOString() === text ? date : undefined;
  }
  if (tag !== BYTES) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

function mapFrom(
  map: { readonly [key: string]: PortableJson },
  ownerId: string,
  field: string,
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(map)) {
    defineKey(read, key, fromPortable(inner, ownerId, field === '' ? key : `${field}.${key}`));
  }
  return read;
}

/** Assigning to `__proto__` would not make a key of it. */
function defineKey<T>(map: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

function isMap(value: PortableJson): value is { readonly [key: string]: PortableJson } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalidValue(field: string): AppError {
  return new AppError(
    'invalid',
    'PORTABLE_VALUE_INVALID',
    `${field || 'The document'} holds a value of no known type.`,
    {
      field,
    },
  );
}
