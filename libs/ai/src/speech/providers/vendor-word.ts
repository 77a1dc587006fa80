/** A word as a vendor told it. Seconds count from the stream's first sample. */
export interface VendorWord {
  readonly text: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** The vendor's name for the voice; absent where it does not tell voices apart. */
  readonly speaker?: string | number | undefined;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  /** What was spoken, with or without a region, where the vendor found it out. */
  readonly language?: string | undefined;
  /** `attached` belongs to the word before it, as punctuation does; `joined` is a word of its own, written without a space before it. */
  readonly glue?: 'attached' | 'joined' | undefined;
}
