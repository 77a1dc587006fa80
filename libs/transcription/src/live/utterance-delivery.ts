import { SerialQueue, toAppError, type AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import type { AudioFate } from './audio-fate.js';
import type { AudioLedger } from './audio-ledger.js';
import type { LiveUtterance } from './live-utterance.js';
import type { SessionListener } from './session-listener.js';

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 10_000;
/** Audio between two reports of progress, unless one is asked for: what a crash makes the recognizer hear again. */
const PROGRESS_EVERY_MS = 30_000;
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
    private readonly ledger: Pick<AudioLedger, 'take'>,
    private readonly deps: { readonly clock: Clock; readonly log: Log },
    handledMs: number,
  ) {
    this.toldMs = handledMs;
  }

  /** How much waits to be stored. */
  get waiting(): number {
    return this.queue.size;
  }

  /** The audio up to its end is in the ledger. */
  utterance(utterance: LiveUtterance): void {
    const fate = this.ledger.take();
    this.toldMs = Math.max(this.toldMs, utterance.positionEndMs);
    this.insist('An utterance could not be stored; it will be tried again', () =>
      this.listener.onUtterance(utterance, fate),
    );
  }

  /** Words of a second pass, and what that changes in the fate of audio that was told before. */
  found(utterance: LiveUtterance, fate: AudioFate): void {
    this.insist('Words that were found could not be stored; it will be tried again', () =>
      this.listener.onFound(utterance, fate),
    );
  }

  /** Audio before this position, which is in the ledger, needs nothing more than what was handed in before. `always` tells it even when little has changed. */
  progress(handledMs: number, always = false): void {
    if (handledMs <= this.toldMs || (!always && handledMs < this.toldMs + PROGRESS_EVERY_MS)) return;
    const fate = this.ledger.take();
    this.toldMs = handledMs;
    this.insist('Progress could not be stored; it will be tried again', () =>
      this.listener.onProgress(handledMs, fate),
    );
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

  private insist(failure: string, task: () => Promise<void> | void): void {
    void this.queue.run(() => this.repeat(failure, task));
  }

  private async repeat(failure: string, task: () => Promise<void> | void): Promise<void> {
    for (let attempt = 0; !this.stopping.signal.aborted; attempt += 1) {
      try {
        return await task();
      } catch (error) {
        this.report(failure, error, attempt + 1);
        const pauseMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
        await this.deps.clock.sleep(pauseMs, this.stopping.signal).catch(() => undefined);
      }
    }
  }

  private report(message: string, thrown: unknown, count: number): void {
    const error = toAppError(thrown);
    this.deps.log.warn(message, {
      'session.id': this.sessionId,
      'error.code': error.code,
      'error.kind': error.kind,
      count,
    });
  }
}
