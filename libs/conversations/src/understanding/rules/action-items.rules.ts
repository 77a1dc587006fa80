import { type TranscriptInput } from '#libs/contracts';
import { type ActionItemsAnswer } from '../action-items.task.js';
import { prepareTalk } from './talk.js';
import { type Task } from './task-board.js';
import { TaskListener } from './task-listener.js';

/** The owner's tasks in a conversation, found by rules. Pure, deterministic and linear in the length of the talk. */
export function findActionItems(input: TranscriptInput): ActionItemsAnswer {
  const talk = prepareTalk(input);
  if (talk.narrated) return { items: [] };
  const listener = new TaskListener(talk);
  for (const line of talk.lines) listener.hear(line);
  return { items: listener.tasks().map(toDraft) };
}

function toDraft({ description, due, evidence }: Task): ActionItemsAnswer['items'][number] {
  const segmentIds = new Set(evidence.flatMap(({ segmentIds: ids }) => ids));
  return { description, due: due && `${due.day}T${due.time}`, segment_ids: [...segmentIds] };
}
