/**
 * Numbers for the voices of a session that hold from stream to stream: each stream of a recognizer that tells voices apart counts them
 * anew, and its numbers must not fall on voices of the one before. Better one person twice than two people as one.
 */
export class VoiceNumbers {
  private solo: number | null = null;

  /** Numbers below `used` are taken. */
  constructor(private used = 0) {}

  /** What the voices of one more stream are called. */
  ofStream(toldApart: boolean): (voice: number) => number {
    let base: number | null = null;
    return (voice) => {
      base ??= toldApart ? this.used : this.soloNumber();
      const number = toldApart ? base + voice : base;
      this.used = Math.max(this.used, number + 1);
      return number;
    };
  }

  /** The one number of recognizers that hear everybody as one: the first, unless voices that were told apart have it. */
  private soloNumber(): number {
    this.solo ??= this.used > 1 ? this.used : 0;
    return this.solo;
  }
}
