import type { RecognizedUtterance, SpeechStream, SpeechStreamEvents } from '../../ports/speech-to-text.js';
import { FRAME_MS, FRAME_SAMPLES } from '../audio-frames.js';
import type { JudgedFrame } from '../voice-stream.js';
import type { GateMeter } from './gate-meter.js';
import type { Verdicts } from './verdicts.js';
import type { Span } from './speech-coverage.js';
import { PRE_ROLL_FRAMES, VoiceGate } from './voice-gate.js';

/** What is far behind what was told is not asked for any more. */
const REMEMBERED_SPANS = 100;

/** A stream that is sent everything, and beside it the gate, which only counts what it would have kept from the provider and what that would have cost. */
export class ShadowedStream implements SpeechStream {
  private inner!: SpeechStream;
  private voices: Verdicts | null = null;
  private readonly gate = new VoiceGate();
  private judgedFrames = 0;
  /** Where the frames begin that would be withheld, unless speech follows. */
  private closedSinceMs: number | null = 0;
  private withheld: Span[] = [];
  /** The middles of words whose sound was not judged yet. */
  private unjudged: number[] = [];
  private ending: Promise<void> | undefined;

  constructor(
    private readonly meter: GateMeter,
    private readonly events: SpeechStreamEvents,
  ) {}

  begin(inner: SpeechStream, voices: Verdicts | null): void {
    this.inner = inner;
    this.voices = voices;
  }

  get backlogMs(): number {
    return this.inner.backlogMs;
  }

  push(samples: Int16Array): void {
    this.meter.sent(samples.length);
    this.inner.push(samples);
    if (!this.ending) this.voices?.push(samples);
  }

  flush(): Promise<void> {
    return this.inner.flush();
  }

  close(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  listener(): SpeechStreamEvents {
    const { events } = this;
    return {
      onSpeechStart: (startMs) => events.onSpeechStart(startMs),
      onPartial: (utterance) => events.onPartial(utterance),
      onFinal: (utterance) => {
        this.unjudged.push(...middlesOf(utterance));
        events.onFinal(utterance);
      },
      onWordless: (startMs, endMs) => events.onWordless?.(startMs, endMs),
      onProgress: (handledMs, speechMs) => events.onProgress(handledMs, speechMs),
      onError: (error) => {
        this.voices?.end();
        this.voices = null;
        this.meter.settle();
        events.onError(error);
      },
    };
  }

  onFrame({ voiced }: JudgedFrame): void {
    const startMs = this.judgedFrames * FRAME_MS;
    this.judgedFrames += 1;
    const step = this.gate.next(voiced);
    if (step === 'open') this.noteWithheld(startMs - PRE_ROLL_FRAMES * FRAME_MS);
    if (step === 'close') this.closedSinceMs = startMs;
    this.judgeWords();
  }

  onVoicesLost(): void {
    this.voices = null;
  }

  private async finish(): Promise<void> {
    await this.inner.close();
    await this.voices?.finish().catch(() => undefined);
    this.noteWithheld(this.judgedFrames * FRAME_MS);
    this.judgeWords();
    this.meter.settle();
    this.meter.report();
  }

  private noteWithheld(endMs: number): void {
    const startMs = this.closedSinceMs;
    this.closedSinceMs = null;
    if (startMs === null || endMs <= startMs) return;
    this.meter.withheld(((endMs - startMs) / FRAME_MS) * FRAME_SAMPLES);
    this.withheld.push({ startMs, endMs });
    if (this.withheld.length > REMEMBERED_SPANS) this.withheld.shift();
  }

  /** Words in front of what is still undecided. */
  private judgeWords(): void {
    if (this.unjudged.length === 0) return;
    const decidedMs = this.closedSinceMs ?? this.judgedFrames * FRAME_MS;
    for (const middleMs of this.unjudged) {
      if (middleMs < decidedMs && this.wouldBeWithheld(middleMs)) this.meter.wordAtRisk();
    }
    this.unjudged = this.unjudged.filter((middleMs) => middleMs >= decidedMs);
  }

  private wouldBeWithheld(atMs: number): boolean {
    return this.withheld.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs);
  }
}

function middlesOf({ startMs, endMs, words }: RecognizedUtterance): number[] {
  const spans = words && words.length > 0 ? words : [{ startMs, endMs }];
  return spans.map((span) => (span.startMs + span.endMs) / 2);
}
