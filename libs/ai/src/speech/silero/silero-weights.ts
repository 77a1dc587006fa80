import type { Tensor } from '../../models/onnx-weights.js';

/** The half of the graph that is for 16 kHz; the other one, for 8 kHz, has weights of the same names behind another prefix. */
const BRANCH = 'If_0_then_branch__Inline_0__';
const FOURIER_BASIS = 'stft.forward_basis_buffer';
const WINDOW_SAMPLES = 256;
/** In the order in which `silero.c` numbers them. */
const NAMES = [
  'encoder.0.reparam_conv.weight',
  'encoder.0.reparam_conv.bias',
  'encoder.1.reparam_conv.weight',
  'encoder.1.reparam_conv.bias',
  'encoder.2.reparam_conv.weight',
  'encoder.2.reparam_conv.bias',
  'encoder.3.reparam_conv.weight',
  'encoder.3.reparam_conv.bias',
  'decoder.rnn.weight_ih',
  'decoder.rnn.weight_hh',
  'decoder.rnn.bias_ih',
  'decoder.rnn.bias_hh',
  'decoder.decoder.2.weight',
  'decoder.decoder.2.bias',
] as const;

type Weights = ReadonlyMap<string, Tensor>;

/** What `silero.c` is given, part after part: the Hann window, the angles of its Fourier transform, then what was learned. */
export function sileroParts(weights: Weights): ArrayLike<number>[] {
  // The basis for the frequency 0 is the window itself.
  const window = valuesOf(weights, FOURIER_BASIS).slice(0, WINDOW_SAMPLES);
  return [window, angles(Math.cos), angles(Math.sin), ...NAMES.map((name) => valuesOf(weights, name))];
}

function valuesOf(weights: Weights, name: string): Tensor['values'] {
  const tensor = weights.get(BRANCH + name);
  if (!tensor) throw new Error(`not Silero v6: it has no ${name}`);
  return tensor.values;
}

function angles(of: (angle: number) => number): Float32Array {
  return Float32Array.from({ length: WINDOW_SAMPLES / 2 }, (_, n) => of((2 * Math.PI * n) / WINDOW_SAMPLES));
}
