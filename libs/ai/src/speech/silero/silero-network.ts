import { readWeights } from '../../models/onnx-weights.js';
import { startProgram, type WasmProgram } from '../../models/wasm-program.js';
import { sileroParts } from './silero-weights.js';

/** What the network hears at a time: 64 samples of the past, then 512 new ones, at 16 kHz. */
export const CONTEXT_SAMPLES = 64;
export const WINDOW_SAMPLES = CONTEXT_SAMPLES + 512;
/** What it remembers of a stream: 128 numbers that it tells, and 128 that it keeps to itself. All zero in the beginning. */
export const MEMORY_SIZE = 256;

/** See `libs/ai/wasm/silero.c`. */
interface SileroProgram extends WasmProgram {
  /** Addresses of what it hears, what it remembers, and where it takes weights from. */
  frame(): number;
  state(): number;
  staged(): number;
  take(part: number): void;
  hear(): number;
}

/**
 * Silero v6, which says how likely there is a voice: one copy of the weights (1.2 MiB with all that is computed on, never more) for all
 * streams of a thread. What it remembers of a stream is the caller's.
 */
export class SileroNetwork {
  private readonly program = startProgram<SileroProgram>('silero.wasm');
  private readonly window: Int16Array;
  private readonly memory: Float32Array;

  /** @param model the bytes of `silero_vad_v6.onnx`; throws for anything else */
  constructor(model: Uint8Array) {
    const { program } = this;
    const { buffer } = program.memory;
    sileroParts(readWeights(model)).forEach((values, part) => {
      new Float32Array(buffer, program.staged(), values.length).set(values);
      program.take(part);
    });
    this.window = new Int16Array(buffer, program.frame(), WINDOW_SAMPLES);
    this.memory = new Float32Array(buffer, program.state(), MEMORY_SIZE);
  }

  /** The probability that there is a voice in the window. Changes `memory` to that after the window. */
  hear(window: Int16Array, memory: Float32Array): number {
    this.window.set(window);
    this.memory.set(memory);
    const probability = this.program.hear();
    memory.set(this.memory);
    return probability;
  }
}
