import type { TranscriptSegment } from '#libs/contracts';
import type { SpeakerLabelBook } from './speaker-label.js';
import { labelOf } from './speaker-labels.rules.js';
import type { VoicePrint } from './voice-print.js';

/** Of one person in one conversation: more of the same sound teaches little. */
const MOST_LESSONS = 3;
/** Seconds; of longer segments the middle is taken. */
const LONGEST_LESSON_S = 10;

/** What a voice can be learned from. */
export interface Lesson {
  readonly personId: string;
  readonly segment: TranscriptSegment;
  /** Seconds since the conversation's start. */
  readonly start: number;
  readonly end: number;
}

/** The longest segments of everybody whom a person named in a conversation, where learning was allowed. */
export function lessonsIn(
  segments: readonly TranscriptSegment[],
  book: SpeakerLabelBook,
  minSeconds: number,
): Lesson[] {
  const taught = segments.flatMap((segment) => {
    const label = labelOf(book, segment);
    const isTaught = label?.source === 'manual' && label.learn === true && label.person_id !== null;
    return isTaught && segment.end - segment.start >= minSeconds
      ? [{ personId: label.person_id!, segment }]
      : [];
  });
  const byPerson = Map.groupBy(taught, ({ personId }) => personId);
  return [...byPerson.values()].flatMap((lessons) =>
    lessons
      .sort((a, b) => b.segment.end - b.segment.start - (a.segment.end - a.segment.start))
      .slice(0, MOST_LESSONS)
      .map((lesson) => ({ ...lesson, ...middleOf(lesson.segment) })),
  );
}

/** Whether what a print was learned from is still labelled, by a person, as the voice of whom it is taken for. */
export function isStillTaught(print: VoicePrint, book: SpeakerLabelBook): boolean {
  const label = labelOf(book, { id: print.segment_id ?? '', speaker_id: print.speaker_id ?? -1 });
  return label?.source === 'manual' && label.person_id === print.person_id;
}

function middleOf({ start, end }: TranscriptSegment) {
  const extra = Math.max(0, end - start - LONGEST_LESSON_S) / 2;
  return { start: start + extra, end: end - extra };
}
