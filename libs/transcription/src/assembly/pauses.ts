import type { TranscriptSegment } from '#libs/contracts';
import { normalizeSpacing } from './sentences.js';

/** The words of both with the place where the second begins: a recognizer ends a stretch of speech where nobody speaks for a moment. */
export function joinWithPause(a: TranscriptSegment, b: TranscriptSegment): TranscriptSegment {
  const text = normalizeSpacing(`${a.text} ${b.text}`);
  const at = text.length - normalizeSpacing(b.text).length;
  return { ...a, text, pauses: [...(a.pauses ?? []), at, ...(b.pauses ?? []).map((offset) => offset + at)] };
}

/** Of a segment whose words are about to change: its pauses would lie elsewhere. */
export function withoutPauses(segment: TranscriptSegment): TranscriptSegment {
  const changed = { ...segment };
  delete changed.pauses;
  return changed;
}
