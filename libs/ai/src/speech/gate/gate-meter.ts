import type { Log, Metrics } from '#libs/observability';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

/** See `GateOptions.mode`. */
export type GateMode = 'active' | 'energy' | 'shadow' | 'off';

/** Sound that is counted here before the metrics hear of it: two counters for each frame of each stream would cost more than the gate. */
const COUNT_EVERY_SAMPLES = SPEECH_SAMPLE_RATE;

/** Counts what a provider that is not on this machine is sent, and what is kept from it. */
export class GateMeter {
  private uncountedSent = 0;
  private uncountedWithheld = 0;
  private withheldSamples = 0;
  private words = 0;

  constructor(
    private readonly provider: string,
    private readonly mode: GateMode,
    private readonly deps: { readonly metrics: Metrics; readonly log: Log },
  ) {}

  sent(samples: number): void {
    this.uncountedSent += samples;
    if (this.uncountedSent >= COUNT_EVERY_SAMPLES) this.settle();
  }

  /** In shadow mode: would have been kept from it. */
  withheld(samples: number): void {
    this.withheldSamples += samples;
    this.uncountedWithheld += samples;
    if (this.uncountedWithheld >= COUNT_EVERY_SAMPLES) this.settle();
  }

  /** The metrics hold everything that was told so far; to be called at the end. */
  settle(): void {
    const { metrics } = this.deps;
    const { provider, mode } = this;
    metrics.speechAudioSent.inc({ provider }, this.uncountedSent / SPEECH_SAMPLE_RATE);
    metrics.speechAudioWithheld.inc({ provider, mode }, this.uncountedWithheld / SPEECH_SAMPLE_RATE);
    this.uncountedSent = 0;
    this.uncountedWithheld = 0;
  }

  /** A word came of sound that would have been kept from the provider. */
  wordAtRisk(): void {
    this.words += 1;
    this.deps.metrics.speechWordsAtRisk.inc({ provider: this.provider });
  }

  /** The figures of a stream in shadow mode, for those who decide about the gate. */
  report(): void {
    this.deps.log.info('what the voice gate would have kept from a speech stream, and how many words of it', {
      'stt.provider': this.provider,
      duration_ms: Math.round((this.withheldSamples * 1_000) / SPEECH_SAMPLE_RATE),
      count: this.words,
    });
  }
}
