import type { TranscriptSegment } from '#libs/contracts';
import type { LiveUtterance } from '../live/live-utterance.js';

/** The label that a voice's number has on the wire; its number is read back as the integer behind the underscore. */
export function speakerLabel(speaker: number): string {
  return `SPEAKER_${String(speaker).padStart(2, '0')}`;
}

function secondsSince(startedAtMs: number, atMs: number): number {
  return Math.max(0, Math.round(atMs - startedAtMs)) / 1_000;
}

/** An utterance as a segment of the conversation that began at `startedAtMs` (epoch milliseconds), before it is merged with its neighbours. */
export function toRawSegment(
  utterance: LiveUtterance,
  startedAtMs: number,
  sttProvider: string | null,
): TranscriptSegment {
  return {
    id: utterance.id,
    text: utterance.text,
    speaker: speakerLabel(utterance.speaker),
    speaker_id: utterance.speaker,
    is_user: false,
    person_id: null,
    start: secondsSince(startedAtMs, utterance.startMs),
    end: secondsSince(startedAtMs, utterance.endMs),
    translations: [],
    speech_profile_processed: true,
    stt_provider: sttProvider,
  };
}
