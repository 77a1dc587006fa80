import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';

const compress = promisify(deflate);
const decompress = promisify(inflate);

/**
 * What the bytes of a packed field begin with: `mneme`, a zero byte, `packed`, and the version of the format. Then follows the field's
 * value as zlib-compressed JSON, in which a date is `{"$date": milliseconds}`, bytes are `{"$bytes": base64}` and a map that has a name
 * with a dollar sign in front is `{"$map": {…}}`. A packed field stays under its own name, so a merge replaces it like any other.
 * It cannot be filtered or ordered by.
 */
const MARK = Buffer.from('mneme\0packed\u0001');

export function isPacked(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && MARK.equals(value.subarray(0, MARK.length));
}

/** The value in the fewest bytes, also when Firestore has no type for it. */
export async function pack(value: unknown): Promise<Buffer> {
  return Buffer.concat([MARK, await compress(JSON.stringify(tagged(value)))]);
}

export async function unpack(packed: Uint8Array): Promise<unknown> {
  const json = await decompress(packed.subarray(MARK.length));
  return untagged(JSON.parse(json.toString()));
}

function tagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return value.map(tagged);
  const map = mapped(value, tagged);
  return Object.keys(map).some((name) => name.startsWith('$')) ? { $map: map } : map;
}

function untagged(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(untagged);
  const { $date, $bytes, $map } = value as { $date?: number; $bytes?: string; $map?: object };
  if ($date !== undefined) return new Date($date);
  if ($bytes !== undefined) return new Uint8Array(Buffer.from($bytes, 'base64'));
  return mapped($map ?? value, untagged);
}

function mapped(map: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value)]));
}
