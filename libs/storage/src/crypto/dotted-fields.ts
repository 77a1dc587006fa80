type Fields = Readonly<Record<string, unknown>>;

/** The value at a dotted path; undefined when a part of the path is missing. */
export function fieldOf(data: object, path: string): unknown {
  let value: unknown = data;
  for (const name of path.split('.')) {
    if (!isMap(value)) return undefined;
    value = value[name];
  }
  return value;
}

/** The same data with another value at a dotted path that exists; what lies beside it is shared. */
export function withField(data: Fields, path: string, value: unknown): Record<string, unknown> {
  const [name, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...data, [name]: value };
  return { ...data, [name]: withField(data[name] as Fields, rest.join('.'), value) };
}

export function withoutField(data: Fields, name: string): Record<string, unknown> {
  const rest = { ...data };
  delete rest[name];
  return rest;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
