import { z } from 'zod';
import type { LanguageTask } from '#libs/ai';
import { MEMORY_TOPICS } from '#libs/contracts';
import {
  citationsSchema,
  defused,
  existingIds,
  fenced,
  findingPrompt,
  groundOf,
  MAX_FACTS_OF_MODEL,
  secretsOf,
} from '#libs/conversations';
import { builtModuleUrl } from '#libs/kernel';
import type { ExtractedFact, FactInput, KnownFact } from '../facts/fact.js';
import { standsIn, textsOf } from './grounding.rules.js';

/** Memories shown to the model, so that it does not repeat them. Source: the same. */
const MAX_KNOWN_SHOWN = 100;
const MAX_REJECTED_SHOWN = 20;
/** Source: the same. */
const MAX_WORDS = 15;

const factSchema = z.object({
  content: z.string().min(1).max(300),
  topic: z.enum(MEMORY_TOPICS),
  category: z.enum(['system', 'interesting']).catch('system'),
  subject: z.string().min(1).max(80),
  predicate: z.string().max(40).nullable().catch(null),
  segment_ids: citationsSchema.min(1),
  quote: z.string().min(1),
});
export const memoriesSchema = z.object({ memories: z.array(factSchema) });
export interface MemoriesAnswer {
  readonly memories: readonly ExtractedFact[];
}

/** Lasting facts of one conversation. */
export const extractMemoriesTask: LanguageTask<FactInput, MemoriesAnswer> = {
  key: 'memory.extract',
  promptVersion: '2',
  output: memoriesSchema.transform(({ memories }) => ({
    memories: memories.slice(0, MAX_FACTS_OF_MODEL),
  })) as z.ZodType<MemoriesAnswer>,
  limits: { maxOutputTokens: 1_500, attempts: 2, timeoutMs: 60_000 },
  prompt: (input) => findingPrompt('memories', input.transcript, known(input)),
  rules: { module: builtModuleUrl(import.meta.url, './english-facts.rules.js'), export: 'englishFacts' },
  refine: (answer, input) => ({ memories: answer.memories.flatMap((fact) => refined(fact, input)) }),
};

/** What the owner's memories hold already, and what the owner threw out of them. */
function known({ existing, rejected }: FactInput): string[] {
  const list = (facts: readonly string[]) => facts.map((fact) => `- ${defused(fact)}`);
  const shown = existing.slice(0, MAX_KNOWN_SHOWN).map((fact: KnownFact) => fact.content);
  const parts = [
    fenced('KNOWN', list(shown)),
    fenced('REJECTED', list(rejected.slice(0, MAX_REJECTED_SHOWN))),
  ];
  return parts.filter(Boolean);
}

const HEDGE =
  /\b(?:maybe|perhaps|probably|possibly|might|seems? to|appears? to|apparently|likely|presumably)\b/i;
/** Never lasting, whoever wrote it. */
const RELATIVE_DATE =
  /\b(?:today|tomorrow|yesterday|tonight|next (?:week|month|year)|this (?:week|morning|afternoon|evening))\b/i;
const VOICE_LABEL = /\bspeaker[_ ]?\d+\b/i;

/** Drops what is not borne out by exactly the cited words, and what must not be kept. */
function refined(fact: ExtractedFact, input: FactInput): ExtractedFact[] {
  const ground = groundOf(input.transcript);
  const segmentIds = ground.borneBy(existingIds(fact.segment_ids, input.transcript));
  const secrets = secretsOf(input.transcript);
  const content = fact.content.trim().replace(/\.$/, '');
  const words = content.split(/\s+/).length;
  const unfit = HEDGE.test(content) || RELATIVE_DATE.test(content) || VOICE_LABEL.test(content);
  const texts = textsOf(segmentIds, input.transcript);
  if (unfit || words > MAX_WORDS || secrets.taints(content) || !texts || !standsIn(fact.quote, texts))
    return [];
  return [{ ...fact, content, segment_ids: segmentIds, quote: secrets.taints(fact.quote) ? '' : fact.quote }];
}
