import { CHANNELS, CONVOLUTIONS, EncoderWeights, LAYER, type Convolution } from './encoder-weights.js';
import { addInto, addToRows, gelu, mapInto, momentsOf, softmaxRows, statisticsOf } from './layer-math.js';
import { MatrixCalculator } from './matrix-product.js';

const HEADS = 8;
const HEAD_SIZE = CHANNELS / HEADS;
/** Of each head, so many numbers turn with time. */
const ROTARY_SIZE = 32;
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
  private readonly weights: EncoderWeights;
  private readonly projection: Float32Array;

  /**
   * @param encoder the bytes of Moonshine base's quantized `encoder_model.onnx`
   * @param projection 832 rows of 128 floats, then 128 to be added; little-endian
   */
  constructor(encoder: Uint8Array, projection: Uint8Array) {
    this.weights = new EncoderWeights(encoder, this.calculator);
    const view = new DataView(projection.buffer, projection.byteOffset, projection.byteLength);
    this.projection = Float32Array.from({ length: projection.byteLength / 4 }, (_, at) =>
      view.getFloat32(4 * at, true),
    );
  }

  /** A vector of unit length of sound at 16 kHz (-1 to 1); null for silence and for less than half a second. */
  embed(sound: Float32Array): Float32Array | null {
    const rms = Math.sqrt(sound.reduce((sum, value) => sum + value * value, 0) / sound.length);
    if (sound.length < 8_000 || !(rms > 1e-4)) return null;
    const mark = this.calculator.mark();
    try {
      const frames = this.encode(sound.map((value) => (value * FITTED_RMS) / rms));
      return this.project(statisticsOf(frames.values, CHANNELS));
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
  private convolve(input: Frames, convolution: Convolution): Frames {
    const { name, inputs, outputs, width, stride } = convolution;
    const mark = this.calculator.mark();
    const count = Math.floor((input.count - width) / stride) + 1;
    const windows = this.calculator.allocate(count, inputs * width);
    const rows = this.calculator.view(windows);
    for (let frame = 0; frame < count; frame += 1) {
      const from = frame * stride * inputs;
      rows.set(input.values.subarray(from, from + width * inputs), frame * windows.columns);
    }
    const product = this.calculator.multiply(windows, this.weights.matrix(name));
    const values = this.calculator.view(product).slice(0, count * outputs);
    this.calculator.release(mark);
    const bias = this.weights.bias(convolution);
    if (bias) addToRows(values, bias);
    return { values, count };
  }

  /** Group normalization with one group: over all channels and all time. */
  private normalizeAll(values: Float32Array): void {
    const { mean, scale } = momentsOf(values);
    const gain = this.weights.vector('onnx::Mul_1942');
    const shift = this.weights.vector('onnx::Add_1943');
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
    const speeds = this.weights.vector('/rotary_emb/Cast_1_output_0');
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
    addToRows(hidden, this.weights.vector('layers.0.mlp.fc1.bias'));
    mapInto(hidden, gelu);
    const narrowed = this.linear(hidden, LAYER.narrow);
    addToRows(narrowed, this.weights.vector('layers.0.mlp.fc2.bias'));
    addInto(frames.values, narrowed);
  }

  private layerNormal(frames: Frames, name: string): Float32Array {
    const gain = this.weights.vector(name);
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
    const weight = this.weights.matrix(name);
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
}

/** Frame after frame, each with all its channels. */
interface Frames {
  readonly values: Float32Array;
  readonly count: number;
}
