/** Turns `first` to `last` of a conversation, as an answer to the question. */
export interface Candidate {
  readonly conversation: number;
  readonly first: number;
  readonly last: number;
  /** How much of the question the turns and their conversation cover, 0 to 1: below a limit nothing is known. */
  readonly coverage: number;
  /** How much of the question the turns' own words cover. */
  readonly own: number;
  /** Coverage and how well the words are of the kind asked for; for ranking only. */
  readonly score: number;
}
