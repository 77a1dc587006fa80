import { AppError, type Clock } from '#libs/kernel';
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
import { providerAway, type AwayReason } from './provider-failures.js';
import { UtteranceStream, type WrittenUtterance } from './utterance-stream.js';

export interface UtteranceProviderOptions {
  readonly clock: Clock;
  /** Finds the utterances. Shared; whoever made it ends it. */
  readonly voices: VoiceThread;
  /** How long one utterance, of at most 12 s, may take to be written down. 30 s when absent: small machines are slow. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 30_000;
const ANSWERED_BADLY: ReadonlySet<AwayReason> = new Set(['closed', 'nonsense', 'slow', 'failed']);

/** What providers have in common that write down whole utterances, one at a time. */
export abstract class UtteranceSpeechToText extends SpeechToText {
  private readonly closing = new AbortController();
  /** Utterances of all streams. */
  private written = 0;

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
    return UtteranceStream.open(
      this.utterances.voices,
      (samples, signal) => this.writeOrGiveUp(samples, options, signal),
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

  /**
   * An utterance that the provider cannot write down while it writes down others is given up: told as one without words, so that what was said
   * after it is not kept waiting for ever. When others fail as well, the provider is to blame, and the stream dies.
   */
  private async writeOrGiveUp(
    samples: Int16Array,
    options: SpeechOptions,
    signal: AbortSignal,
  ): Promise<WrittenUtterance> {
    const before = this.written;
    try {
      const utterance = await this.persist((attempt) => this.write(samples, options, attempt), signal);
      this.written += 1;
      return utterance;
    } catch (error) {
      if (this.written > before && mayBeItsOwnFault(error)) return { text: '' };
      throw error;
    }
  }

  private persist<T>(attempt: (signal: AbortSignal) => Promise<T>, streamSignal: AbortSignal): Promise<T> {
    const { clock, timeoutMs = TIMEOUT_MS } = this.utterances;
    const signals = [streamSignal, this.closing.signal];
    return persist(attempt, { clock, timeoutMs, tooSlow: () => this.tooSlow(), signals });
  }
}

/** Whether an utterance can have brought this about, other than a provider that is away, busy or does not know us. */
function mayBeItsOwnFault(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return error.code === 'SPEECH_REQUEST_REFUSED' || ANSWERED_BADLY.has(error.details['reason'] as AwayReason);
}
