import type { TranscriptSegment } from '#libs/contracts';
import type { UserEdits } from '../edits/user-edits.js';
import {
  NO_LABELS,
  OWNER_VOICE,
  type LabelTarget,
  type SpeakerLabel,
  type SpeakerLabelBook,
} from './speaker-label.js';

/** A row as far as its labels go. */
export interface LabelledRow {
  readonly speaker_labels?: SpeakerLabelBook;
  readonly user_edits?: UserEdits;
}

/**
 * The decision that holds for a segment. Manual ones come first, the newer of two; of inferred ones that on the segment itself. Source:
 * specification of listening, §4.5.
 */
export function labelOf(
  book: SpeakerLabelBook,
  segment: Pick<TranscriptSegment, 'id' | 'speaker_id'>,
): SpeakerLabel | null {
  const labels = [book.by_segment[segment.id], book.by_speaker[segment.speaker_id]].filter(
    (label) => label !== undefined,
  );
  const manual = labels.filter(({ source }) => source === 'manual');
  if (manual.length > 1) return manual[1]!.generation > manual[0]!.generation ? manual[1]! : manual[0]!;
  return manual[0] ?? labels[0] ?? null;
}

/** The segment with what was decided on its voice; as it is where nothing was. */
export function applyVoiceLabels(row: LabelledRow, segment: TranscriptSegment): TranscriptSegment {
  const label = labelOf(row.speaker_labels ?? NO_LABELS, segment);
  return label ? withLabel(segment, label.person_id) : segment;
}

export function withLabel(segment: TranscriptSegment, personId: string | null): TranscriptSegment {
  const isUser = personId === OWNER_VOICE;
  return { ...segment, is_user: isUser, person_id: isUser ? null : personId };
}

/**
 * Segments that were labelled one by one are not joined with others: by a person, because that is final; by their sound, because what is said
 * next may be somebody else's where the recognizer does not tell voices apart. Nor are those whose words a person corrected.
 */
export function protectedIdsOf(row: LabelledRow): ReadonlySet<string> {
  const labelled = Object.keys((row.speaker_labels ?? NO_LABELS).by_segment);
  return new Set([...labelled, ...(row.user_edits?.segment_ids ?? [])]);
}

/** Labels of segments that were joined into others go along with their words; where both have one, the stronger stays. */
export function moveLabels(book: SpeakerLabelBook, absorbed: ReadonlyMap<string, string>): SpeakerLabelBook {
  const moved = [...absorbed].filter(([from]) => book.by_segment[from] !== undefined);
  if (moved.length === 0) return book;
  const by_segment = { ...book.by_segment };
  for (const [from, into] of moved) {
    by_segment[into] = stronger(by_segment[from]!, by_segment[into]);
    delete by_segment[from];
  }
  return { ...book, by_segment };
}

/** The book with one more decision. An inferred one changes nothing that a person decided. */
export function decide(
  book: SpeakerLabelBook,
  target: LabelTarget,
  decision: Omit<SpeakerLabel, 'generation'>,
): SpeakerLabelBook {
  const label: SpeakerLabel = { ...decision, generation: book.generation + 1 };
  const put = (labels: Readonly<Record<string, SpeakerLabel>>, keys: readonly string[]) => ({
    ...labels,
    ...Object.fromEntries(keys.map((key) => [key, stronger(label, labels[key])])),
  });
  return {
    generation: label.generation,
    by_speaker: put(book.by_speaker, target.speakerId === undefined ? [] : [String(target.speakerId)]),
    by_segment: put(book.by_segment, target.segmentIds ?? []),
  };
}

/** The book without what was inferred on these voices and segments; what a person decided stays. */
export function withdraw(book: SpeakerLabelBook, target: LabelTarget): SpeakerLabelBook {
  const without = (labels: Readonly<Record<string, SpeakerLabel>>, keys: readonly string[]) =>
    Object.fromEntries(
      Object.entries(labels).filter(([key, label]) => label.source === 'manual' || !keys.includes(key)),
    );
  return {
    generation: book.generation + 1,
    by_speaker: without(book.by_speaker, target.speakerId === undefined ? [] : [String(target.speakerId)]),
    by_segment: without(book.by_segment, target.segmentIds ?? []),
  };
}

function stronger(label: SpeakerLabel, other: SpeakerLabel | undefined): SpeakerLabel {
  if (!other) return label;
  const isManual = label.source === 'manual';
  if (isManual !== (other.source === 'manual')) return isManual ? label : other;
  return other.generation > label.generation ? other : label;
}
