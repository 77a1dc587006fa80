import { WasmCodec, type CodecExports, type CodecState } from './wasm-codec.js';

interface AacExports extends CodecExports {
  /** Samples that a frame with its header gave; negative when it cannot be decoded. */
  decode(decoder: number, bytes: number): number;
  /** Hz of what was decoded last. */
  rate(): number;
}

const aac = new WasmCodec<AacExports>('aac.wasm');

export interface AacSound {
  /** One channel, whatever was coded, in the codec's own buffer: copy them before the next call. */
  readonly samples: Int16Array;
  /** Hz; twice that of the header once high-efficiency AAC was recognized. */
  readonly sampleRate: number;
}

/** Decodes AAC frames with their ADTS headers, in order: low complexity, and high efficiency in both versions. */
export class AacDecoder {
  private state = this.open();

  /** Null when the frame cannot be decoded: nothing of it is heard, and the next one can be. */
  decode(frame: Uint8Array): AacSound | null {
    if (this.state.isBroken) this.state = this.open();
    const { state } = this;
    state.frameBytes(frame.length).set(frame);
    const sound = state.call((exports, address) => {
      const count = exports.decode(address, frame.length);
      return count > 0 ? { samples: state.sampleBuffer(count), sampleRate: exports.rate() } : null;
    });
    return sound ?? null;
  }

  close(): void {
    this.state.close();
  }

  private open(): CodecState<AacExports> {
    return aac.open(this, (exports) => exports.open_decoder());
  }
}
