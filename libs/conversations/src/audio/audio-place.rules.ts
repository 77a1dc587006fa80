import type { AudioFile, Conversation } from '#libs/contracts';

/** A second of a conversation in its stored recordings. */
export interface AudioPlace {
  readonly fileId: string;
  /** Seconds into the file. */
  readonly offset: number;
}

/**
 * Where the sound of `seconds` since the conversation's start lies, or null when there is no recording of it. Where two devices recorded
 * the same moment, the file that began later is taken.
 */
export function placeInAudio(
  conversation: Pick<Conversation, 'started_at' | 'audio_files'>,
  seconds: number,
): AudioPlace | null {
  const wallSeconds = conversation.started_at.getTime() / 1000 + seconds;
  const places = conversation.audio_files.flatMap((file) => placesInFile(file, wallSeconds));
  return places.at(-1) ?? null;
}

function placesInFile(file: AudioFile, wallSeconds: number): AudioPlace[] {
  const stretch = file.chunk_timestamps.findLastIndex((startSeconds) => startSeconds <= wallSeconds);
  if (stretch < 0) return [];
  const offset = file.chunk_offsets[stretch]! + wallSeconds - file.chunk_timestamps[stretch]!;
  const end = file.chunk_offsets[stretch + 1] ?? file.duration;
  return offset < end ? [{ fileId: file.id, offset }] : [];
}
