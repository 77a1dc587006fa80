import type { Clock } from '#libs/kernel';
import type { Log, Metrics } from '#libs/observability';
import { NO_FATE, totalMs, type AudioFate } from './audio-fate.js';
import { AudioLedger } from './audio-ledger.js';

export interface SessionAccountDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Accounts for the audio of one session, for its owner in the ledger and for the operator in metrics and the log. */
export class SessionAccount {
  readonly ledger = new AudioLedger();

  constructor(
    private readonly sessionId: string,
    private readonly deps: SessionAccountDeps,
  ) {}

  /** Audio that a device sent now is durable; `lostFrames`: how many it skipped. */
  received(durationMs: number, lostFrames: number): void {
    this.ledger.received(durationMs);
    this.deps.metrics.audioReceived.inc(durationMs / 1_000);
    if (lostFrames === 0) return;
    this.deps.log.warn('A device skipped frames', { 'session.id': this.sessionId, count: lostFrames });
  }

  /** This became of audio that the provider was given; null where nobody was. */
  handled(fate: AudioFate, provider: string | null): void {
    if (fate === NO_FATE) return;
    this.ledger.add(fate);
    if (provider) this.deps.metrics.audioTranscribed.inc({ provider }, totalMs(fate) / 1_000);
  }

  /** The final text of what was said until `endMs`, epoch milliseconds, is there. */
  finalText(endMs: number, provider: string): void {
    const delayMs = Math.max(0, this.deps.clock.nowMs() - endMs);
    this.deps.metrics.finalTextDelay.observe({ provider }, delayMs / 1_000);
  }

  /** Every second must be accounted for; that it is not is a mistake in this program or in a recognizer. */
  reconcile(provider: string | null): void {
    const imbalances = this.ledger.imbalances();
    if (imbalances.length === 0) return;
    this.deps.log.error('The audio of a session does not add up', {
      'session.id': this.sessionId,
      'stt.provider': provider ?? 'none',
      outcome: imbalances.join(' '),
    });
  }
}
