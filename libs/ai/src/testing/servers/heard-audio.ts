import { createHash } from 'node:crypto';
import { loudnessDb } from '../../speech/audio-frames.js';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

const SAMPLES_PER_MS = SPEECH_SAMPLE_RATE / 1_000;
const FIRST_ROOM_SAMPLES = SPEECH_SAMPLE_RATE * 10;

/** All audio that a server was sent on one stream, so that a test can tell which audio it was. */
export class HeardAudio {
  private heard = new Int16Array(FIRST_ROOM_SAMPLES);
  private length = 0;

  add(bytes: Buffer): void {
    const samples = new Int16Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 2));
    if (this.length + samples.length > this.heard.length) this.grow(this.length + samples.length);
    this.heard.set(samples, this.length);
    this.length += samples.length;
  }

  get durationMs(): number {
    return this.length / SAMPLES_PER_MS;
  }

  samples(fromMs = 0, toMs = this.durationMs): Int16Array {
    const end = Math.min(this.length, Math.round(toMs * SAMPLES_PER_MS));
    return this.heard.slice(Math.round(fromMs * SAMPLES_PER_MS), end);
  }

  /** 0 is digital silence, 90 a full-scale square wave. */
  loudnessDb(fromMs: number, toMs: number): number {
    return loudnessDb(this.samples(fromMs, toMs));
  }

  /** SHA-256 of the samples in a span: equal for equal sound. */
  hash(fromMs = 0, toMs = this.durationMs): string {
    return soundHash(this.samples(fromMs, toMs));
  }

  private grow(needed: number): void {
    const larger = new Int16Array(2 * needed);
    larger.set(this.heard.subarray(0, this.length));
    this.heard = larger;
  }
}

/** What `HeardAudio.hash` gives for these samples. */
export function soundHash(samples: Int16Array): string {
  return createHash('sha256')
    .update(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .digest('hex');
}
