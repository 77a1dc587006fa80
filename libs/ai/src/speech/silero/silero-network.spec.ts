import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { readWeights } from '../../models/onnx-weights.js';
import { sileroFile } from '../../testing/silero-file.js';
import { faint, twoSentences } from '../../testing/two-sentences.js';
import { FRAME_SAMPLES } from '../audio-frames.js';
import { CONTEXT_SAMPLES, MEMORY_SIZE, SileroNetwork, WINDOW_SAMPLES } from './silero-network.js';

/** What ONNX Runtime 1.22 says of the same file and the same sound: of the frames 3, 9, 15 and so on. */
const TOLD_BY_ONNX_RUNTIME = {
  clear: [
    0.0118, 0.0072, 0.0056, 0.0053, 0.0046, 0.0177, 0.9606, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.9999, 0.9999,
    0.9999, 0.9999, 0.0068, 0.005, 0.0059, 0.0061, 0.0057, 0.004, 0.0041, 0.9818, 1.0, 1.0, 0.9994, 1.0,
    0.9999, 1.0, 0.9999, 0.0389, 0.0158, 0.0156, 0.016, 0.0163, 0.0147,
  ],
  faint: [
    0.0077, 0.0054, 0.0039, 0.0036, 0.0036, 0.0032, 0.0767, 0.7715, 0.924, 0.8448, 0.9563, 0.8953, 0.9317,
    0.8317, 0.674, 0.6243, 0.5558, 0.1333, 0.038, 0.0217, 0.0157, 0.0119, 0.0073, 0.0058, 0.0418, 0.9134,
    0.9703, 0.8807, 0.9689, 0.9228, 0.9807, 0.849, 0.0947, 0.0311, 0.025, 0.0159, 0.0071, 0.0079,
  ],
};
const FIRST = 3;
const EVERY = 6;

let network: SileroNetwork;
let clear: Int16Array;

beforeAll(async () => {
  network = new SileroNetwork(await readFile(await sileroFile()));
  clear = await twoSentences();
});

/** The windows of a sound: each frame with the last samples of the one before. */
function windowsOf(samples: Int16Array): Int16Array[] {
  const padded = new Int16Array(CONTEXT_SAMPLES + samples.length);
  padded.set(samples, CONTEXT_SAMPLES);
  return Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, frame) =>
    padded.subarray(frame * FRAME_SAMPLES, frame * FRAME_SAMPLES + WINDOW_SAMPLES),
  );
}

function probabilities(samples: Int16Array): number[] {
  const memory = new Float32Array(MEMORY_SIZE);
  return windowsOf(samples).map((window) => network.hear(window, memory));
}

describe('SileroNetwork', () => {
  it.each(['clear', 'faint'] as const)('says of %s speech what ONNX Runtime says', (kind) => {
    const said = probabilities(kind === 'clear' ? clear : faint(clear, 200));
    const compared = said.filter((_, frame) => frame % EVERY === FIRST);
    expect(compared).toHaveLength(TOLD_BY_ONNX_RUNTIME[kind].length);
    TOLD_BY_ONNX_RUNTIME[kind].forEach((expected, index) => {
      expect(Math.abs(compared[index]! - expected), `frame ${FIRST + index * EVERY}`).toBeLessThan(1e-4);
    });
  });

  it('remembers nothing itself: streams that take turns hear what they hear alone', () => {
    const sounds = [clear, faint(clear, 50), clear.toReversed()];
    const windows = sounds.map(windowsOf);
    const memories = sounds.map(() => new Float32Array(MEMORY_SIZE));
    const together = sounds.map((): number[] => []);
    for (let frame = 0; frame < windows[0]!.length; frame += 1) {
      windows.forEach((of, stream) => together[stream]!.push(network.hear(of[frame]!, memories[stream]!)));
    }
    expect(together).toEqual(sounds.map(probabilities));
  });

  it('stays within bounds whatever it hears', () => {
    const square = Int16Array.from({ length: 100 * FRAME_SAMPLES }, (_, index) =>
      index % 160 < 80 ? 32_767 : -32_768,
    );
    for (const probability of probabilities(square)) {
      expect(probability).toBeGreaterThanOrEqual(0);
      expect(probability).toBeLessThanOrEqual(1);
    }
  });

  it('refuses what is not Silero, and half of it', async () => {
    const model = await readFile(await sileroFile());
    expect(() => new SileroNetwork(Buffer.from('not a model'))).toThrow('not an ONNX file');
    expect(() => new SileroNetwork(model.subarray(0, model.length / 2))).toThrow('not an ONNX file');
    expect(() => new SileroNetwork(new Uint8Array(0))).toThrow('not Silero');
  });

  it('may take a fast Fourier transform for the stored one, which is under a Hann window', async () => {
    const weights = readWeights(await readFile(await sileroFile()));
    const { values: basis, dims } = weights.get('If_0_then_branch__Inline_0__stft.forward_basis_buffer')!;
    expect(dims).toEqual([258, 1, 256]);
    const differences = Array.from(basis, (value, at) => {
      const [row, n] = [Math.floor(at / 256), at % 256];
      const angle = (2 * Math.PI * (row % 129) * n) / 256;
      const wave = row < 129 ? Math.cos(angle) : -Math.sin(angle);
      return Math.abs(value - wave * (0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 256)));
    });
    expect(differences.reduce((a, b) => Math.max(a, b))).toBeLessThan(1e-6);
  });
});
