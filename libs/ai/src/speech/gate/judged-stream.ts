import type { RecognizedUtterance, SpeechStream, SpeechStreamEvents } from '../../ports/speech-to-text.js';
import { FRAME_MS, samplesToMs } from '../audio-frames.js';
import type { JudgedFrame } from '../voice-stream.js';
import type { GateMeter } from './gate-meter.js';
import type { Verdicts } from './verdicts.js';
import { SentTimeline } from './sent-timeline.js';
import { SpeechCoverage } from './speech-coverage.js';
import { PRE_ROLL_FRAMES, VoiceGate } from './voice-gate.js';

/** Progress through silence is told after so many frames (about 300 ms), not after each. */
const PROGRESS_EVERY_FRAMES = 10;

/**
 * A stream of a provider that hears speech and not silence. Its times are those of all the audio, as if everything had been sent. When the
 * detector fails, everything is sent.
 */
export class JudgedStream implements SpeechStream {
  private inner!: SpeechStream;
  private voices: Verdicts | null = null;
  private readonly gate = new VoiceGate();
  private readonly coverage = new SpeechCoverage();
  private readonly timeline = new SentTimeline();
  private preRoll: Int16Array[] = [];
  private pushedSamples = 0;
  private judgedFrames = 0;
  private sentSamples = 0;
  private innerHandledMs = 0;
  private handledMs = 0;
  private dead = false;
  private ending: Promise<void> | undefined;

  constructor(
    private readonly meter: GateMeter,
    private readonly events: SpeechStreamEvents,
    /** Whether what is judged a voice is one: noise without words is no gap. */
    private readonly knowsVoices = true,
  ) {}

  /** `voices` null: nobody hears voices, all is sent. */
  begin(inner: SpeechStream, voices: Verdicts | null): void {
    this.inner = inner;
    this.voices = voices;
  }

  get backlogMs(): number {
    return Math.max(0, samplesToMs(this.pushedSamples) - this.handledMs);
  }

  push(samples: Int16Array): void {
    if (this.ending || this.dead) return;
    this.pushedSamples += samples.length;
    if (this.voices) this.voices.push(samples);
    else this.send(samples);
  }

  async flush(): Promise<void> {
    if (this.ending) return this.ending;
    await this.voices?.settle().catch(() => undefined);
    await this.flushInner();
    if (!this.gate.isOpen) this.preRoll = [];
    this.tellProgress(this.decidedMs);
  }

  close(): Promise<void> {
    this.ending ??= this.finish();
    return this.ending;
  }

  /** What the provider tells, put back to where it is in the audio. */
  listener(): SpeechStreamEvents {
    const { events, timeline } = this;
    return {
      onSpeechStart: (startMs) => events.onSpeechStart(timeline.startOf(startMs)),
      onPartial: (utterance) => events.onPartial(this.placed(utterance)),
      onFinal: (utterance) => this.onFinal(this.placed(utterance)),
      onProgress: (handledMs) => {
        this.innerHandledMs = Math.max(this.innerHandledMs, handledMs);
        this.tellProgress();
      },
      onError: (error) => {
        this.dead = true;
        this.voices?.end();
        this.meter.settle();
        events.onError(error);
      },
    };
  }

  onFrame({ samples, voiced }: JudgedFrame): void {
    const startMs = this.judgedFrames * FRAME_MS;
    this.judgedFrames += 1;
    if (voiced && this.knowsVoices) this.coverage.voice(startMs);
    const step = this.gate.next(voiced);
    if (step === 'withhold' || step === 'close') return this.withhold(samples, step === 'close');
    if (step === 'open') this.sendPreRoll(startMs);
    this.send(samples);
    if (step === 'finalize') void this.flushInner().catch(() => undefined);
  }

  /** The detector is gone: from here on everything is sent, first what it was about to judge. */
  onVoicesLost(): void {
    const rest = this.voices?.untold() ?? new Int16Array(0);
    this.voices = null;
    if (this.dead) return;
    if (!this.gate.isOpen) this.sendPreRoll(this.judgedFrames * FRAME_MS);
    if (rest.length > 0) this.send(rest);
  }

  private async finish(): Promise<void> {
    await this.voices?.finish().catch(() => undefined);
    await this.inner.close();
    this.meter.settle();
    if (this.dead) return;
    this.innerHandledMs = this.sentMs;
    this.preRoll = [];
    this.tellProgress(samplesToMs(this.pushedSamples));
  }

  private withhold(samples: Int16Array, closes: boolean): void {
    this.preRoll.push(samples);
    if (this.preRoll.length > PRE_ROLL_FRAMES) {
      this.meter.withheld(this.preRoll.shift()!.length);
    }
    // What is not told by now is not going to be until more is sent.
    if (closes && !this.isInnerDone) void this.flushInner().catch(() => undefined);
    if (this.judgedFrames % PROGRESS_EVERY_FRAMES === 0) this.tellProgress();
  }

  private sendPreRoll(untilMs: number): void {
    this.timeline.resume(this.sentMs, untilMs - this.preRoll.length * FRAME_MS);
    for (const frame of this.preRoll.splice(0)) this.send(frame);
  }

  private send(samples: Int16Array): void {
    this.sentSamples += samples.length;
    this.meter.sent(samples.length);
    this.inner.push(samples);
  }

  private async flushInner(): Promise<void> {
    const { sentMs } = this;
    await this.inner.flush();
    this.innerHandledMs = Math.max(this.innerHandledMs, sentMs);
    this.tellProgress();
  }

  private onFinal(utterance: RecognizedUtterance): void {
    this.coverage.words(utterance);
    this.tellGaps(utterance.startMs);
    this.events.onFinal(utterance);
  }

  private tellProgress(positionMs = this.reachedMs): void {
    const settledMs = this.tellGaps(positionMs);
    if (settledMs <= this.handledMs) return;
    this.handledMs = settledMs;
    this.events.onProgress(settledMs, this.coverage.speechMs);
  }

  private tellGaps(positionMs: number): number {
    const settled = this.coverage.settle(positionMs);
    for (const { startMs, endMs } of settled.gaps) this.events.onWordless?.(startMs, endMs);
    return settled.positionMs;
  }

  private get sentMs(): number {
    return samplesToMs(this.sentSamples);
  }

  private get isInnerDone(): boolean {
    return this.innerHandledMs >= this.sentMs;
  }

  /** Everything before this was judged, and is not kept for the case that speech follows. */
  private get decidedMs(): number {
    const judgedMs = this.voices ? this.judgedFrames * FRAME_MS : samplesToMs(this.pushedSamples);
    return judgedMs - this.preRoll.length * FRAME_MS;
  }

  /** How far the audio is dealt with: as far as the provider says, and through the silence behind it. */
  private get reachedMs(): number {
    if (this.isInnerDone) return this.decidedMs;
    this.timeline.forgetBefore(this.innerHandledMs);
    return this.timeline.endOf(this.innerHandledMs);
  }

  private placed(utterance: RecognizedUtterance): RecognizedUtterance {
    const place = <T extends { readonly startMs: number; readonly endMs: number }>(span: T): T => ({
      ...span,
      startMs: this.timeline.startOf(span.startMs),
      endMs: this.timeline.endOf(span.endMs),
    });
    return { ...place(utterance), ...(utterance.words && { words: utterance.words.map(place) }) };
  }
}
