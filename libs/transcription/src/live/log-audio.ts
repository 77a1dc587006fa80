import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { AudioFormat } from '../codecs/audio-format.js';
import { SpeechDecoder } from '../codecs/frame-decoder.js';
import type { CapturedFrame } from '../capture/capture-state.js';

/**
 * A decoder that starts in the middle of a stream needs this much to find its feet: 80 ms is what RFC 7845 §4.6 asks for.
 * The resamplers' reach is far below it.
 */
export const DECODER_LEAD_MS = 80;

/** Decodes frames that begin a little before `fromMs` and gives exactly the samples from there on. */
export class LogAudio {
  private readonly decoder: SpeechDecoder;
  private started = false;
  private toDiscard = 0;

  constructor(
    format: AudioFormat,
    private readonly fromMs: number,
  ) {
    this.decoder = new SpeechDecoder(format);
  }

  decode(frame: CapturedFrame): Int16Array {
    if (!this.started) this.start(frame);
    return this.withoutLead(
      frame.erased ? this.decoder.skip(frame.samples, frame.carriedOut) : this.decoder.decode(frame.payload),
    );
  }

  /** What the decoder held back until it knew that nothing follows. */
  end(): Int16Array {
    return this.withoutLead(this.decoder.end());
  }

  /** Gives the decoder's memory back; `end` does so too. */
  close(): void {
    this.decoder.close();
  }

  private start(first: CapturedFrame): void {
    this.started = true;
    this.toDiscard = Math.max(0, Math.round(((this.fromMs - first.positionMs) * SPEECH_SAMPLE_RATE) / 1_000));
    this.decoder.skip(0, first.carriedIn);
  }

  private withoutLead(samples: Int16Array): Int16Array {
    const discard = Math.min(this.toDiscard, samples.length);
    this.toDiscard -= discard;
    return samples.subarray(discard);
  }
}
