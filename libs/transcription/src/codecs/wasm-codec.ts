import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Imports = Record<string, (...args: number[]) => number>;

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** The part of the platform's WebAssembly that is needed here; TypeScript has it among the types for browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Record<string, Imports>) => { readonly exports: unknown };
};

/** WASI's "bad file descriptor": these modules own no files, and the C library asks for none when it hears this. */
const BAD_DESCRIPTOR = 8;

/** What both modules export; see their glue in `libs/transcription/wasm`. */
export interface CodecExports {
  readonly memory: WasmMemory;
  _initialize(): void;
  /** Address of the coded frame that goes in or came out. */
  frame(): number;
  /** Address of the samples, 16 bits each. */
  samples(): number;
  /** Address of a new decoder, 0 when memory ran out. */
  open_decoder(): number;
  close(codec: number): void;
}

/** The system as a codec sees it: no files, no time, no environment. */
function noSystem(memory: () => WasmMemory): Imports {
  const imports: Imports = {
    environ_sizes_get(count = 0, bytes = 0) {
      const view = new DataView(memory().buffer);
      view.setUint32(count, 0, true);
      view.setUint32(bytes, 0, true);
      return 0;
    },
    proc_exit() {
      throw new Error('The codec gave up');
    },
  };
  return new Proxy(imports, { get: (known, name) => known[String(name)] ?? (() => BAD_DESCRIPTOR) });
}

/** One running copy of a module, with the memory of every decoder that was opened in it. */
export interface CodecInstance<E extends CodecExports> {
  readonly exports: E;
  /** Set when it trapped: its memory can no longer be trusted. */
  broken: boolean;
}

/**
 * A codec compiled to WebAssembly. All its streams share one instance, so that a stream costs its state and not a heap of its own. Should
 * the instance ever trap, the streams move to a new one: each of them loses what its decoder remembered, and none its session.
 */
export class WasmCodec<E extends CodecExports> {
  private module: object | null = null;
  private current: CodecInstance<E> | null = null;
  /** Frees what was dropped without having been closed. */
  private readonly dropped = new FinalizationRegistry<() => void>((free) => free());

  /** @param file name in `libs/transcription/wasm` */
  constructor(private readonly file: string) {}

  /** The instance to open new streams in. */
  instance(): CodecInstance<E> {
    if (!this.current || this.current.broken) this.current = this.start();
    return this.current;
  }

  /** @param owner the object with whose life the state ends, should nobody close it before */
  open(owner: object, create: (exports: E) => number): CodecState<E> {
    const instance = this.instance();
    const address = create(instance.exports);
    if (address === 0) throw new RangeError(`${this.file} has no memory for another stream`);
    const state: CodecState<E> = new CodecState(instance, address, () => this.dropped.unregister(state));
    this.dropped.register(owner, () => state.close(), state);
    return state;
  }

  private start(): CodecInstance<E> {
    this.module ??= new WebAssembly.Module(
      readFileSync(createRequire(import.meta.url).resolve(`#codecs-wasm/${this.file}`)),
    );
    const imports = { wasi_snapshot_preview1: noSystem(() => exports.memory) };
    const exports = new WebAssembly.Instance(this.module, imports).exports as E;
    exports._initialize();
    return { exports, broken: false };
  }
}

/** What one stream's decoder or encoder remembers, inside the module. */
export class CodecState<E extends CodecExports> {
  private open = true;

  constructor(
    private readonly instance: CodecInstance<E>,
    private readonly address: number,
    private readonly onClose: () => void,
  ) {}

  get isBroken(): boolean {
    return this.instance.broken;
  }

  /** The buffer for coded frames. Never kept: memory that grows moves. */
  frameBytes(length: number): Uint8Array {
    const { memory, frame } = this.instance.exports;
    return new Uint8Array(memory.buffer, frame(), length);
  }

  sampleBuffer(length: number): Int16Array {
    const { memory, samples } = this.instance.exports;
    return new Int16Array(memory.buffer, samples(), length);
  }

  /** Runs one call. A trap is answered as undefined and breaks the instance, which then answers nothing else. */
  call<T>(run: (exports: E, address: number) => T): T | undefined {
    if (this.isBroken) return undefined;
    try {
      return run(this.instance.exports, this.address);
    } catch {
      this.instance.broken = true;
      return undefined;
    }
  }

  close(): void {
    if (!this.open) return;
    this.open = false;
    this.call((exports, address) => exports.close(address));
    this.onClose();
  }
}
