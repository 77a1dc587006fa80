import { type Category, type TranscriptInput } from '#libs/contracts';
import { type EventsAnswer } from '../event-draft.js';
import { type Summary } from '../summary.js';
import { findActionItems } from './action-items.rules.js';
import { categoryOf } from './categories.js';
import { emojiFor } from './emojis.js';
import { findEvents } from './events.rules.js';
import { overviewOf } from './overviews.js';
import { prepareTalk } from './talk.js';
import type { Talk } from './talk-lines.js';
import { taskObject, titleOf } from './titles.js';
import { topicsOf } from './topics.js';

/** Title, overview, emoji and category of a conversation, written by rules. Pure, deterministic and linear in the length of the talk. */
export function summarize(input: TranscriptInput, { events }: EventsAnswer = findEvents(input)): Summary {
  const talk = prepareTalk(input);
  const topics = topicsOf(talk);
  const { items: tasks } = findActionItems(input);
  const names = {
    events: events.map(({ title }) => title),
    tasks: tasks.map(({ description }) => description),
  };
  const title = titleOf(talk, topics, names);
  const category = categoryOf(topics.weights, priorOf(talk));
  return {
    title,
    overview: overviewOf(talk, topics, { events, tasks }),
    emoji: emojiFor([...names.events, title, ...topics.phrases, ...names.tasks.map(taskObject)], category),
    category,
  };
}

/** What the kind of talk says before any word of it: a story is literature, a note personal, company social. */
function priorOf({ story, narrated, monologue, voices, diarized }: Talk): Partial<Record<Category, number>> {
  if (story) return { literature: 6 };
  if (narrated) return {};
  return monologue ? { personal: 4 } : { personal: 1, social: diarized && voices > 2 ? 2 : 0 };
}
