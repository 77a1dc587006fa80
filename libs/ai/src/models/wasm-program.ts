import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The part of the platform's WebAssembly that is needed here; TypeScript has it among the types for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** What every program has, besides the functions of its own. */
export interface WasmProgram {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

/**
 * Starts one of the programs in `libs/ai/wasm`, with a memory of its own.
 * @param file its name there
 */
export function startProgram<Program extends WasmProgram>(file: string): Program {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`#ai-wasm/${file}`));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Program;
}
