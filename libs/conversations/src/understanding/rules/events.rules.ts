import { type TranscriptInput } from '#libs/contracts';
import { type EventDraft, type EventsAnswer } from '../event-draft.js';
import { isSameName, type Appointment } from './appointments.js';
import { partnerOf } from './event-company.js';
import { toDraft } from './event-drafts.js';
import { stayIn } from './event-stays.js';
import { Scheduler } from './scheduler.js';
import { prepareTalk } from './talk.js';

/** The owner's dated appointments in a conversation, found by rules. Pure, deterministic and linear in the length of the talk. */
export function findEvents(input: TranscriptInput): EventsAnswer {
  const talk = prepareTalk(input);
  if (talk.narrated) return { events: [] };
  const scheduler = new Scheduler(talk);
  for (const line of talk.lines) scheduler.hear(line);
  const stay = stayIn(talk);
  const found = scheduler.settled();
  const draft = (one: Appointment): EventDraft =>
    toDraft(one, partnerOf(talk, one.proposedIn), scheduler.aboutOf(one));
  return {
    events: (stay
      ? [stay, ...found.filter((one) => one.named && !isSameName(one.name, stay.name))]
      : found
    ).map(draft),
  };
}
