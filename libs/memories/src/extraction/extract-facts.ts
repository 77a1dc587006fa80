import type { LanguageModel } from '#libs/ai';
import type { Memory, TranscriptInput } from '#libs/contracts';
import { PartReader, type StepMeter } from '#libs/conversations';
import type { ExtractedFact } from '../facts/fact.js';
import { isVisible } from '../memory.rules.js';
import type { FactSource } from '../resolution/fact-source.js';
import { resolveFacts, type Resolution } from '../resolution/resolution.rules.js';
import type { MemoryContext } from '../search/memory-candidates.js';
import { extractMemoriesTask } from './extract-memories.task.js';

/** Shorter talk holds no fact. Source: specification of the pipeline, §3.1. */
const MIN_TRANSCRIPT_CHARS = 25;

/** How long, and on whose account a model is asked for facts. */
export interface FactAsking {
  readonly signal?: AbortSignal | undefined;
  readonly meter?: StepMeter | undefined;
}

/** The lasting facts in some words. */
export async function extractFacts(
  model: LanguageModel,
  context: MemoryContext,
  transcript: TranscriptInput,
  { signal, meter }: FactAsking = {},
): Promise<ExtractedFact[]> {
  const length = transcript.turns.reduce((sum, turn) => sum + turn.text.length, 0);
  if (length < MIN_TRANSCRIPT_CHARS) return [];
  const reader = new PartReader(model, meter, signal);
  const answers = await reader.read(extractMemoriesTask, transcript, (part) => ({
    transcript: part,
    ...context,
  }));
  return answers.flatMap(({ output }) => output.memories);
}

/** The core without storage: what a conversation makes of the owner's memories, all of which are given. */
export async function extractAndResolve(
  model: LanguageModel,
  memories: readonly Memory[],
  source: FactSource,
  signal?: AbortSignal,
): Promise<Resolution> {
  const existing = memories.filter(isVisible);
  const rejected = memories.filter(({ user_review }) => user_review === false).map(({ content }) => content);
  const facts = await extractFacts(model, { existing, rejected }, source.transcript, { signal });
  return resolveFacts({ memories, forgottenIds: new Set() }, facts, source);
}
