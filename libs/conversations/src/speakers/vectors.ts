/** Vectors as documents keep them: 32-bit floats, little-endian. */
export function bytesOf(vector: Float32Array): Uint8Array {
  const bytes = new Uint8Array(vector.length * 4);
  const view = new DataView(bytes.buffer);
  vector.forEach((value, index) => view.setFloat32(index * 4, value, true));
  return bytes;
}

export function vectorOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.byteLength / 4 }, (_, index) => view.getFloat32(index * 4, true));
}

/** Cosine distance of any two vectors: 0 to 2; NaN where one is empty or broken, which compares as not near. */
export function distanceOf(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length || a.length === 0) return NaN;
  let dot = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index += 1) {
    dot += a[index]! * b[index]!;
    squaresA += a[index]! ** 2;
    squaresB += b[index]! ** 2;
  }
  return 1 - dot / Math.sqrt(squaresA * squaresB);
}

/** `sum` with `weight` times `vector` more. */
export function addTo(sum: Float32Array | null, vector: Float32Array, weight: number): Float32Array {
  return vector.map((value, index) => (sum?.[index] ?? 0) + weight * value);
}
