import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

/** Vendors ask for pieces of 20 to 250 ms. Ten messages a second cost a fifth of fifty, and text comes at most a tenth of a second later. */
const PIECE_SAMPLES = SPEECH_SAMPLE_RATE / 10;
const BYTES_PER_SAMPLE = 2;

/** Gathers samples into pieces of 100 ms, in memory that is used again. */
export class AudioPieces {
  private readonly piece = new Int16Array(PIECE_SAMPLES);
  private filled = 0;

  /** `send` must be done with the bytes when it returns. */
  constructor(private readonly send: (bytes: Uint8Array) => void) {}

  add(samples: Int16Array): void {
    for (let read = 0; read < samples.length;) {
      const taken = samples.subarray(read, read + PIECE_SAMPLES - this.filled);
      this.piece.set(taken, this.filled);
      this.filled += taken.length;
      read += taken.length;
      if (this.filled === PIECE_SAMPLES) this.sendRest();
    }
  }

  /** Sends what does not fill a piece. */
  sendRest(): void {
    if (this.filled === 0) return;
    const bytes = new Uint8Array(this.piece.buffer, 0, this.filled * BYTES_PER_SAMPLE);
    this.filled = 0;
    this.send(bytes);
  }
}
