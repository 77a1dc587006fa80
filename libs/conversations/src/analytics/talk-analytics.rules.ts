import type { TranscriptSegment } from '#libs/contracts';

/** How much somebody said, or everybody. */
export interface TalkAmount {
  /** Of their own segments; who speaks at the same time as others speaks for as long. */
  readonly talk_time_seconds: number;
  readonly word_count: number;
  readonly words_per_minute: number;
}

export interface SpeakerAmount extends TalkAmount {
  readonly speaker: string;
  readonly speaker_id: number;
  readonly is_user: boolean;
  readonly person_id: string | null;
}

export interface TalkAnalytics {
  /** Who talked longest first. */
  readonly speakers: readonly SpeakerAmount[];
  readonly total: TalkAmount;
}

type Spoken = Pick<
  TranscriptSegment,
  'speaker' | 'speaker_id' | 'is_user' | 'person_id' | 'text' | 'start' | 'end'
>;

/** One for all of them: making one costs a hundred times what splitting a line does. */
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Who said how much, by who they are: the owner, a known person, else the voice. */
export function analyticsOf(segments: readonly Spoken[]): TalkAnalytics {
  const voices = Map.groupBy(segments, ({ is_user: isUser, person_id: person, speaker }) =>
    isUser ? 'owner' : (person ?? speaker),
  );
  const speakers = [...voices.values()].map((said) => {
    const { speaker, speaker_id, is_user, person_id } = said[0]!;
    return { speaker, speaker_id, is_user, person_id, ...amountOf(said) };
  });
  speakers.sort((a, b) => b.talk_time_seconds - a.talk_time_seconds || a.speaker_id - b.speaker_id);
  return { speakers, total: amountOf(segments) };
}

function amountOf(segments: readonly Spoken[]): TalkAmount {
  const seconds = segments.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  const words = segments.reduce((sum, { text }) => sum + wordsIn(text), 0);
  return {
    talk_time_seconds: Math.round(seconds * 10) / 10,
    word_count: words,
    words_per_minute: seconds > 0 ? Math.round((words * 60) / seconds) : 0,
  };
}

/** Also where no blanks are written. */
function wordsIn(text: string): number {
  return [...WORDS.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}
