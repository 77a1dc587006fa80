/** How far the segments of a conversation's row are translated: a field of the row. Holds no words. */
export interface TranslationMarks {
  /** Into which language. */
  readonly lang: string;
  /** By segment, how many characters its text had when it was dealt with: translated, or found to need no translation. */
  readonly lengths: Readonly<Record<string, number>>;
  /** How often the model was asked. */
  readonly calls: number;
}
