/** From so many characters on, V8 compiles a pattern to machine code at once (`JSRegExp::kTierUpForSubjectLengthValue`). */
const LONG_TEXT = ' '.repeat(1_000);

/**
 * A pattern of thousands of characters that is in use for good. V8 would compile it to byte code first and to machine code when it is used again,
 * which takes ten times as long: a third of a second for all kinds of facts. A long text, once, makes it begin with machine code.
 */
export function largePattern(source: string, flags = ''): RegExp {
  const pattern = new RegExp(source, flags);
  pattern.test(LONG_TEXT);
  return pattern;
}
