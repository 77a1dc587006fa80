import { toAppError, type AppError, type Clock } from '#libs/kernel';
import {
  assertLanguageSupported,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
  type SpeechToText,
} from '#libs/ai';
import type { Log } from '#libs/observability';
import { backOffMs, MAX_BACKOFF_MS } from './recognizer-back-off.rules.js';

/**
 * The recognizer as all sessions of this process share it. While it cannot be started they wait out one back-off and then knock together,
 * which starts it once: a server full of devices neither hammers a recognizer that is away nor fills the log with it.
 */
export class SharedRecognizer {
  private failures = 0;
  private refusal: AppError | null = null;
  private retryAtMs = 0;

  constructor(
    private readonly speech: SpeechToText,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get name(): string {
    return this.speech.name;
  }
  get capabilities(): SpeechCapabilities {
    return this.speech.capabilities;
  }

  /** Throws `invalid` LANGUAGE_UNSUPPORTED: no waiting helps against that. */
  assertSupports(language: string): void {
    assertLanguageSupported(language, this.capabilities.languages);
  }

  /** Errors: those of `SpeechToText.open`; within the back-off the last one again, without knocking. */
  async open(options: { language: string }, events: SpeechStreamEvents): Promise<SpeechStream> {
    if (this.refusal && this.isWaiting) throw this.refusal;
    try {
      const stream = await this.speech.open(options, events);
      this.noteReached();
      return stream;
    } catch (thrown) {
      const error = toAppError(thrown);
      // One session's language says nothing about the others.
      if (error.kind !== 'invalid') this.noteRefusal(error);
      throw error;
    }
  }

  /** When to ask again after `open` failed with this error. */
  waitMsAfter(error: AppError): number {
    return error.kind === 'invalid' ? MAX_BACKOFF_MS : Math.max(0, this.retryAtMs - this.clock.monotonicMs());
  }

  private get isWaiting(): boolean {
    return this.clock.monotonicMs() < this.retryAtMs;
  }

  private noteReached(): void {
    if (this.refusal) {
      this.log.info('the speech recognizer is back', { 'stt.provider': this.name, count: this.failures });
    }
    this.refusal = null;
    this.failures = 0;
  }

  /** Those who knocked together failed together, which counts once. */
  private noteRefusal(error: AppError): void {
    if (this.refusal && this.isWaiting) return;
    const isNews = this.refusal?.code !== error.code;
    this.refusal = error;
    this.failures += 1;
    this.retryAtMs = this.clock.monotonicMs() + backOffMs(this.failures);
    if (!isNews) return;
    this.log.warn('the speech recognizer cannot be started; audio is kept and waits for it', {
      'stt.provider': this.name,
      'error.code': error.code,
    });
  }
}
