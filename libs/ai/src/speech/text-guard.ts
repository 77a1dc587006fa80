/** Nobody speaks faster: auctioneers reach about 8 words, 40 characters a second. */
const MAX_CHARACTERS_PER_SECOND = 40;
/** Even a short sound may hold a short word. */
const FREE_CHARACTERS = 16;
/** The longest phrase that is looked for as a loop. */
const MAX_LOOP_WORDS = 8;
/** Said in earnest, repetitions take their time (fast readers reach 20 characters a second); a decoder that does not find its end does not. */
const MAX_LOOP_CHARACTERS_PER_SECOND = 28;
const LOOP_REPEATS = { word: 6, phrase: 4 };

/**
 * What a recognizer made of an utterance, without what it made up: on noise, decoders of this kind repeat themselves or write more than
 * can be said in the time. Returns '' when nothing is left that was plausibly said.
 */
export function plausibleText(text: string, speechMs: number): string {
  const said = text.trim();
  if (!/[\p{L}\p{N}]/u.test(said)) return '';
  const seconds = speechMs / 1000;
  const kept = said.length > MAX_LOOP_CHARACTERS_PER_SECOND * seconds ? withoutLoop(said) : said;
  return kept.length > FREE_CHARACTERS + MAX_CHARACTERS_PER_SECOND * seconds ? '' : kept;
}

/** Cuts a loop down to its first round; a text that is little else than a loop is dropped. */
function withoutLoop(text: string): string {
  const words = text.split(/\s+/);
  const keys = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}']/gu, ''));
  for (let start = 0; start < keys.length; start += 1) {
    for (let size = 1; size <= MAX_LOOP_WORDS; size += 1) {
      const repeats = repeatsAt(keys, start, size);
      if (repeats < (size === 1 ? LOOP_REPEATS.word : LOOP_REPEATS.phrase)) continue;
      if (repeats * size * 2 > words.length) return '';
      return [...words.slice(0, start + size), ...words.slice(start + repeats * size)].join(' ');
    }
  }
  return text;
}

/** How often the phrase of `size` words at `start` follows itself, counting the first. */
function repeatsAt(keys: readonly string[], start: number, size: number): number {
  let repeats = 1;
  for (let at = start + size; at + size <= keys.length; at += size) {
    for (let offset = 0; offset < size; offset += 1) {
      if (keys[at + offset] !== keys[start + offset]) return repeats;
    }
    repeats += 1;
  }
  return repeats;
}
