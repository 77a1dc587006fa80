import { toAppError, type AppError, type Clock } from '#libs/kernel';
import type {
  SpeechCapabilities,
  SpeechOptions,
  SpeechStream,
  SpeechStreamEvents,
  SpeechToText,
} from '#libs/ai';
import type { Log } from '#libs/observability';
import { backOffMs, MAX_BACKOFF_MS } from './recognizer-back-off.rules.js';

/** Streams that die in a row, whosever they are, without one that deals with audio: then it is not one session's sound that kills them. */
const FRUITLESS_STREAMS = 4;
/** How soon to look again while somebody else finds out whether it is back. */
const PROBE_MS = 250;

/**
 * One provider as all sessions of this process share it. While it is away they wait out one back-off, and then one of them finds out for all
 * whether it is back: a server full of devices neither hammers a provider that is down nor fills the log with it.
 */
export class ProviderCircuit {
  private failures = 0;
  private fruitless = 0;
  private refusal: AppError | null = null;
  private retryAtMs = 0;
  private probing = false;

  constructor(
    readonly speech: SpeechToText,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  get name(): string {
    return this.speech.name;
  }
  get capabilities(): SpeechCapabilities {
    return this.speech.capabilities;
  }

  /** Why it must not be asked now, or null. */
  get closedBecause(): AppError | null {
    return this.refusal && (this.probing || this.isWaiting) ? this.refusal : null;
  }

  /** How long until it may be asked, as far as that is known. */
  get waitMs(): number {
    if (!this.refusal) return 0;
    return this.isWaiting ? this.retryAtMs - this.clock.monotonicMs() : PROBE_MS;
  }

  /** Errors: those of `SpeechToText.open`; while it must not be asked the last one again, without knocking. */
  async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    const { closedBecause } = this;
    if (closedBecause) throw closedBecause;
    this.probing = this.refusal !== null;
    try {
      const stream = await this.speech.open(options, events);
      this.noteReached();
      return stream;
    } catch (thrown) {
      const error = toAppError(thrown);
      // One session's language says nothing about the others.
      if (error.kind !== 'invalid') this.noteRefusal(error);
      throw error;
    } finally {
      this.probing = false;
    }
  }

  /** One of its streams dealt with audio. */
  noteProgress(): void {
    this.fruitless = 0;
    this.failures = 0;
  }

  /** One of its streams died without having dealt with anything. */
  noteFruitless(error: AppError): void {
    this.fruitless += 1;
    if (this.fruitless >= FRUITLESS_STREAMS) this.noteRefusal(error);
  }

  /** It does not answer, or refuses. Those who were refused together count once. */
  noteRefusal(error: AppError): void {
    if (this.refusal && this.isWaiting) return;
    const isNews = this.refusal?.code !== error.code;
    this.refusal = error;
    this.failures += 1;
    const waitMs = Math.min(MAX_BACKOFF_MS, error.retryAfterMs || backOffMs(this.failures));
    this.retryAtMs = this.clock.monotonicMs() + waitMs;
    if (!isNews) return;
    this.log.warn('a speech provider is away; the next one takes over, or audio is kept and waits', {
      'stt.provider': this.name,
      'error.code': error.code,
    });
  }

  private get isWaiting(): boolean {
    return this.clock.monotonicMs() < this.retryAtMs;
  }

  private noteReached(): void {
    if (this.refusal) {
      this.log.info('the speech provider is back', { 'stt.provider': this.name, count: this.failures });
    }
    this.refusal = null;
  }
}
