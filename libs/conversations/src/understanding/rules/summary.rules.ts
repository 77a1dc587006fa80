import { type TranscriptInput } from '#libs/contracts';
import { type Summary } from '../summary.task.js';
import { findActionItems } from './action-items.rules.js';
import { categoryOf } from './categories.js';
import { emojiFor } from './emojis.js';
import { findEvents } from './events.rules.js';
import { overviewOf } from './overviews.js';
import { prepareTalk } from './talk.js';
import { taskObject, titleOf } from './titles.js';
import { topicsOf } from './topics.js';

/** Title, overview, emoji and category of a conversation, written by rules. Pure, deterministic and linear in the length of the talk. */
export function summarize(input: TranscriptInput): Summary {
  const talk = prepareTalk(input);
  const topics = topicsOf(talk);
  const { items: tasks } = findActionItems(input);
  const { events } = findEvents(input);
  const names = {
    events: events.map(({ title }) => title),
    tasks: tasks.map(({ description }) => description),
  };
  const title = titleOf(talk, topics, names);
  const category = categoryOf(topics.weights, talk.narrated ? {} : { personal: talk.monologue ? 4 : 1 });
  return {
    title,
    overview: overviewOf(talk, topics, { events, tasks }),
    emoji: emojiFor([...names.events, title, ...topics.phrases, ...names.tasks.map(taskObject)], category),
    category,
  };
}
