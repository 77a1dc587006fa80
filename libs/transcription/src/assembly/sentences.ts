/** Characters that end a sentence: Latin, CJK, Arabic and Devanagari. */
const ENDERS = '.?!。！？؟۔।॥';
const ENDS_SENTENCE = new RegExp(`[${ENDERS}]$`, 'u');
/** A Latin full stop ends a sentence only before a space, so that 3.5 stays whole; CJK is written without spaces. */
const FIRST_SENTENCE = new RegExp(`^.*?(?:[${ENDERS}]+(?=\\s|$)|[。！？]+)`, 'su');
const LAST_ENDER = new RegExp(`^(.*(?:[${ENDERS}]+(?=\\s)|[。！？]+))\\s*(\\S.*)$`, 'su');
const STARTS_LOWERCASE = /^\p{Ll}/u;

export function endsSentence(text: string): boolean {
  return ENDS_SENTENCE.test(text);
}

export function startsLowercase(text: string): boolean {
  return STARTS_LOWERCASE.test(text);
}

/** Ends like a sentence and does not begin in the middle of one. */
export function isCompleteSentence(text: string): boolean {
  return endsSentence(text) && !startsLowercase(text);
}

/** The first sentence and what follows it; all of the text when it has no ender. */
export function splitFirstSentence(text: string): { first: string; rest: string } {
  const first = FIRST_SENTENCE.exec(text)?.[0] ?? text;
  return { first, rest: text.slice(first.length).trim() };
}

/** The piece behind the last ender and what comes before it; the piece is empty when the text ends with one. */
export function splitOpenEnd(text: string): { before: string; open: string } {
  if (endsSentence(text)) return { before: text, open: '' };
  const match = LAST_ENDER.exec(text);
  return match ? { before: match[1]!.trim(), open: match[2]! } : { before: '', open: text };
}

/** One space between words, none before a comma, a full stop or a question mark. */
export function normalizeSpacing(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/ +([,.?])/gu, '$1')
    .trim();
}
