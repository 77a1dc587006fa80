import type { PackedField } from '../collection-definition.js';
import { decodeBody, encodeBody } from '../embedded/sqlite/body-codec.js';
import { withoutField } from './dotted-fields.js';
import { compress, decompress } from './sealed-value.js';

type Fields = Record<string, unknown>;

/** How dates, bytes and empty texts begin in an encoded body: a list without them is spelled as plain JSON. */
const TAGS = /\\u000[12]|\u{10FFFF}/u;
const HEAD = '{"list":';
/** A shorter list stays a list, which every reader takes as well: it is read faster than it is decompressed. */
const PACK_FROM_CHARACTERS = 16 * 1_024;

/** Stores a long list as the reference does: zlib-compressed JSON and a flag. What is encrypted was compressed by that already. */
export async function packList(data: Fields, { field, flag }: PackedField): Promise<Fields> {
  const value = data[field];
  if (value === undefined) return data;
  const json = Array.isArray(value) && value.length > 0 ? jsonOf(value) : '';
  if (json.length < PACK_FROM_CHARACTERS) return { ...data, [flag]: false };
  return { ...data, [field]: new Uint8Array(await compress(Buffer.from(json))), [flag]: true };
}

/** The list itself, from compressed bytes or from a plain list, without the flag. */
export async function unpackList(data: Fields, { field, flag }: PackedField): Promise<Fields> {
  const value = data[field];
  const rest = withoutField(data, flag);
  if (!(value instanceof Uint8Array)) return rest;
  return { ...rest, [field]: JSON.parse((await decompress(value)).toString()) };
}

/** Refuses what is no document value, as a store would that sees the list itself. */
function jsonOf(list: unknown[]): string {
  const body = encodeBody({ list });
  if (!TAGS.test(body)) return body.slice(HEAD.length, -1);
  return JSON.stringify(decodeBody<{ list: unknown }>(body).list);
}
