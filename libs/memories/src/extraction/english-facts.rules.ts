import { primaryLanguage } from '#libs/ai';
import type { ExtractedFact, FactInput } from '../facts/fact.js';
import { answerWithFacts } from '../facts/memory-facts.js';

/** Lasting facts, found by rules that read English; of what was said in other languages nothing is claimed. */
export function englishFacts(input: FactInput): { memories: ExtractedFact[] } {
  return primaryLanguage(input.transcript.language) === 'en' ? answerWithFacts(input) : { memories: [] };
}
