import { type SpeechToText } from '#libs/ai';
import { type TranscriptInput, type TranscriptSegment } from '#libs/contracts';
import { assembleSegments, speakerLabel } from '#libs/transcription';
import { circumstancesOf, segmentIdOf, type Dialogue } from './dialogue-file.js';
import { speakDialogue } from './speak.js';

/**
 * What the product hears of a spoken dialogue: recognized words, joined into segments as in a live session, all of one voice because the
 * recognizer tells none apart.
 */
export async function hearDialogue(dialogue: Dialogue, speech: SpeechToText): Promise<TranscriptInput> {
  const utterances = await speech.transcribe(await speakDialogue(dialogue), { language: dialogue.language });
  const fresh = utterances.map(({ text, startMs, endMs, speaker }, number) => ({
    id: segmentIdOf(number),
    text,
    speaker: speakerLabel(speaker),
    speaker_id: speaker,
    is_user: false,
    person_id: null,
    start: startMs / 1000,
    end: endMs / 1000,
    translations: [],
    speech_profile_processed: false,
    stt_provider: null,
  }));
  return {
    turns: assembleSegments({ stored: [], fresh }).segments.map(toTurn),
    ...circumstancesOf(dialogue),
  };
}

function toTurn({
  id,
  speaker_id: speaker,
  text,
  pauses = [],
  start,
  end,
}: TranscriptSegment): TranscriptInput['turns'][number] {
  return { segmentIds: [id], speaker: `Speaker ${speaker}`, isUser: null, text, pauses, start, end };
}
