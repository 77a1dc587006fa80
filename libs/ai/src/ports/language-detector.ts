/** Tells in which language something is written. */
export abstract class LanguageDetector {
  /**
   * The language of each text, ISO 639-1; null where a text gives no clue. `among`: the languages that come into question; any when fewer
   * than two are given.
   */
  abstract detect(texts: readonly string[], among: readonly string[]): Promise<(string | null)[]>;
}
