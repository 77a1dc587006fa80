/** From here on, audio position and wall clock run together. */
export interface WallAnchor {
  /** Milliseconds of audio since the session's first sample. */
  readonly positionMs: number;
  /** Epoch milliseconds. */
  readonly wallMs: number;
}

/** Says when, by the clock on the wall, a position of a session's audio was recorded. */
export class WallTimeline {
  /**
   * @param anchors in order of position; none means that no audio has come
   * @param certainUntilMs when positions before this were recorded will not be corrected any more
   */
  constructor(
    readonly anchors: readonly WallAnchor[],
    readonly certainUntilMs = Infinity,
  ) {}

  /** When the sample at this position was recorded, epoch milliseconds. Null while there is no audio. */
  toWallMs(positionMs: number): number | null {
    return this.project(positionMs, (anchor) => anchor.positionMs <= positionMs);
  }

  /** When the stretch that ends at this position ended: at a gap in the recording that is before the gap, not after it. */
  endToWallMs(positionMs: number): number | null {
    return this.project(positionMs, (anchor) => anchor.positionMs < positionMs);
  }

  /** Whether the recording stopped for a while somewhere after `fromMs` and at or before `toMs`. */
  hasGapBetween(fromMs: number, toMs: number): boolean {
    return this.anchors.some((anchor) => anchor.positionMs > fromMs && anchor.positionMs <= toMs);
  }

  private project(positionMs: number, applies: (anchor: WallAnchor) => boolean): number | null {
    const anchor = this.anchors.findLast(applies) ?? this.anchors[0];
    return anchor ? anchor.wallMs + positionMs - anchor.positionMs : null;
  }
}

/** How far arrival may run ahead of the audio before it counts as a gap in the recording. */
const GAP_MS = 1_000;
/** A gap is certain once arrival has stayed ahead for this long: audio that was only held up on its way catches up. */
const CONFIRM_MS = 2_000;
/** Arrival counts as catching up when it has come closer by at least this much. */
const FALL_MS = 100;
/** A suspected gap that has shrunk by this much is audio catching up, not a gap. */
const CATCHING_UP_MS = 500;

interface SuspectedGap {
  readonly positionMs: number;
  readonly firstLagMs: number;
  lagMs: number;
  fellAtMs: number;
}

/** What a `WallClock` remembers, as plain data. */
export interface WallClockState {
  readonly anchors: readonly WallAnchor[];
  readonly slackMs: number;
  readonly gap: Readonly<SuspectedGap> | null;
}

/**
 * Finds out, batch by batch, when each position of the audio was recorded. Samples are the time base; arrival times only correct it
 * forward, where the recording paused for more than a second. Never back, not even when audio arrives faster than it can have been
 * spoken (a device that empties its memory): text that was told already would then overlap with what comes.
 * What was buffered while the connection was down arrives late but without a pause, so it must not be taken for one: a lag
 * counts only once it has stopped shrinking. A pure function of the batches fed to it.
 */
export class WallClock {
  private anchors: WallAnchor[] = [];
  private gap: SuspectedGap | null = null;
  /** How far, at least, arrival has been behind the expectation since the last pause; below zero after audio that came in a hurry. */
  private slackMs = 0;

  /** The clock as far as it is known now; a gap that is not certain yet counts unless audio is catching up. */
  get timeline(): WallTimeline {
    const gap = this.gap;
    const certainUntilMs = gap?.positionMs;
    if (!gap || gap.lagMs < gap.firstLagMs - CATCHING_UP_MS) {
      return new WallTimeline([...this.anchors], certainUntilMs);
    }
    return new WallTimeline([...this.anchors, this.anchorOf(gap)], certainUntilMs);
  }

  snapshot(): WallClockState {
    return { anchors: [...this.anchors], slackMs: this.slackMs, gap: this.gap ? { ...this.gap } : null };
  }

  restore(state: WallClockState): void {
    this.anchors = [...state.anchors];
    this.slackMs = state.slackMs;
    this.gap = state.gap ? { ...state.gap } : null;
  }

  /** Audio from `startMs` to `endMs` arrived together at `receivedAtMs`. */
  onBatch(startMs: number, endMs: number, receivedAtMs: number): void {
    if (endMs <= startMs) return;
    if (this.anchors.length === 0) {
      this.anchors.push({ positionMs: startMs, wallMs: receivedAtMs - (endMs - startMs) });
      return;
    }
    const lagMs = receivedAtMs - this.expectedMs(endMs) - this.slackMs;
    if (lagMs > GAP_MS) return this.suspect(startMs, lagMs, receivedAtMs);
    this.gap = null;
    this.slackMs += Math.min(0, lagMs);
  }

  private suspect(startMs: number, lagMs: number, receivedAtMs: number): void {
    if (this.gap && lagMs > this.gap.lagMs + GAP_MS) {
      const grownMs = lagMs - this.gap.lagMs;
      this.confirm(this.gap);
      this.gap = { positionMs: startMs, firstLagMs: grownMs, lagMs: grownMs, fellAtMs: receivedAtMs };
      return;
    }
    this.gap ??= { positionMs: startMs, firstLagMs: lagMs, lagMs, fellAtMs: receivedAtMs };
    if (lagMs < this.gap.lagMs - FALL_MS) {
      this.gap.lagMs = lagMs;
      this.gap.fellAtMs = receivedAtMs;
    }
    if (receivedAtMs - this.gap.fellAtMs >= CONFIRM_MS) this.confirm(this.gap);
  }

  private confirm(gap: SuspectedGap): void {
    this.anchors.push(this.anchorOf(gap));
    this.gap = null;
  }

  private anchorOf(gap: SuspectedGap): WallAnchor {
    return { positionMs: gap.positionMs, wallMs: this.expectedMs(gap.positionMs) + gap.lagMs };
  }

  private expectedMs(positionMs: number): number {
    const last = this.anchors.at(-1)!;
    return last.wallMs + positionMs - last.positionMs;
  }
}
