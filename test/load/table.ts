/** Rows under their headings, columns as wide as their widest cell, numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = (text: string) => /^-?[\d.,]+[x%]?$/.test(text);
  const line = (row: readonly string[]) =>
    row
      .map((text, column) => (isNumber(text) ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)))
      .join('  ');
  const [head, ...body] = cells;
  return `\n${[line(head!), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n')}\n`;
}
