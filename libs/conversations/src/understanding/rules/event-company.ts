import type { Line, Talk } from './talk-lines.js';

/** Name of whom the owner arranges something with in a sentence, when it is known. */
export function partnerOf({ lines, names, voices }: Talk, line: Line): string | null {
  if (line.role !== 'owner') return names.get(line.speaker) ?? null;
  for (let at = line.index - 1; at >= 0; at -= 1) {
    const { role, speaker } = lines[at]!;
    if (role === 'other') return names.get(speaker) ?? null;
  }
  const [only] = names.values();
  return only !== undefined && voices === 2 ? only : null;
}
