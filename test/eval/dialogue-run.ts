import {
  createLanguageModel,
  InlineRules,
  OpenAiChatModels,
  TaskJournal,
  type LanguageModel,
  type SpeechToText,
} from '#libs/ai';
import { loadConfig } from '#libs/config';
import { type Memory, type TranscriptInput } from '#libs/contracts';
import { ConversationUnderstanding } from '#libs/conversations';
import { SystemClock } from '#libs/kernel';
import { extractAndResolve, isCurrent } from '#libs/memories';
import { Metrics, SilentLog } from '#libs/observability';
import { inOneVoice, transcriptOf, type Dialogue } from './dialogue-file.js';
import { compare, type DialogueOutcome, type DialogueResult } from './dialogue-results.js';
import { hearDialogue } from './hear.js';

const OWNER_ID = 'owner';

/** How the words of a dialogue reach the product. */
export type Ingestion = (dialogue: Dialogue) => TranscriptInput | Promise<TranscriptInput>;

/** Every word as written, every voice told apart. */
export const asText =
  (names: boolean): Ingestion =>
  (dialogue) =>
    transcriptOf(dialogue, names);

/** Every word as written, all of one voice that nobody knows. */
export const asOneVoice: Ingestion = (dialogue) => inOneVoice(transcriptOf(dialogue, false));

/** Spoken and recognized again. */
export const asSpeech =
  (speech: SpeechToText): Ingestion =>
  (dialogue) =>
    hearDialogue(dialogue, speech);

/** Takes dialogues, oldest first, through relevance, structure and memory, and compares each with its labels. */
export async function understandDialogues(
  dialogues: readonly Dialogue[],
  ingest: Ingestion,
): Promise<DialogueResult[]> {
  const model = configuredModel();
  const understanding = new ConversationUnderstanding(model);
  const memories = new Map<string, Memory>();
  const understood: Omit<DialogueOutcome, 'memories'>[] = [];
  for (const dialogue of dialogues) {
    const input = await ingest(dialogue);
    const relevance = await understanding.relevance(input);
    const kept = relevance.verdict === 'keep';
    understood.push({
      dialogue,
      input,
      relevance,
      structured: kept ? (await understanding.structure(input)).structured : null,
    });
    if (kept) await remember(model, memories, dialogue, input);
  }
  return understood.map((outcome) =>
    compare({ ...outcome, memories: memoriesOf(outcome.dialogue, memories) }),
  );
}

/** As the product does it: what is new is compared with everything that was learned before. */
async function remember(
  model: LanguageModel,
  memories: Map<string, Memory>,
  { id, started_at: startedAt }: Dialogue,
  transcript: TranscriptInput,
): Promise<void> {
  const source = { ownerId: OWNER_ID, conversationId: id, startedAt: new Date(startedAt), transcript };
  const { saved, deletedIds } = await extractAndResolve(model, [...memories.values()], source);
  for (const memory of saved) memories.set(memory.id, memory);
  for (const gone of deletedIds) memories.delete(gone);
}

function memoriesOf({ id }: Dialogue, memories: ReadonlyMap<string, Memory>): DialogueOutcome['memories'] {
  const own = [...memories.values()].filter(({ conversation_id: conversationId }) => conversationId === id);
  return own.map((memory) => ({ content: memory.content, topic: memory.topic, current: isCurrent(memory) }));
}

/** The chat model of the environment (`LLM_*`) when there is one, else the rules. */
function configuredModel(): LanguageModel {
  const config = loadConfig(process.env);
  const journal = new TaskJournal(new Metrics(), new SilentLog());
  return createLanguageModel(new OpenAiChatModels(config), new InlineRules(), new SystemClock(), journal);
}
