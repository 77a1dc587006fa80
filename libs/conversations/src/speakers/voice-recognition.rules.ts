import type { SpeakerThresholds } from '#libs/ai';
import type { TranscriptSegment } from '#libs/contracts';
import type { LabelledTranscript } from './labelled-transcripts.js';
import type { SpeakerLabel, SpeakerLabelBook } from './speaker-label.js';
import { vectorOf } from './vectors.js';
import { decideVoices, type HeardVoice, type KnownVoice, type VoiceMatch } from './voice-decision.rules.js';
import type { ConversationVoices } from './voice-evidence.js';

/** Where evidence lies of a voice that the recognizer numbers, or of one segment where it does not tell voices apart. */
export const voiceKeyOf = {
  speaker: (speakerId: number) => `speaker:${speakerId}`,
  segment: (segmentId: string) => `segment:${segmentId}`,
};

export const isSegmentKey = (key: string) => key.startsWith('segment:');

/** What is decided on a transcript by its sound, and who was not named before. */
export interface Recognition {
  readonly book: SpeakerLabelBook;
  readonly named: readonly { readonly segment: TranscriptSegment; readonly personId: string }[];
}

/**
 * Labels by sound as they follow from all evidence there is: earlier ones stand only while it still speaks for them. What a person decided
 * stays, and whom a person named in this conversation is not named again. Null when nothing changes.
 */
export function recognize(
  { segments, book }: LabelledTranscript,
  heard: ConversationVoices,
  known: readonly KnownVoice[],
  thresholds: SpeakerThresholds,
): Recognition | null {
  const matches = decideVoices(undecided(heard, book), known, thresholds, manuallyNamed(book));
  const generation = book.generation + 1;
  const next = {
    generation,
    by_speaker: relabelled(book.by_speaker, 'speaker:', matches, generation),
    by_segment: relabelled(book.by_segment, 'segment:', matches, generation),
  };
  if (isSame(next.by_speaker, book.by_speaker) && isSame(next.by_segment, book.by_segment)) return null;
  return { book: next, named: matches.flatMap((match) => namedBy(match, segments, book)) };
}

/** Voices on which no person decided. */
function undecided({ voices }: ConversationVoices, book: SpeakerLabelBook): HeardVoice[] {
  return Object.entries(voices)
    .filter(([key, { is_mixed }]) => is_mixed !== true && labelAt(book, key)?.source !== 'manual')
    .map(([key, { sum, seconds }]) => ({
      key,
      vector: vectorOf(sum),
      speechMs: seconds * 1_000,
      isWhole: !isSegmentKey(key),
    }));
}

function labelAt({ by_speaker, by_segment }: SpeakerLabelBook, key: string): SpeakerLabel | undefined {
  const name = key.slice(key.indexOf(':') + 1);
  return key.startsWith('speaker:') ? by_speaker[name] : by_segment[name];
}

function manuallyNamed({ by_speaker, by_segment }: SpeakerLabelBook): Set<string> {
  const labels = [...Object.values(by_speaker), ...Object.values(by_segment)];
  return new Set(
    labels.flatMap(({ source, person_id }) => (source === 'manual' && person_id ? [person_id] : [])),
  );
}

/** A label that says the same as before keeps its number. */
function relabelled(
  labels: Readonly<Record<string, SpeakerLabel>>,
  prefix: string,
  matches: readonly VoiceMatch[],
  generation: number,
): Record<string, SpeakerLabel> {
  const next = Object.fromEntries(Object.entries(labels).filter(([, { source }]) => source !== 'voice'));
  for (const { key, personId, printId } of matches) {
    if (!key.startsWith(prefix)) continue;
    const name = key.slice(prefix.length);
    const old = labels[name];
    const isKnown = old?.source === 'voice' && old.person_id === personId && old.print_id === printId;
    next[name] = isKnown ? old : { person_id: personId, source: 'voice', generation, print_id: printId };
  }
  return next;
}

function isSame(
  a: Readonly<Record<string, SpeakerLabel>>,
  b: Readonly<Record<string, SpeakerLabel>>,
): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function namedBy(
  { key, personId }: VoiceMatch,
  segments: readonly TranscriptSegment[],
  book: SpeakerLabelBook,
) {
  if (labelAt(book, key)?.person_id === personId) return [];
  const segment = segments.findLast(
    ({ id, speaker_id }) => key === voiceKeyOf.segment(id) || key === voiceKeyOf.speaker(speaker_id),
  );
  return segment ? [{ segment, personId }] : [];
}
