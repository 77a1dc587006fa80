import type { TranscriptInput } from '#libs/contracts';
import { writeNotes } from '../understanding/rules/notes.rules.js';
import type { Topic } from './topic.task.js';

/** As the notes of the conversation would be headed. */
export function nameTopic(transcript: TranscriptInput): Topic {
  const { title, emoji } = writeNotes({ transcript, folders: [] });
  return { title, emoji };
}
