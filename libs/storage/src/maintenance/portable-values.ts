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
  if (tag === DATE && typeof inner === 'string') {
    const date = new Date(inner);
    if (!Number.isNaN(date.getTime()) && date.toISOString() === inner) return date;
  }
  if (tag === BYTES && typeof inner === 'string') {
    const bytes = Buffer.from(inner, 'base64');
    if (bytes.toString('base64') === inner) return new Uint8Array(bytes);
  }
  throw invalidValue(field);
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
