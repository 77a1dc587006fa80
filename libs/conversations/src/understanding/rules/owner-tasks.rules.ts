import { type ActionItemsAnswer, type ActionItemsInput } from '../action-items.task.js';
import { isEnglish } from '../grounding.js';
import { saidToPeople } from '../injected-instructions.js';
import { findActionItems } from './action-items.rules.js';

/** The owner's tasks, found by rules that read English; in other languages none is claimed. */
export function ownerTasks({ transcript }: ActionItemsInput): ActionItemsAnswer {
  return isEnglish(transcript.language) ? findActionItems(saidToPeople(transcript)) : { items: [] };
}
