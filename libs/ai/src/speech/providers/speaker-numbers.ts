/** A vendor's names for the voices of a stream, as numbers from 0 in the order in which their final words came. */
export class SpeakerNumbers {
  private readonly numbers = new Map<string | number, number>();
  private latest = 0;

  /** The number of a voice, a new one for a new voice. Words without a name belong to the voice before. */
  assign(label: string | number | undefined): number {
    if (label === undefined) return this.latest;
    const number = this.numbers.get(label) ?? this.numbers.size;
    this.numbers.set(label, number);
    this.latest = number;
    return number;
  }

  /** The number that a voice has or would get. */
  guess(label: string | number | undefined): number {
    return label === undefined ? this.latest : (this.numbers.get(label) ?? this.numbers.size);
  }
}
