import type { TranscriptSegment } from '#libs/contracts';
import { newId } from '#libs/kernel';
import { withoutPauses } from '#libs/transcription';

/** Segments grow only near the end of a transcript: more need not be remembered. */
const REMEMBERED = 50;

/**
 * For clients of `/v3/listen`, which append every segment that they get: of a segment that has grown they get what was added, as a segment
 * of its own; of one that was only labelled or cut, nothing.
 */
export class FreshSegments {
  private readonly told = new Map<string, Pick<TranscriptSegment, 'text' | 'end'>>();

  of(segments: readonly TranscriptSegment[]): TranscriptSegment[] {
    return segments.flatMap((segment) => {
      const before = this.told.get(segment.id);
      this.remember(segment);
      if (!before) return [segment];
      const added = segment.text.startsWith(before.text) ? segment.text.slice(before.text.length).trim() : '';
      if (added === '') return [];
      return [
        { ...withoutPauses(segment), id: newId(), text: added, start: Math.min(before.end, segment.end) },
      ];
    });
  }

  private remember({ id, text, end }: TranscriptSegment): void {
    this.told.delete(id);
    this.told.set(id, { text, end });
    if (this.told.size > REMEMBERED) this.told.delete(this.told.keys().next().value!);
  }
}
