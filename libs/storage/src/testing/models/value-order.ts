/** The kinds of values that compare, lowest first, as the port orders them. */
const KINDS = ['null', 'boolean', 'number', 'date', 'string', 'bytes'] as const;
type Kind = (typeof KINDS)[number];

/** Undefined for what does not compare: nothing there, a list, a map. */
export function kindOf(value: unknown): Kind | undefined {
  if (value === null) return 'null';
  if (value instanceof Date) return 'date';
  if (value instanceof Uint8Array) return 'bytes';
  const type = typeof value;
  return type === 'boolean' || type === 'number' || type === 'string' ? type : undefined;
}

/** Below zero, zero or above it, for two values that compare. */
export function comparisonOf(a: unknown, b: unknown): number {
  const [kindA, kindB] = [kindOf(a)!, kindOf(b)!];
  if (kindA !== kindB) return KINDS.indexOf(kindA) - KINDS.indexOf(kindB);
  if (kindA === 'null') return 0;
  if (kindA === 'string') return compareBytes(a as string, b as string);
  if (kindA === 'bytes') return Buffer.compare(a as Uint8Array, b as Uint8Array);
  return Number(a) - Number(b);
}

/** By the bytes of UTF-8, which is the order of code points. */
export function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
