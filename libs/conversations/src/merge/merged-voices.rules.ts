import type { TranscriptSegment } from '#libs/contracts';
import { speakerLabel } from '#libs/transcription';
import { NO_LABELS, type SpeakerLabel, type SpeakerLabelBook } from '../speakers/speaker-label.js';
import type { ConversationRow } from '../store/conversation-row.js';

type Voiced = Pick<ConversationRow, 'transcript_segments' | 'speaker_labels'>;

/** Which number a voice of a source has in what the sources become. */
export type VoiceNumbering = (source: number, speakerId: number) => number;

/**
 * Numbers in one conversation say nothing about those in another: a voice keeps its number only with its person. The owner, and whoever is
 * named, has one number; every other voice has its own. Where no source tells voices apart, neither does the whole.
 */
export function numberingOf(sources: readonly Voiced[]): VoiceNumbering {
  if (sources.every(tellsNothingApart)) return () => 0;
  const numbers = new Map<string, number>();
  const numberOf = (source: number, speakerId: number) => {
    const key = identityOf(sources[source]!, speakerId) ?? `${source}:${speakerId}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  // In the order in which they are heard.
  sources.forEach(({ transcript_segments }, index) => {
    for (const { speaker_id } of transcript_segments) numberOf(index, speaker_id);
  });
  return numberOf;
}

function tellsNothingApart({ transcript_segments, speaker_labels = NO_LABELS }: Voiced): boolean {
  const isLabelled = Object.keys(speaker_labels.by_speaker).length > 0;
  return !isLabelled && transcript_segments.every(({ speaker_id }) => speaker_id === 0);
}

/** Who always speaks under a number; null when that is not known. */
function identityOf({ transcript_segments }: Voiced, speakerId: number): string | null {
  const said = transcript_segments.filter(({ speaker_id }) => speaker_id === speakerId);
  const [first] = said;
  if (!first || (!first.is_user && first.person_id === null)) return null;
  const isOne = said.every(
    ({ is_user, person_id }) => is_user === first.is_user && person_id === first.person_id,
  );
  if (!isOne) return null;
  return first.is_user ? 'owner' : `person:${first.person_id}`;
}

export function withVoice(segment: TranscriptSegment, number: number): TranscriptSegment {
  return { ...segment, speaker: speakerLabel(number), speaker_id: number };
}

/** Every decision on the voices of the sources. A person's word counts before what was inferred, and of two words the later source's. */
export function mergedLabels(sources: readonly Voiced[], numberOf: VoiceNumbering): SpeakerLabelBook {
  const by_speaker: Record<string, SpeakerLabel> = {};
  const by_segment: Record<string, SpeakerLabel> = {};
  let generation = 0;
  sources.forEach(({ speaker_labels: book = NO_LABELS }, index) => {
    const later = (label: SpeakerLabel) => ({ ...label, generation: label.generation + generation });
    for (const [speaker, label] of Object.entries(book.by_speaker)) {
      const number = String(numberOf(index, Number(speaker)));
      if (by_speaker[number]?.source !== 'manual' || label.source === 'manual')
        by_speaker[number] = later(label);
    }
    for (const [id, label] of Object.entries(book.by_segment)) by_segment[id] = later(label);
    generation += book.generation;
  });
  return { generation, by_speaker, by_segment };
}
