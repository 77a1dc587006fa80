import { type TranscriptInput } from '#libs/contracts';
import { isEnglish } from '../grounding.js';
import { saidToPeople } from '../injected-instructions.js';
import { type NotesAnswer, type NotesInput } from '../notes.task.js';
import { plainOverview, plainTitle } from '../plain-words.js';
import { DEFAULT_EMOJI } from '../../store/conversation-row.js';
import { findEvents } from './events.rules.js';
import { folderFor } from './folder.rules.js';
import { retrievalTermsOf } from './retrieval.rules.js';
import { summarize } from './summary.rules.js';
import { prepareTalk } from './talk.js';
import { topicsOf } from './topics.js';

/** The notes of a conversation, written by rules: in full for English, and honest for what the rules cannot read. Pure and linear. */
export function writeNotes({ transcript: heard, folders }: NotesInput): NotesAnswer {
  const transcript = saidToPeople(heard);
  const notes =
    isEnglish(transcript.language) && transcript.turns.length > 0
      ? englishNotes(transcript)
      : plainNotes(transcript);
  return { ...notes, folder_id: folderFor(notes, folders) };
}

type UnfiledNotes = Omit<NotesAnswer, 'folder_id'>;

function englishNotes(input: TranscriptInput): UnfiledNotes {
  const talk = prepareTalk(input);
  const found = findEvents(input);
  return {
    ...summarize(input, found),
    // What the calendar calls it is what its owner calls it.
    ...(input.meeting ? { title: plainTitle(input) } : {}),
    sections: [],
    events: found.events,
    retrieval: retrievalTermsOf(talk, topicsOf(talk)),
  };
}

/** Nothing is concluded from words that are not understood: the talk opens its own notes, and known persons are all that is found in it. */
function plainNotes(input: TranscriptInput): UnfiledNotes {
  const known = input.turns
    .map(({ speaker }) => speaker)
    .filter((name) => !/^(?:You|Speaker \d+)$/.test(name));
  return {
    title: plainTitle(input),
    overview: plainOverview(input),
    emoji: DEFAULT_EMOJI,
    category: 'other',
    sections: [],
    events: [],
    retrieval: { people: [...new Set(known)], topics: [], entities: [], dates: [] },
  };
}
