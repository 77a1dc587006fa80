import { LC3_FRAME_BYTES, LC3_FRAME_SAMPLES } from './lc3-frame.js';
import { WasmCodec, type CodecExports, type CodecState } from './wasm-codec.js';

interface Lc3Exports extends CodecExports {
  /** 0 when the frame was decoded, 1 when the decoder made something up in its place. */
  decode(decoder: number, bytes: number): number;
  open_encoder(): number;
  encode(encoder: number, bytes: number): number;
}

const lc3 = new WasmCodec<Lc3Exports>('lc3.wasm');

/** Decodes single LC3 frames of 10 ms at 16 kHz, in order. */
export class Lc3Decoder {
  private state = this.open();

  /**
   * Samples of one frame in the codec's own buffer: copy them before the next call. Null when it cannot be decoded; the decoder then goes
   * on from it as after a lost packet.
   */
  decode(frame: Uint8Array): Int16Array | null {
    if (this.state.isBroken) this.state = this.open();
    this.state.frameBytes(LC3_FRAME_BYTES).set(frame);
    const outcome = this.state.call((exports, address) => exports.decode(address, LC3_FRAME_BYTES));
    return outcome === 0 ? this.state.sampleBuffer(LC3_FRAME_SAMPLES) : null;
  }

  close(): void {
    this.state.close();
  }

  private open(): CodecState<Lc3Exports> {
    return lc3.open(this, (exports) => exports.open_decoder());
  }
}

/** Encodes as a wearable does. Devices encode; this is for what speaks like one. */
export class Lc3Encoder {
  private readonly state = lc3.open(this, (exports) => exports.open_encoder());

  /** @param samples `LC3_FRAME_SAMPLES` of them */
  encode(samples: Int16Array): Uint8Array {
    this.state.sampleBuffer(LC3_FRAME_SAMPLES).set(samples);
    this.state.call((exports, address) => exports.encode(address, LC3_FRAME_BYTES));
    return this.state.frameBytes(LC3_FRAME_BYTES).slice();
  }

  close(): void {
    this.state.close();
  }
}
