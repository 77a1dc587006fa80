/** JSON Schema, draft 7, as AsyncAPI 3 has it. */
export type Schema = Readonly<Record<string, unknown>>;

export const text = (description?: string): Schema => ({
  type: 'string',
  ...(description && { description }),
});
export const integer = (description?: string): Schema => ({
  type: 'integer',
  ...(description && { description }),
});
export const number = (description?: string): Schema => ({
  type: 'number',
  ...(description && { description }),
});
export const flag = (description?: string): Schema => ({
  type: 'boolean',
  ...(description && { description }),
});
export const oneOf = (values: readonly string[], description?: string): Schema => ({
  enum: values,
  ...(description && { description }),
});
export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const binary = (description: string): Schema => ({
  type: 'string',
  contentEncoding: 'binary',
  description,
});

/** An object; names that end in `?` may be missing. */
export function object(fields: Readonly<Record<string, Schema>>): Schema {
  const names = Object.keys(fields);
  const properties = Object.fromEntries(names.map((name) => [name.replace(/\?$/, ''), fields[name]]));
  const required = names.filter((name) => !name.endsWith('?'));
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** A shape that REST has as well. */
export const shape = (name: string): Schema => ({ $ref: `./openapi.json#/components/schemas/${name}` });
