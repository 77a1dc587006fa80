import type { RecognizedUtterance, SpeechStreamEvents } from '../ports/speech-to-text.js';

interface HeardProgress {
  readonly handledMs: number;
  readonly speechMs: number;
  /** How many finals had been told before it. */
  readonly finals: number;
}

/** Writes down everything that a stream tells. */
export class ListeningEar implements SpeechStreamEvents {
  readonly order: ('start' | 'partial' | 'final')[] = [];
  readonly starts: number[] = [];
  /** Partials and finals as they came. */
  readonly told: { readonly kind: 'partial' | 'final'; readonly utterance: RecognizedUtterance }[] = [];
  readonly partials: RecognizedUtterance[] = [];
  readonly finals: RecognizedUtterance[] = [];
  readonly progress: HeardProgress[] = [];
  readonly errors: Error[] = [];

  onSpeechStart(startMs: number): void {
    this.order.push('start');
    this.starts.push(startMs);
  }
  onPartial(utterance: RecognizedUtterance): void {
    this.order.push('partial');
    this.told.push({ kind: 'partial', utterance });
    this.partials.push(utterance);
  }
  onFinal(utterance: RecognizedUtterance): void {
    this.order.push('final');
    this.told.push({ kind: 'final', utterance });
    this.finals.push(utterance);
  }
  onProgress(handledMs: number, speechMs: number): void {
    this.progress.push({ handledMs, speechMs, finals: this.finals.length });
  }
  onError(error: Error): void {
    this.errors.push(error);
  }
}
