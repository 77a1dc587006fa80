import { createHash } from 'node:crypto';
import { loudnessDb } from '../../speech/audio-frames.js';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

const BYTES_PER_MS = (SPEECH_SAMPLE_RATE * 2) / 1_000;

/** All audio that a server was sent on one stream, so that a test can tell which audio it was. */
export class HeardAudio {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  add(bytes: Buffer): void {
    this.pieces.push(bytes);
    this.bytes += bytes.length;
  }

  get durationMs(): number {
    return this.bytes / BYTES_PER_MS;
  }

  samples(fromMs = 0, toMs = this.durationMs): Int16Array {
    const whole = Buffer.concat(this.pieces);
    const start = Math.round((fromMs * SPEECH_SAMPLE_RATE) / 1_000) * 2;
    const end = Math.round((toMs * SPEECH_SAMPLE_RATE) / 1_000) * 2;
    const part = Uint8Array.from(whole.subarray(start, end));
    return new Int16Array(part.buffer, 0, Math.floor(part.length / 2));
  }

  /** 0 is digital silence, 90 a full-scale square wave. */
  loudnessDb(fromMs: number, toMs: number): number {
    return loudnessDb(this.samples(fromMs, toMs));
  }

  /** SHA-256 of the samples in a span: equal for equal sound. */
  hash(fromMs = 0, toMs = this.durationMs): string {
    return soundHash(this.samples(fromMs, toMs));
  }
}

/** What `HeardAudio.hash` gives for these samples. */
export function soundHash(samples: Int16Array): string {
  return createHash('sha256')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest('hex');
}
