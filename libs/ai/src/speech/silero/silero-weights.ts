import type { Tensor } from '../../models/onnx-weights.js';

/** The half of the graph that is for 16 kHz; the other one, for 8 kHz, has weights of the same names behind another prefix. */
const BRANCH = 'If_0_then_branch__Inline_0__';
const WINDOW_SAMPLES = 256;
const BINS = WINDOW_SAMPLES / 2 + 1;
const FOURIER_BASIS: Weight = ['stft.forward_basis_buffer', 2 * BINS * WINDOW_SAMPLES];
/** In the order in which `silero.c` numbers them. */
const LEARNED: readonly Weight[] = [
  ['encoder.0.reparam_conv.weight', 128 * BINS * 3],
  ['encoder.0.reparam_conv.bias', 128],
  ['encoder.1.reparam_conv.weight', 64 * 128 * 3],
  ['encoder.1.reparam_conv.bias', 64],
  ['encoder.2.reparam_conv.weight', 64 * 64 * 3],
  ['encoder.2.reparam_conv.bias', 64],
  ['encoder.3.reparam_conv.weight', 128 * 64 * 3],
  ['encoder.3.reparam_conv.bias', 128],
  ['decoder.rnn.weight_ih', 512 * 128],
  ['decoder.rnn.weight_hh', 512 * 128],
  ['decoder.rnn.bias_ih', 512],
  ['decoder.rnn.bias_hh', 512],
  ['decoder.decoder.2.weight', 128],
  ['decoder.decoder.2.bias', 1],
];

/** What the exporter called it, and of how many numbers it consists. */
type Weight = readonly [name: string, size: number];
type Weights = ReadonlyMap<string, Tensor>;

/** What `silero.c` is given, part after part: the Hann window, the angles of its Fourier transform, then what was learned. */
export function sileroParts(weights: Weights): ArrayLike<number>[] {
  // The basis for the frequency 0 is the window itself.
  const window = valuesOf(weights, FOURIER_BASIS).slice(0, WINDOW_SAMPLES);
  return [window, angles(Math.cos), angles(Math.sin), ...LEARNED.map((weight) => valuesOf(weights, weight))];
}

function valuesOf(weights: Weights, [name, size]: Weight): Tensor['values'] {
  const tensor = weights.get(BRANCH + name);
  if (tensor?.values.length !== size) throw new Error(`not Silero: ${name} is missing or of another size`);
  return tensor.values;
}

function angles(of: (angle: number) => number): Float32Array {
  return Float32Array.from({ length: WINDOW_SAMPLES / 2 }, (_, n) => of((2 * Math.PI * n) / WINDOW_SAMPLES));
}
