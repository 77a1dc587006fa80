import { Injectable } from '@nestjs/common';
import { AppError, Clock, toAppError } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE, SpeechProviders, type RecognizedUtterance, type SpeechOptions } from '#libs/ai';
import { Log, Metrics } from '#libs/observability';
import type { ProviderCircuit } from '../live/provider-circuit.js';
import { SpeechChain } from '../live/speech-chain.js';
import { IS_RETRYABLE, outcomeOfError, type FailedOutcome } from '../live/speech-outcome.js';

/** What a recording says, and who heard it. */
export interface RecognizedRecording {
  readonly utterances: readonly RecognizedUtterance[];
  readonly provider: string;
  /** Whether the numbers of voices mean anything. */
  readonly tellsVoicesApart: boolean;
}

/** An answer may take this long for each second of sound, but at least so long altogether. */
const MAX_TIMES_SLOWER = 4;
const AT_LEAST_MS = 60_000;

/** Gives whole recordings to the speech providers, one after the other, until one finds words. */
@Injectable()
export class RecordingRecognizer {
  private readonly chain: SpeechChain;

  constructor(
    providers: SpeechProviders,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {
    this.chain = new SpeechChain(providers, clock, log);
  }

  /**
   * The words in a recording in which somebody speaks: mono, 16 kHz. Errors, with `details.outcome`: `unavailable` SPEECH_NOT_RECOGNIZED when
   * trying again may help, `invalid` SPEECH_REFUSED when it cannot.
   */
  async recognize(samples: Int16Array, options: SpeechOptions): Promise<RecognizedRecording> {
    const failures: { outcome: FailedOutcome; retryAfterMs: number | undefined }[] = [];
    for (const circuit of this.chain.candidatesFor(options)) {
      try {
        const heard = await this.ask(circuit, samples, options);
        if (heard.utterances.length > 0) return heard;
        failures.push({ outcome: 'empty_unexpected', retryAfterMs: undefined });
      } catch (thrown) {
        const error = toAppError(thrown);
        failures.push({ outcome: this.noteFailure(circuit, error), retryAfterMs: error.retryAfterMs });
      }
    }
    throw notRecognized(failures);
  }

  private async ask(
    circuit: ProviderCircuit,
    samples: Int16Array,
    options: SpeechOptions,
  ): Promise<RecognizedRecording> {
    const { closedBecause, name: provider, capabilities } = circuit;
    if (closedBecause) throw closedBecause;
    const answer = await this.inTime(circuit.speech.transcribe(samples, options), samples.length);
    circuit.noteProgress();
    this.metrics.audioTranscribed.inc({ provider }, samples.length / SPEECH_SAMPLE_RATE);
    const utterances = answer.filter(({ text }) => text.trim() !== '');
    return { utterances, provider, tellsVoicesApart: capabilities.diarization };
  }

  private noteFailure(circuit: ProviderCircuit, error: AppError): FailedOutcome {
    const outcome = outcomeOfError(error);
    // One recording says nothing about the others; who is away was told of when that was noticed.
    if (error.kind !== 'invalid' && circuit.closedBecause !== error) circuit.noteRefusal(error);
    this.log.debug('a speech provider did not recognize a recording', {
      'stt.provider': circuit.name,
      'error.code': error.code,
      outcome,
    });
    return outcome;
  }

  private async inTime<T>(answer: Promise<T>, samples: number): Promise<T> {
    const late = Promise.withResolvers<never>();
    const withinMs = Math.max(AT_LEAST_MS, (samples / SPEECH_SAMPLE_RATE) * 1_000 * MAX_TIMES_SLOWER);
    const slow = new AppError('unavailable', 'SPEECH_TIMEOUT', 'The speech recognizer took too long.');
    const cancel = this.clock.after(withinMs, () => late.reject(slow));
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      cancel();
    }
  }
}

/** Hopeless only when everybody said so; the reason is that of the last one who leaves hope. */
function notRecognized(
  failures: readonly { readonly outcome: FailedOutcome; readonly retryAfterMs: number | undefined }[],
): AppError {
  const hope = failures.filter(({ outcome }) => IS_RETRYABLE[outcome] || outcome === 'config_error');
  const outcome = (hope.at(-1) ?? failures.at(-1)!).outcome;
  if (hope.length === 0) {
    return new AppError(
      'invalid',
      'SPEECH_REFUSED',
      'No speech recognizer here takes this recording: is its language one that they understand?',
      { outcome },
    );
  }
  const waits = hope.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
  return new AppError(
    'unavailable',
    'SPEECH_NOT_RECOGNIZED',
    'What is said in this recording could not be recognized. It is kept and tried again.',
    { outcome },
    waits.length > 0 ? { retryAfterMs: Math.min(...waits) } : {},
  );
}
