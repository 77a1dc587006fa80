import { z } from 'zod';
import { builtModuleUrl } from '#libs/kernel';
import type { LanguageTask } from '../language/language-task.js';

export interface CountingInput {
  readonly text: string;
  /** Makes the rules fail. */
  readonly fail?: boolean;
}
export interface CountingOutput {
  readonly words: number;
}

/** The most words that `countingTask` lets an answer claim: its refinement cuts off what is above. */
export const MOST_WORDS = 5;

/** A small task for tests: how many words is the text? */
export const countingTask: LanguageTask<CountingInput, CountingOutput> = {
  key: 'test.count-words',
  promptVersion: '1',
  output: z.object({ words: z.int().min(0) }),
  limits: { maxOutputTokens: 50, attempts: 2, timeoutMs: 10_000 },
  prompt: (input) => [
    { role: 'system', content: 'Count the words between the fences.' },
    { role: 'user', content: `<text>${input.text}</text>` },
  ],
  rules: { module: builtModuleUrl(import.meta.url, './counting.rules.js'), export: 'countWords' },
  refine: (output) => ({ words: Math.min(output.words, MOST_WORDS) }),
};
