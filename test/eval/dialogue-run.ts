import { createLanguageModel, InlineRules, OpenAiChatModels, TaskJournal } from '#libs/ai';
import { loadConfig } from '#libs/config';
import { type TranscriptInput } from '#libs/contracts';
import { ConversationUnderstanding } from '#libs/conversations';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import { transcriptOf, type Dialogue } from './dialogue-file.js';
import { type ReportParts } from './dialogue-report.js';
import { compare, type DialogueOutcome, type DialogueResult } from './dialogue-results.js';

export interface RunOptions {
  readonly spoken: boolean;
  readonly names: boolean;
}

/** Takes dialogues, oldest first, through relevance, structure and memory, and compares each with its labels. */
export async function understandDialogues(
  dialogues: readonly Dialogue[],
  { names }: RunOptions,
): Promise<ReportParts & { readonly results: readonly DialogueResult[] }> {
  const understanding = new ConversationUnderstanding(configuredModel());
  const outcomes: DialogueOutcome[] = [];
  for (const dialogue of dialogues) outcomes.push(await understand(understanding, dialogue, transcriptOf(dialogue, names)));
  return { results: outcomes.map(compare), withMemories: false, questions: null };
}

async function understand(understanding: ConversationUnderstanding, dialogue: Dialogue, input: TranscriptInput): Promise<DialogueOutcome> {
  const relevance = await understanding.relevance(input);
  const structured = relevance.verdict === 'keep' ? await understanding.structure(input) : null;
  return { dialogue, input, relevance, structured, memories: [] };
}

/** The chat model of the environment (`LLM_*`) when there is one, else the rules. */
function configuredModel(): ReturnType<typeof createLanguageModel> {
  const config = loadConfig(process.env);
  const journal = new TaskJournal(new Metrics(), new SilentLog());
  return createLanguageModel(new OpenAiChatModels(config), new InlineRules(), new SystemClock(), journal);
}
