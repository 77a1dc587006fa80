import { SerialQueue, toAppError, type AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import type { LiveUtterance } from './live-utterance.js';
import type { SessionListener } from './session-listener.js';

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 10_000;
/** Audio between two reports of progress, unless one is asked for. */
const PROGRESS_EVERY_MS = 5_000;
/** Utterances that may wait for a slow listener before no more audio is recognized. */
const MAX_WAITING = 32;

/** Hands what was recognized to the listener: one at a time, in order, as often as it takes. */
export class UtteranceDelivery {
  private readonly queue = new SerialQueue();
  private readonly stopping = new AbortController();
  private toldMs: number;

  constructor(
    private readonly sessionId: string,
    private readonly listener: SessionListener,
    private readonly clock: Clock,
    private readonly log: Log,
    handledMs: number,
  ) {
    this.toldMs = handledMs;
  }

  /** How much waits to be stored. */
  get waiting(): number {
    return this.queue.size;
  }

  utterance(utterance: LiveUtterance): void {
    void this.queue.run(() => this.store(utterance));
  }

  /** Audio before this position needs nothing more than what was handed in before. `always` tells it even when little has changed. */
  progress(handledMs: number, always = false): void {
    if (handledMs <= this.toldMs || (!always && handledMs < this.toldMs + PROGRESS_EVERY_MS)) return;
    this.toldMs = handledMs;
    void this.queue.run(() => this.tell(handledMs));
  }

  /** Resolves when everything was stored, or given up after `stop`. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  /** Resolves when little enough waits for more to be recognized. */
  async whenReady(): Promise<void> {
    if (this.queue.size >= MAX_WAITING) await this.queue.idle();
  }

  /** Gives up what is not stored yet: its audio lies beyond the handled position and will be transcribed again. */
  stop(reason: AppError): void {
    this.stopping.abort(reason);
  }

  private async store(utterance: LiveUtterance): Promise<void> {
    for (let attempt = 0; !this.stopping.signal.aborted; attempt += 1) {
      try {
        return await this.listener.onUtterance(utterance);
      } catch (error) {
        this.report('An utterance could not be stored; it will be tried again', error, attempt + 1);
        await this.pause(Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt));
      }
    }
  }

  private async tell(handledMs: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    try {
      await this.listener.onProgress(handledMs);
    } catch (error) {
      this.report('Progress could not be stored; the next one says more', error, 1);
    }
  }

  private pause(durationMs: number): Promise<void> {
    return this.clock.sleep(durationMs, this.stopping.signal).catch(() => undefined);
  }

  private report(message: string, thrown: unknown, count: number): void {
    const error = toAppError(thrown);
    this.log.warn(message, {
      'session.id': this.sessionId,
      'error.code': error.code,
      'error.kind': error.kind,
      count,
    });
  }
}
