import type { AudioFile } from '#libs/contracts';
import type { ConversationHead } from '../store/conversation-row.js';

/** In order of time; a file that is written again takes its own place. */
function withFiles(known: readonly AudioFile[], files: readonly AudioFile[]): AudioFile[] {
  const byId = new Map([...known, ...files].map((file) => [file.id, file]));
  return [...byId.values()].sort((a, b) => (a.started_at?.getTime() ?? 0) - (b.started_at?.getTime() ?? 0));
}

/** What a conversation says of its sound once these recordings of it are stored. */
export function withSound(
  { audio_files, finished_at }: Pick<ConversationHead, 'audio_files' | 'finished_at'>,
  files: readonly AudioFile[],
): Pick<ConversationHead, 'audio_files' | 'sound_since'> {
  const all = withFiles(audio_files, files);
  return { audio_files: all, sound_since: all.length > 0 ? finished_at : null };
}
