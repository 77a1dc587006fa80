/** A tensor as an ONNX file keeps it. */
export interface Tensor {
  readonly dims: readonly number[];
  readonly values: Float32Array | Uint8Array | Int8Array;
}

/** Numbers of the fields in onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH = { node: 1, initializer: 5 } as const;
const NODE = { output: 2, operator: 4, attribute: 5 } as const;
const ATTRIBUTE = { tensor: 5, graph: 6 } as const;
const TENSOR = { dims: 1, type: 2, floats: 4, integers: 5, name: 8, raw: 9 } as const;
const TYPE = { float: 1, uint8: 2, int8: 3 } as const;

/**
 * The weights of an ONNX model by name: its initializers, and its constants by the name of their output, those of conditional branches as well.
 * What is of another type than float, int8 or uint8 is left out. Throws for what is no such file.
 */
export function readWeights(model: Uint8Array): ReadonlyMap<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const graph of fieldsOf(model, MODEL_GRAPH)) readGraph(graph.bytes, weights);
  return weights;
}

function readGraph(graph: Uint8Array, weights: Map<string, Tensor>): void {
  for (const initializer of fieldsOf(graph, GRAPH.initializer)) {
    const tensor = readTensor(initializer.bytes);
    if (tensor) weights.set(nameOf(initializer.bytes, TENSOR.name), tensor);
  }
  for (const node of fieldsOf(graph, GRAPH.node)) readNode(node.bytes, weights);
}

function readNode(node: Uint8Array, weights: Map<string, Tensor>): void {
  const isConstant = nameOf(node, NODE.operator) === 'Constant';
  for (const attribute of fieldsOf(node, NODE.attribute)) {
    for (const branch of fieldsOf(attribute.bytes, ATTRIBUTE.graph)) readGraph(branch.bytes, weights);
    for (const constant of isConstant ? fieldsOf(attribute.bytes, ATTRIBUTE.tensor) : []) {
      const tensor = readTensor(constant.bytes);
      if (tensor) weights.set(nameOf(node, NODE.output), tensor);
    }
  }
}

interface Field {
  readonly number: number;
  readonly value: number;
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);

/** The first string of this number. */
function nameOf(message: Uint8Array, number: number): string {
  for (const field of fieldsOf(message, number)) return Buffer.from(field.bytes).toString();
  return '';
}

function readTensor(bytes: Uint8Array): Tensor | null {
  const fields = [...fieldsOf(bytes)];
  const all = (number: number) => fields.filter((field) => field.number === number);
  const type = all(TENSOR.type)[0]?.value;
  const raw = all(TENSOR.raw)[0]?.bytes ?? all(TENSOR.floats)[0]?.bytes;
  const integers = all(TENSOR.integers).flatMap((field) => integersOf(field));
  const values = valuesOf(type, raw, integers);
  return values && { dims: all(TENSOR.dims).flatMap(integersOf), values };
}

function valuesOf(
  type: number | undefined,
  raw: Uint8Array | undefined,
  integers: number[],
): Tensor['values'] | null {
  if (type === TYPE.uint8) return raw ?? Uint8Array.from(integers);
  if (type === TYPE.int8)
    return raw ? new Int8Array(raw.buffer, raw.byteOffset, raw.length) : Int8Array.from(integers);
  if (type !== TYPE.float || !raw) return null;
  // Both the file and every machine that Node runs on have the lowest byte first.
  return new Float32Array(Uint8Array.from(raw).buffer);
}

/** Integers come packed or one by one. */
function integersOf({ bytes, value }: Field): number[] {
  if (bytes.length === 0) return [value];
  const integers: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const [integer, next] = varint(bytes, at);
    integers.push(integer);
    at = next;
  }
  return integers;
}

/** The fields of a protocol buffer message, or those of one number. */
function* fieldsOf(message: Uint8Array, only?: number): Generator<Field> {
  for (let at = 0; at < message.length;) {
    const [key, body] = varint(message, at);
    const field = readField(message, body, key);
    if (field.end > message.length) throw new Error('not an ONNX file');
    if (only === undefined || field.number === only) yield field;
    at = field.end;
  }
}

function readField(message: Uint8Array, at: number, key: number): Field & { end: number } {
  const number = Math.floor(key / 8);
  const fixed = (bytes: number) => ({
    number,
    value: 0,
    bytes: message.subarray(at, at + bytes),
    end: at + bytes,
  });
  switch (key % 8) {
    case 0: {
      const [value, end] = varint(message, at);
      return { number, value, bytes: NO_BYTES, end };
    }
    case 1:
      return fixed(8);
    case 2: {
      const [length, start] = varint(message, at);
      return { number, value: 0, bytes: message.subarray(start, start + length), end: start + length };
    }
    case 5:
      return fixed(4);
    default:
      throw new Error('not an ONNX file');
  }
}

/** Numbers beyond 2^53 (there are none that matter here) lose their lowest digits. */
function varint(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  let factor = 1;
  for (let at = from; at < bytes.length; at += 1) {
    value += (bytes[at]! & 0x7f) * factor;
    if (bytes[at]! < 0x80) return [value, at + 1];
    factor *= 128;
  }
  throw new Error('not an ONNX file');
}
