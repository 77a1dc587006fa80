import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TranscriptInput } from '#libs/contracts';

/** Text matches when each inner list has an alternative that occurs in it, and none of `unless_any` does. */
export interface TextLabel {
  readonly match_all: readonly (readonly string[])[];
  readonly unless_any?: readonly string[];
  readonly turns?: readonly number[];
  /** `YYYY-MM-DD`, or null when no day was named. Absent: the date does not matter. */
  readonly due_local_date?: string | null;
  /** `YYYY-MM-DDTHH:mm`, or a day alone. */
  readonly start_local?: string;
}

export interface MemoryLabel extends TextLabel {
  readonly topic: string;
  /** `d05:1`: memory 1 of dialogue d05 no longer holds. */
  readonly supersedes?: string;
}

export interface QuestionLabel {
  readonly q: string;
  readonly answer_any_of: readonly string[];
  readonly evidence_turns: readonly number[];
  readonly asked_at?: string;
  readonly unanswerable?: boolean;
}

export interface DialogueLabels {
  readonly relevance: 'keep' | 'discard';
  readonly category_any_of: readonly string[];
  readonly title_must_mention_any: readonly string[];
  readonly overview_must_mention_all: readonly (readonly string[])[];
  readonly action_items: readonly TextLabel[];
  readonly not_action_items: readonly TextLabel[];
  readonly events: readonly TextLabel[];
  readonly not_events: readonly TextLabel[];
  readonly memories: readonly MemoryLabel[];
  readonly not_memories: readonly TextLabel[];
  readonly never_in_memories: readonly string[];
  readonly acceptable: Readonly<Record<'action_items' | 'events' | 'memories', readonly TextLabel[]>>;
  readonly questions: readonly QuestionLabel[];
}

/** One scripted conversation with what is expected of it. */
export interface Dialogue {
  readonly id: string;
  readonly started_at: string;
  readonly time_zone: string;
  readonly language: string;
  readonly owner: string;
  readonly speakers: Readonly<Record<string, { readonly voice: string; readonly is_user: boolean }>>;
  readonly turns: readonly { readonly speaker: string; readonly text: string }[];
  readonly labels: DialogueLabels;
}

/** All dialogues of a folder, oldest first: a later one may correct an earlier one. */
export function readDialogues(folder: string): Dialogue[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dialogue)
    .sort((a, b) => Date.parse(a.started_at) - Date.parse(b.started_at));
}

const WORDS_PER_SECOND = 2.5;
const GAP_SECONDS = 0.4;

/**
 * What the product would get if every word were heard right and every voice told apart: the owner is known, the others are numbered.
 * @param named whether the product knows the others by name
 */
export function transcriptOf(dialogue: Dialogue, named: boolean): TranscriptInput {
  const others = Object.keys(dialogue.speakers).filter((name) => !dialogue.speakers[name]!.is_user);
  let clock = 0;
  const turns = dialogue.turns.map(({ speaker, text }, number) => {
    const isUser = dialogue.speakers[speaker]!.is_user;
    const start = clock + GAP_SECONDS;
    clock = start + text.split(' ').length / WORDS_PER_SECOND;
    const label = named ? speaker : `Speaker ${others.indexOf(speaker) + 1}`;
    return {
      segmentIds: [segmentIdOf(number)],
      speaker: isUser ? 'You' : label,
      isUser,
      text,
      start,
      end: clock,
    };
  });
  return { turns, ...circumstancesOf(dialogue) };
}

/** A recognizer that tells no voices apart begins a new segment at the first pause after so long. */
const SEGMENT_SECONDS = 9;

/** The same words as of one voice that nobody knows, cut at pauses: what is heard of a spoken dialogue, but for the words that are misheard. */
export function inOneVoice(transcript: TranscriptInput): TranscriptInput {
  const turns: TranscriptInput['turns'][number][] = [];
  for (const turn of transcript.turns) {
    const open = turns.at(-1);
    const heard = { ...turn, speaker: 'Speaker 0', isUser: null };
    if (!open || open.end - open.start >= SEGMENT_SECONDS) turns.push(heard);
    else
      turns[turns.length - 1] = {
        ...heard,
        segmentIds: open.segmentIds,
        text: `${open.text} ${turn.text}`,
        start: open.start,
      };
  }
  return { ...transcript, turns };
}

export function circumstancesOf(dialogue: Dialogue): Omit<TranscriptInput, 'turns'> {
  return {
    startedAtMs: Date.parse(dialogue.started_at),
    timeZone: dialogue.time_zone,
    language: dialogue.language,
    ownerName: dialogue.owner,
  };
}

export function segmentIdOf(number: number): string {
  return `s${String(number).padStart(4, '0')}`;
}
