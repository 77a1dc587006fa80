import type { Clock } from '#libs/kernel';
import type { RecognizerStream } from './recognizer-stream.js';
import { stalled } from './session-refusals.js';
import type { WakeSignal } from './wake-signal.js';

/** A recognizer that neither takes audio nor answers for this long is dead. */
export const STALL_MS = 60_000;
/** Audio a recognizer may hold. Far above the longest utterance it keeps open, or it would wait for audio that is kept from it. */
const MAX_BACKLOG_MS = 60_000;

/** Waits for a recognizer for as long as it gets on; one that does not dies of it. */
export class StallGuard {
  /** `progress` is raised when a recognizer has dealt with audio, or died. */
  constructor(
    private readonly clock: Clock,
    private readonly progress: WakeSignal,
  ) {}

  /** Resolves when the open utterance's text was told. */
  async flush(stream: RecognizerStream): Promise<void> {
    const cancel = this.clock.after(STALL_MS, () => stream.die(stalled()));
    await stream.flush().finally(cancel);
  }

  /** Resolves when it may be given more audio. */
  async waitForRoom(stream: RecognizerStream): Promise<void> {
    let movedAtMs = this.clock.monotonicMs();
    for (let handledMs = stream.handledMs; stream.backlogMs > MAX_BACKLOG_MS;) {
      stream.throwIfDead();
      await this.progress.sleep(STALL_MS);
      const nowMs = this.clock.monotonicMs();
      if (stream.handledMs > handledMs) movedAtMs = nowMs;
      handledMs = stream.handledMs;
      if (nowMs - movedAtMs >= STALL_MS) stream.die(stalled());
    }
  }
}
