import { readWeights, type Tensor } from '../models/onnx-weights.js';
import type { Matrix, MatrixCalculator } from './matrix-product.js';

/** Shape of the Moonshine base encoder. */
export const CHANNELS = 416;
const WIDE_CHANNELS = 832;
export const CONVOLUTIONS = [
  { name: 'conv1', inputs: 1, outputs: CHANNELS, width: 127, stride: 64 },
  { name: 'conv2', inputs: CHANNELS, outputs: WIDE_CHANNELS, width: 7, stride: 3 },
  { name: 'conv3', inputs: WIDE_CHANNELS, outputs: CHANNELS, width: 3, stride: 2 },
] as const;
export type Convolution = (typeof CONVOLUTIONS)[number];

/** What the exporter called the matrices of the first layer. */
export const LAYER = {
  query: 'onnx::MatMul_1947',
  key: 'onnx::MatMul_1948',
  value: 'onnx::MatMul_1949',
  output: 'onnx::MatMul_1991',
  widen: 'onnx::MatMul_1992',
  narrow: 'onnx::MatMul_1993',
} as const;

const VECTORS: ReadonlySet<string> = new Set([
  'onnx::Mul_1942',
  'onnx::Add_1943',
  'conv2.bias',
  'conv3.bias',
  'layers.0.input_layernorm.weight',
  'layers.0.post_attention_layernorm.weight',
  'layers.0.mlp.fc1.bias',
  'layers.0.mlp.fc2.bias',
  '/rotary_emb/Cast_1_output_0',
]);

/** What the first layer needs of the encoder's weights, made ready for the calculator. */
export class EncoderWeights {
  private readonly tensors: ReadonlyMap<string, Tensor>;
  private readonly matrices = new Map<string, Matrix>();

  /** @param encoder the bytes of Moonshine base's quantized `encoder_model.onnx` */
  constructor(
    encoder: Uint8Array,
    private readonly calculator: MatrixCalculator,
  ) {
    this.tensors = readWeights(encoder);
    for (const convolution of CONVOLUTIONS) this.matrices.set(convolution.name, this.loadKernel(convolution));
    for (const name of Object.values(LAYER)) this.matrices.set(name, this.loadQuantized(name));
    this.tensors = new Map([...this.tensors].filter(([name]) => VECTORS.has(name)));
  }

  matrix(name: string): Matrix {
    return this.matrices.get(name)!;
  }

  vector(name: string): Tensor['values'] {
    return this.tensors.get(name)!.values;
  }

  /** Null for a convolution that has none. */
  bias({ name }: Convolution): Tensor['values'] | null {
    return this.tensors.get(`${name}.bias`)?.values ?? null;
  }

  /** From [output][input][width] to rows that fit a window of [width][input]. */
  private loadKernel({ name, inputs, outputs, width }: Convolution): Matrix {
    const quantized = this.tensors.get(`${name}.weight_quantized`)!.values;
    const scale = this.tensors.get(`${name}.weight_scale`)!.values[0]!;
    const zero = this.tensors.get(`${name}.weight_zero_point`)!.values[0]!;
    const kernel = this.calculator.allocate(roundUp(inputs * width), outputs);
    const view = this.calculator.view(kernel);
    for (let output = 0; output < outputs; output += 1) {
      for (let input = 0; input < inputs; input += 1) {
        for (let at = 0; at < width; at += 1) {
          const row = at * inputs + input;
          view[row * kernel.columns + output] =
            quantized[(output * inputs + input) * width + at]! * scale + zero;
        }
      }
    }
    return kernel;
  }

  private loadQuantized(name: string): Matrix {
    const { dims, values } = this.tensors.get(`${name}_quantized`)!;
    const scale = this.tensors.get(`${name}_scale`)!.values[0]!;
    const zero = this.tensors.get(`${name}_zero_point`)!.values[0]!;
    const matrix = this.calculator.allocate(dims[0]!, dims[1]!);
    const view = this.calculator.view(matrix);
    values.forEach((value: number, at: number) => (view[at] = (value - zero) * scale));
    return matrix;
  }
}

/** Columns of a window matrix are rounded up to 8, so the rows of what it is multiplied with are too. */
function roundUp(value: number): number {
  return Math.ceil(value / 8) * 8;
}
