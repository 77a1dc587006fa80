/** Tried from 0.3 to 0.5 on meeting audio: below 0.4 breath and keyboards come through, above it soft word endings go. */
const VOICE = 0.4;
const SILENCE = 0.25;

/**
 * Makes decisions of probabilities. A voice is there from the second of two frames in a row that sound like one, to the second that sounds
 * like none: single frames of either kind are clicks and gaps between sounds.
 */
export class VoiceSwitch {
  private on = false;
  /** A first frame spoke against the present state. */
  private isDoubted = false;

  next(probability: number): boolean {
    if (this.agrees(probability)) this.isDoubted = false;
    else if (this.opposes(probability)) this.doubt();
    return this.on;
  }

  private agrees(probability: number): boolean {
    return this.on ? probability > VOICE : probability < VOICE;
  }

  private opposes(probability: number): boolean {
    return this.on ? probability < SILENCE : probability > VOICE;
  }

  private doubt(): void {
    if (this.isDoubted) this.on = !this.on;
    this.isDoubted = !this.isDoubted;
  }
}
