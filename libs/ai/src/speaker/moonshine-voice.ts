import { MatrixCalculator, type Matrix } from './matrix-product.js';
import { readWeights, type Tensor } from '../models/onnx-weights.js';

/** Shape of the Moonshine base encoder. */
const CHANNELS = 416;
const WIDE_CHANNELS = 832;
const HEADS = 8;
const HEAD_SIZE = CHANNELS / HEADS;
/** Of each head, so many numbers turn with time. */
const ROTARY_SIZE = 32;
const EPSILON = 1e-5;
const CONVOLUTIONS = [
  { name: 'conv1', inputs: 1, outputs: CHANNELS, width: 127, stride: 64 },
  { name: 'conv2', inputs: CHANNELS, outputs: WIDE_CHANNELS, width: 7, stride: 3 },
  { name: 'conv3', inputs: WIDE_CHANNELS, outputs: CHANNELS, width: 3, stride: 2 },
] as const;
type Convolution = (typeof CONVOLUTIONS)[number];

/** Loudness that the projection was fitted at. */
const FITTED_RMS = 0.05;
export const VOICE_DIMENSION = 128;
const STATISTICS = 2 * CHANNELS;

/**
 * An experimental embedder made of a recognizer: the sound goes through the first layer of Moonshine's encoder (whose weights are installed
 * for speech recognition anyway), mean and deviation over time of what comes out are projected to where speakers differ most. The
 * projection was fitted by linear discriminant analysis on 251 speakers of LibriSpeech train-clean-100 (CC BY 4.0).
 */
export class MoonshineVoice {
  private readonly calculator = new MatrixCalculator();
  private readonly weights: ReadonlyMap<string, Tensor>;
  private readonly matrices = new Map<string, Matrix>();
  private readonly projection: Float32Array;

  /**
   * @param encoder the bytes of Moonshine base's quantized `encoder_model.onnx`
   * @param projection 832 rows of 128 floats, then 128 to be added; little-endian
   */
  constructor(encoder: Uint8Array, projection: Uint8Array) {
    this.weights = readWeights(encoder);
    const view = new DataView(projection.buffer, projection.byteOffset, projection.byteLength);
    this.projection = Float32Array.from({ length: projection.byteLength / 4 }, (_, at) =>
      view.getFloat32(4 * at, true),
    );
    for (const convolution of CONVOLUTIONS) this.matrices.set(convolution.name, this.loadKernel(convolution));
    for (const name of Object.values(LAYER)) this.matrices.set(name, this.loadQuantized(name));
    this.weights = new Map([...this.weights].filter(([name]) => VECTORS.has(name)));
  }

  /** A vector of unit length of sound at 16 kHz (-1 to 1); null for silence and for less than half a second. */
  embed(sound: Float32Array): Float32Array | null {
    const rms = Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);
    if (sound.length < 8_000 || !(rms > 1e-4)) return null;
    const mark = this.calculator.mark();
    try {
      const frames = this.encode(sound.map((value) => (value * FITTED_RMS) / rms));
      return this.project(statisticsOf(frames.values, frames.count));
    } finally {
      this.calculator.release(mark);
    }
  }

  private encode(sound: Float32Array): Frames {
    const heard = this.convolve({ values: sound, count: sound.length }, CONVOLUTIONS[0]);
    mapInto(heard.values, Math.tanh);
    this.normalizeAll(heard.values);
    const wide = this.convolve(heard, CONVOLUTIONS[1]);
    mapInto(wide.values, gelu);
    const frames = this.convolve(wide, CONVOLUTIONS[2]);
    mapInto(frames.values, gelu);
    this.attend(frames);
    this.feedForward(frames);
    return frames;
  }

  /** Each output frame is one row of a matrix product: the inputs in its window, times the kernel. */
  private convolve(input: Frames, { name, inputs, outputs, width, stride }: Convolution): Frames {
    const mark = this.calculator.mark();
    const count = Math.floor((input.count - width) / stride) + 1;
    const windows = this.calculator.allocate(count, inputs * width);
    const rows = this.calculator.view(windows);
    for (let frame = 0; frame < count; frame += 1) {
      const from = frame * stride * inputs;
      rows.set(input.values.subarray(from, from + width * inputs), frame * windows.columns);
    }
    const product = this.calculator.multiply(windows, this.matrices.get(name)!);
    const values = this.calculator.view(product).slice(0, count * outputs);
    this.calculator.release(mark);
    const bias = this.weights.get(`${name}.bias`)?.values;
    if (bias) addToRows(values, bias);
    return { values, count };
  }

  /** Group normalization with one group: over all channels and all time. */
  private normalizeAll(values: Float32Array): void {
    const { mean, scale } = momentsOf(values);
    const gain = this.weights.get('onnx::Mul_1942')!.values;
    const shift = this.weights.get('onnx::Add_1943')!.values;
    for (let at = 0; at < values.length; at += 1) {
      const channel = at % CHANNELS;
      values[at] = (values[at]! - mean) * scale * gain[channel]! + shift[channel]!;
    }
  }

  private attend(frames: Frames): void {
    const normal = this.layerNormal(frames, 'layers.0.input_layernorm.weight');
    const [query, key, value] = [LAYER.query, LAYER.key, LAYER.value].map((name) =>
      this.linear(normal, name),
    );
    this.turn(query!, frames.count);
    this.turn(key!, frames.count);
    const attended = new Float32Array(frames.values.length);
    for (let head = 0; head < HEADS; head += 1) {
      this.attendHead({ query: query!, key: key!, value: value! }, frames.count, head, attended);
    }
    addInto(frames.values, this.linear(attended, LAYER.output));
  }

  private attendHead(
    { query, key, value }: Record<'query' | 'key' | 'value', Float32Array>,
    count: number,
    head: number,
    attended: Float32Array,
  ): void {
    const mark = this.calculator.mark();
    const queries = this.calculator.allocate(count, HEAD_SIZE);
    const keys = this.calculator.allocate(queries.columns, count);
    const values = this.calculator.allocate(keys.columns, HEAD_SIZE);
    const views = [queries, keys, values].map((matrix) => this.calculator.view(matrix));
    const shrink = 1 / Math.sqrt(HEAD_SIZE);
    for (let frame = 0; frame < count; frame += 1) {
      for (let at = 0; at < HEAD_SIZE; at += 1) {
        const from = frame * CHANNELS + head * HEAD_SIZE + at;
        views[0]![frame * queries.columns + at] = query[from]! * shrink;
        views[1]![at * keys.columns + frame] = key[from]!;
        views[2]![frame * values.columns + at] = value[from]!;
      }
    }
    const scores = this.calculator.multiply(queries, keys);
    softmaxRows(this.calculator.view(scores), count, scores.columns);
    const result = this.calculator.multiply(scores, values);
    const view = this.calculator.view(result);
    for (let frame = 0; frame < count; frame += 1) {
      const row = view.subarray(frame * result.columns, frame * result.columns + HEAD_SIZE);
      attended.set(row, frame * CHANNELS + head * HEAD_SIZE);
    }
    this.calculator.release(mark);
  }

  /** Rotary positions: pairs of numbers turn with time, each pair at its own speed. */
  private turn(values: Float32Array, count: number): void {
    const speeds = this.weights.get('/rotary_emb/Cast_1_output_0')!.values;
    for (let frame = 0; frame < count; frame += 1) {
      for (let pair = 0; pair < ROTARY_SIZE / 2; pair += 1) {
        const cos = Math.cos(frame * speeds[pair]!);
        const sin = Math.sin(frame * speeds[pair]!);
        for (let head = 0; head < HEADS; head += 1) {
          const at = frame * CHANNELS + head * HEAD_SIZE + 2 * pair;
          const even = values[at]!;
          const odd = values[at + 1]!;
          values[at] = even * cos - odd * sin;
          values[at + 1] = odd * cos + even * sin;
        }
      }
    }
  }

  private feedForward(frames: Frames): void {
    const normal = this.layerNormal(frames, 'layers.0.post_attention_layernorm.weight');
    const hidden = this.linear(normal, LAYER.widen);
    addToRows(hidden, this.weights.get('layers.0.mlp.fc1.bias')!.values);
    mapInto(hidden, gelu);
    const narrowed = this.linear(hidden, LAYER.narrow);
    addToRows(narrowed, this.weights.get('layers.0.mlp.fc2.bias')!.values);
    addInto(frames.values, narrowed);
  }

  private layerNormal(frames: Frames, name: string): Float32Array {
    const gain = this.weights.get(name)!.values;
    const normal = new Float32Array(frames.values.length);
    for (let frame = 0; frame < frames.count; frame += 1) {
      const row = frames.values.subarray(frame * CHANNELS, (frame + 1) * CHANNELS);
      const { mean, scale } = momentsOf(row);
      for (let at = 0; at < CHANNELS; at += 1)
        normal[frame * CHANNELS + at] = (row[at]! - mean) * scale * gain[at]!;
    }
    return normal;
  }

  private linear(rows: Float32Array, name: string): Float32Array {
    const mark = this.calculator.mark();
    const weight = this.matrices.get(name)!;
    const count = rows.length / weight.rows;
    const left = this.calculator.allocate(count, weight.rows);
    this.calculator.view(left).set(rows);
    const product = this.calculator.multiply(left, weight);
    const values = this.calculator.view(product).slice(0, count * weight.columns);
    this.calculator.release(mark);
    return values;
  }

  private project(statistics: Float32Array): Float32Array {
    const vector = this.projection.slice(STATISTICS * VOICE_DIMENSION);
    for (let row = 0; row < STATISTICS; row += 1) {
      for (let column = 0; column < VOICE_DIMENSION; column += 1) {
        vector[column]! += statistics[row]! * this.projection[row * VOICE_DIMENSION + column]!;
      }
    }
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  }

  /** From [output][input][width] to rows that fit a window of [width][input]. */
  private loadKernel({ name, inputs, outputs, width }: Convolution): Matrix {
    const quantized = this.weights.get(`${name}.weight_quantized`)!.values;
    const scale = this.weights.get(`${name}.weight_scale`)!.values[0]!;
    const zero = this.weights.get(`${name}.weight_zero_point`)!.values[0]!;
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
    const { dims, values } = this.weights.get(`${name}_quantized`)!;
    const scale = this.weights.get(`${name}_scale`)!.values[0]!;
    const zero = this.weights.get(`${name}_zero_point`)!.values[0]!;
    const matrix = this.calculator.allocate(dims[0]!, dims[1]!);
    const view = this.calculator.view(matrix);
    values.forEach((value: number, at: number) => (view[at] = (value - zero) * scale));
    return matrix;
  }
}

/** Frame after frame, each with all its channels. */
interface Frames {
  readonly values: Float32Array;
  readonly count: number;
}

/** What the exporter called the matrices of the first layer. */
const LAYER = {
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

/** Columns of a window matrix are rounded up to 8, so the rows of what it is multiplied with are too. */
function roundUp(value: number): number {
  return Math.ceil(value / 8) * 8;
}

function momentsOf(values: Float32Array): { mean: number; scale: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, scale: 1 / Math.sqrt(squares / values.length + EPSILON) };
}

/** Mean, then standard deviation over time of each channel. */
function statisticsOf(values: Float32Array, count: number): Float32Array {
  const statistics = new Float32Array(STATISTICS);
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    let sum = 0;
    for (let frame = 0; frame < count; frame += 1) sum += values[frame * CHANNELS + channel]!;
    const mean = sum / count;
    let squares = 0;
    for (let frame = 0; frame < count; frame += 1)
      squares += (values[frame * CHANNELS + channel]! - mean) ** 2;
    statistics[channel] = mean;
    statistics[CHANNELS + channel] = Math.sqrt(squares / count);
  }
  return statistics;
}

function mapInto(values: Float32Array, change: (value: number) => number): void {
  for (let at = 0; at < values.length; at += 1) values[at] = change(values[at]!);
}

function addInto(values: Float32Array, more: Float32Array): void {
  for (let at = 0; at < values.length; at += 1) values[at]! += more[at]!;
}

function addToRows(values: Float32Array, row: Tensor['values']): void {
  for (let at = 0; at < values.length; at += 1) values[at]! += row[at % row.length]!;
}

/** Of each row the first `count` numbers; the others become 0. */
function softmaxRows(values: Float32Array, count: number, columns: number): void {
  for (let row = 0; row < count; row += 1) {
    const scores = values.subarray(row * columns, row * columns + count);
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += scores[at] = Math.exp(scores[at]! - most);
    for (let at = 0; at < count; at += 1) scores[at]! /= sum;
    values.fill(0, row * columns + count, (row + 1) * columns);
  }
}

function gelu(value: number): number {
  return 0.5 * value * (1 + erf(value * Math.SQRT1_2));
}

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(value: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(value));
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(value) * (1 - poly * Math.exp(-value * value));
}
