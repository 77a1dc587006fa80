import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readWeights } from '../../models/onnx-weights.js';
import { sileroParts } from './silero-weights.js';

/** What the network hears at a time: 64 samples of the past, then 512 new ones, at 16 kHz. */
export const CONTEXT_SAMPLES = 64;
export const WINDOW_SAMPLES = CONTEXT_SAMPLES + 512;
/** What it remembers of a stream: 128 numbers that it tells, and 128 that it keeps to itself. All zero in the beginning. */
export const MEMORY_SIZE = 256;

/** The part of the platform's WebAssembly that is needed here; TypeScript has it among the types for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** See `silero.c`. */
interface SileroExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  frame(): number;
  state(): number;
  staged(): number;
  take(part: number): void;
  hear(): number;
}

/**
 * Silero v6, computed by `libs/ai/wasm/silero.c`: one copy of the weights (1.2 MiB with all that it computes on, never more) for all streams
 * of a thread. What it remembers of a stream is the caller's.
 */
export class SileroNetwork {
  private readonly exports: SileroExports;
  private readonly window: Int16Array;
  private readonly memory: Float32Array;

  /** @param model the bytes of `silero_vad_v6.onnx`; throws for anything else */
  constructor(model: Uint8Array) {
    const program = readFileSync(createRequire(import.meta.url).resolve('#ai-wasm/silero.wasm'));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(program));
    this.exports = instance.exports as SileroExports;
    const { buffer } = this.exports.memory;
    sileroParts(readWeights(model)).forEach((values, part) => {
      new Float32Array(buffer, this.exports.staged(), values.length).set(values);
      this.exports.take(part);
    });
    this.window = new Int16Array(buffer, this.exports.frame(), WINDOW_SAMPLES);
    this.memory = new Float32Array(buffer, this.exports.state(), MEMORY_SIZE);
  }

  /** The probability that there is a voice in the window. Changes `memory` to that after the window. */
  hear(window: Int16Array, memory: Float32Array): number {
    this.window.set(window);
    this.memory.set(memory);
    const probability = this.exports.hear();
    memory.set(this.memory);
    return probability;
  }
}
