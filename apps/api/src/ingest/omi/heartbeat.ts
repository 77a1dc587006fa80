import type { Cancel, Clock } from '#libs/kernel';

export const BEAT_MS = 1_000;

/** One timer for all sockets: three hundred of their own would wake the process three hundred times. */
export class Heartbeat {
  private readonly beating = new Set<() => void>();
  private cancel: Cancel | null = null;

  constructor(private readonly clock: Clock) {}

  /** Calls `beat` every second until cancelled. */
  add(beat: () => void): Cancel {
    this.beating.add(beat);
    this.cancel ??= this.schedule();
    return () => void this.beating.delete(beat);
  }

  private schedule(): Cancel {
    return this.clock.after(BEAT_MS, () => {
      for (const beat of this.beating) beat();
      this.cancel = this.beating.size > 0 ? this.schedule() : null;
    });
  }
}
