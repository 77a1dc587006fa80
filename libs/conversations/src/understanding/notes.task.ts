import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import { type LanguageTask, type PromptMessage } from '#libs/ai';
import { SECTION_KINDS, type RetrievalTerms, type TranscriptInput } from '#libs/contracts';
import type { FolderChoice } from '../folders/folder.rules.js';
import { defused, fenced, findingPrompt } from './conversation-prompt.js';
import { citationsSchema, eventSchema, refinedEvents, type EventDraft } from './event-draft.js';
import { groundOf } from './grounding.js';
import { refinedRetrieval } from './retrieval-terms.js';
import { refinedSummary, summarySchema, type Summary } from './summary.js';
import { existingIds, secretsOf, withoutVoiceLabels } from './task-transcript.js';

export interface NotesInput {
  readonly transcript: TranscriptInput;
  readonly folders: readonly FolderChoice[];
}

const sectionSchema = z.object({
  heading: z.string(),
  body_markdown: z.string(),
  segment_ids: citationsSchema,
  kind: z.enum(SECTION_KINDS).catch('main'),
});
export type SectionDraft = z.infer<typeof sectionSchema>;

const termsSchema = z.array(z.string()).default([]).catch([]);
const retrievalSchema = z.object({
  people: termsSchema,
  topics: termsSchema,
  entities: termsSchema,
  dates: termsSchema,
});

export const NO_TERMS: RetrievalTerms = { people: [], topics: [], entities: [], dates: [] };

export const notesSchema = summarySchema.extend({
  sections: z.array(sectionSchema).default([]).catch([]),
  events: z.array(eventSchema).default([]).catch([]),
  retrieval: retrievalSchema.default({ ...NO_TERMS } as z.infer<typeof retrievalSchema>),
  folder_id: z.string().nullable().default(null).catch(null),
});
export interface NotesAnswer extends Summary {
  readonly sections: readonly SectionDraft[];
  readonly events: readonly EventDraft[];
  readonly retrieval: RetrievalTerms;
  readonly folder_id: string | null;
}

const MAX_SECTIONS = 12;
const MAX_HEADING_CHARACTERS = 80;
const MAX_BODY_CHARACTERS = 2_000;

/** Everything that is written about a conversation but its tasks and memories, in one call. */
export const notesTask: LanguageTask<NotesInput, NotesAnswer> = {
  key: 'conversation.notes',
  promptVersion: '1',
  output: notesSchema as z.ZodType<NotesAnswer>,
  limits: { maxOutputTokens: 3_000, attempts: 2, timeoutMs: 90_000 },
  prompt: ({ transcript, folders }): PromptMessage[] =>
    findingPrompt('notes', transcript, folderLines(folders)),
  rules: { module: builtModuleUrl(import.meta.url, './rules/notes.rules.js'), export: 'writeNotes' },
  refine: (notes, { transcript, folders }) => ({
    ...refinedSummary(notes, transcript),
    sections: notes.sections.flatMap((section) => refinedSection(section, transcript)).slice(0, MAX_SECTIONS),
    events: refinedEvents(notes.events, transcript),
    retrieval: refinedRetrieval(notes.retrieval, transcript),
    folder_id: folders.some(({ id }) => id === notes.folder_id) ? notes.folder_id : null,
  }),
};

function folderLines(folders: readonly FolderChoice[]): string[] {
  const lines = folders.map(({ id, name, description }) => `- ${id}: ${defused(`${name}. ${description}`)}`);
  return lines.length === 0 ? [] : [fenced('FOLDERS', lines)];
}

/** Each bullet must hold by itself; a section without any, or without a line that it sums up, goes. */
function refinedSection(section: SectionDraft, input: TranscriptInput): SectionDraft[] {
  const ground = groundOf(input);
  const secrets = secretsOf(input);
  const holds = (text: string) => ground.holds(text) && !secrets.taints(text);
  const heading = withoutVoiceLabels(section.heading.replace(/^[#*\s]+/, '')).slice(
    0,
    MAX_HEADING_CHARACTERS,
  );
  const lines = section.body_markdown.split('\n').map(withoutVoiceLabels).filter(holds);
  const body = lines.filter(Boolean).join('\n').slice(0, MAX_BODY_CHARACTERS);
  const segmentIds = ground.borneBy(existingIds(section.segment_ids, input));
  if (heading === '' || body === '' || segmentIds.length === 0 || secrets.taints(heading)) return [];
  return [{ heading, body_markdown: body, segment_ids: segmentIds, kind: section.kind }];
}
