import type { PackedField } from '../collection-definition.js';
import { withoutField } from './dotted-fields.js';
import { compress, decompress } from './sealed-value.js';

type Fields = Record<string, unknown>;

/** Stores a list as the reference does: zlib-compressed JSON and a flag. What is encrypted was compressed by that already. */
export async function packList(data: Fields, { field, flag }: PackedField): Promise<Fields> {
  const value = data[field];
  if (value === undefined) return data;
  if (!Array.isArray(value) || value.length === 0) return { ...data, [flag]: false };
  const bytes = await compress(Buffer.from(JSON.stringify(value)));
  return { ...data, [field]: new Uint8Array(bytes), [flag]: true };
}

/** The list itself, from compressed bytes or from a plain list, without the flag. */
export async function unpackList(data: Fields, { field, flag }: PackedField): Promise<Fields> {
  const value = data[field];
  const rest = withoutField(data, flag);
  if (!(value instanceof Uint8Array)) return rest;
  return { ...rest, [field]: JSON.parse((await decompress(value)).toString()) };
}
