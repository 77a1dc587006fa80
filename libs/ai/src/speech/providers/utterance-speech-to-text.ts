import type { AppError, Clock } from '#libs/kernel';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { assertLanguageSupported } from '../language-support.js';
import { transcribeRecording } from '../transcribe-recording.js';
import type { VoiceThread } from '../voice-thread.js';
import { persist } from './persist.js';
import { providerAway } from './provider-failures.js';
import { UtteranceStream, type WrittenUtterance } from './utterance-stream.js';

export interface UtteranceProviderOptions {
  readonly clock: Clock;
  /** Finds the utterances. Shared; whoever made it ends it. */
  readonly voices: VoiceThread;
  /** How long one utterance, of at most 12 s, may take to be written down. 30 s when absent: small machines are slow. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 30_000;

/** What providers have in common that write down whole utterances, one at a time. */
export abstract class UtteranceSpeechToText extends SpeechToText {
  private readonly closing = new AbortController();

  constructor(private readonly utterances: UtteranceProviderOptions) {
    super();
  }

  /** Writes down one utterance, once. Throws what `provider-failures` makes. */
  protected abstract write(
    samples: Int16Array,
    options: SpeechOptions,
    signal: AbortSignal,
  ): Promise<WrittenUtterance>;

  protected tooSlow(): AppError {
    return providerAway(this.name, 'slow');
  }

  override async warmUp(): Promise<void> {
    await this.utterances.voices.warmUp();
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const { clock, voices, timeoutMs = TIMEOUT_MS } = this.utterances;
    return UtteranceStream.open(
      voices,
      (samples, streamSignal) =>
        persist((signal) => this.write(samples, options, signal), {
          clock,
          timeoutMs,
          tooSlow: () => this.tooSlow(),
          signal: AbortSignal.any([streamSignal, this.closing.signal]),
        }),
      events,
    );
  }

  override transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    return transcribeRecording(samples, (events) => this.open(options, events));
  }

  /** Streams that still wait for the provider die. */
  override close(): Promise<void> {
    this.closing.abort(providerAway(this.name, 'ended'));
    return Promise.resolve();
  }
}
