import { SPEECH_SAMPLE_RATE, type RecognizedUtterance, type VoicedStretch } from '#libs/ai';

const MS = SPEECH_SAMPLE_RATE / 1_000;

/** A recording without its long silences, and the way back to its times. */
export class CondensedSound {
  readonly samples: Int16Array;
  /** Where each kept part begins in `samples`, milliseconds. */
  private readonly starts: number[] = [];
  private readonly kept: readonly VoicedStretch[];

  /** @param sound of which `kept` is to stay: milliseconds since its start, in order, apart from each other */
  constructor(sound: Int16Array, kept: readonly VoicedStretch[]) {
    this.kept = kept.filter(({ startMs }) => startMs * MS < sound.length);
    const parts = this.kept.map(({ startMs, endMs }) =>
      sound.subarray(Math.round(startMs * MS), Math.round(endMs * MS)),
    );
    this.samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      this.starts.push(at / MS);
      this.samples.set(part, at);
      at += part.length;
    }
  }

  /** What was recognized in `samples`, in the times of the whole. */
  restore(utterance: RecognizedUtterance): RecognizedUtterance {
    const { words, ...rest } = utterance;
    return { ...this.placed(rest), ...(words && { words: words.map((word) => this.placed(word)) }) };
  }

  /** An end belongs to the part that was heard before it, a start to what comes after. */
  private placed<T extends { readonly startMs: number; readonly endMs: number }>(span: T): T {
    const startMs = this.back(span.startMs, (start) => start <= span.startMs);
    const endMs = this.back(span.endMs, (start) => start < span.endMs);
    return { ...span, startMs, endMs: Math.max(startMs, endMs) };
  }

  private back(atMs: number, isBefore: (startMs: number) => boolean): number {
    const index = Math.max(0, this.starts.findLastIndex(isBefore));
    return (this.kept[index]?.startMs ?? 0) + atMs - (this.starts[index] ?? 0);
  }
}
