import type { Log, Metrics } from '#libs/observability';
import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

/** See `GateOptions.mode`. */
export type GateMode = 'active' | 'energy' | 'shadow' | 'off';

/** Counts what a provider that is not on this machine is sent, and what is kept from it. */
export class GateMeter {
  private withheldSamples = 0;
  private words = 0;

  constructor(
    private readonly provider: string,
    private readonly mode: GateMode,
    private readonly deps: { readonly metrics: Metrics; readonly log: Log },
  ) {}

  sent(samples: number): void {
    this.deps.metrics.speechAudioSent.inc({ provider: this.provider }, samples / SPEECH_SAMPLE_RATE);
  }

  /** In shadow mode: would have been kept from it. */
  withheld(samples: number): void {
    this.withheldSamples += samples;
    const { provider, mode } = this;
    this.deps.metrics.speechAudioWithheld.inc({ provider, mode }, samples / SPEECH_SAMPLE_RATE);
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
