export interface StoredVector {
  readonly id: string;
  readonly values: readonly number[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

const MAX_METADATA_BYTES = 40_960;
const MAX_ID_LENGTH = 512;

/** Why Pinecone would not take a vector into an index of this dimension; null when it would. */
export function vectorError({ id, values, metadata }: StoredVector, dimension: number): string | null {
  if (/[^\x00-\x7f]/.test(id)) return `Vector ID must be ASCII, but got '${id}'`;
  if (id.length > MAX_ID_LENGTH) return `Vector ID length ${id.length} exceeds the limit of ${MAX_ID_LENGTH}`;
  if (values.length !== dimension) return dimensionError('Vector', values.length, dimension);
  if (values.every((value) => value === 0)) return 'Dense vectors must contain at least one non-zero value';
  const bytes = Buffer.byteLength(JSON.stringify(metadata ?? {}));
  if (bytes > MAX_METADATA_BYTES)
    return `Metadata size is ${bytes} bytes, which exceeds the limit of ${MAX_METADATA_BYTES} bytes per vector`;
  const wrong = Object.entries(metadata ?? {}).find(([, value]) => !isMetadataValue(value));
  return wrong
    ? `Metadata value must be a string, number, boolean or list of strings, got '${JSON.stringify(wrong[1])}' for field '${wrong[0]}'`
    : null;
}

export function dimensionError(what: string, found: number, wanted: number): string {
  return `${what} dimension ${found} does not match the dimension of the index ${wanted}`;
}

function isMetadataValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string');
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** How much two vectors point the same way, 1 at the most. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, value, index) => sum + value * right[index]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
