/** Quieter than this (2.3 of 32,768, -82 dB of full scale) is the dither of a converter. */
const SILENCE_DB = 8;
/** A voice stands out from the background by more than this in at least some frames. Below, false alarms rise; above, whispers are lost. */
const RISE_DB = 4;
/** After a loud frame the following ones are let through as well, so that soft endings reach the detector (13 x 32 ms). */
const HANGOVER_FRAMES = 13;
/** The background is the quietest moment of the last four blocks of 20 frames, about 2.5 s: longer than speech goes without a pause. */
const BLOCK_FRAMES = 20;
const BLOCKS = 4;
/** Single frames dip by chance; the background is judged on the mean of this many. */
const SMOOTHING = 0.4;

/**
 * Spares the voice detector the frames that cannot hold speech: no louder than the room has just been. It may let noise through, which
 * the detector judges; it must not keep speech out. One per stream.
 */
export class EnergyGate {
  private readonly blockMinimaDb: number[] = [];
  private blockMinimumDb = Infinity;
  private framesInBlock = 0;
  private smoothDb: number | undefined;
  private openFrames = 0;

  /** Whether the detector has to hear a frame of this loudness. */
  admits(frameDb: number): boolean {
    const backgroundDb = this.follow(frameDb);
    if (frameDb > SILENCE_DB && frameDb > backgroundDb + RISE_DB) this.openFrames = HANGOVER_FRAMES + 1;
    this.openFrames = Math.max(0, this.openFrames - 1);
    return this.openFrames > 0;
  }

  /** The loudness of the background before this frame; nothing at all while the first block is being heard. */
  private follow(frameDb: number): number {
    const backgroundDb =
      this.blockMinimaDb.length === 0 ? 0 : Math.min(this.blockMinimumDb, ...this.blockMinimaDb);
    this.smoothDb =
      this.smoothDb === undefined ? frameDb : this.smoothDb + SMOOTHING * (frameDb - this.smoothDb);
    this.blockMinimumDb = Math.min(this.blockMinimumDb, this.smoothDb);
    this.framesInBlock += 1;
    if (this.framesInBlock === BLOCK_FRAMES) this.closeBlock();
    return backgroundDb;
  }

  private closeBlock(): void {
    this.blockMinimaDb.push(this.blockMinimumDb);
    if (this.blockMinimaDb.length > BLOCKS) this.blockMinimaDb.shift();
    this.blockMinimumDb = Infinity;
    this.framesInBlock = 0;
  }
}
