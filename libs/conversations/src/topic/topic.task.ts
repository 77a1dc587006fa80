import { z } from 'zod';
import type { LanguageTask } from '#libs/ai';
import type { TranscriptInput } from '#libs/contracts';
import { builtModuleUrl } from '#libs/kernel';
import { transcriptPrompt } from '../understanding/conversation-prompt.js';
import { refinedSummary } from '../understanding/summary.js';

const schema = z.object({ title: z.string(), emoji: z.string() });
export type Topic = z.infer<typeof schema>;

const INSTRUCTIONS = [
  'Say what a conversation is about.',
  '- title: a headline of at most ten words, specific, without filler.',
  '- emoji: one emoji for the very subject or mood.',
].join('\n');

/** What is being talked about, in a headline and an emoji. */
export const topicTask: LanguageTask<TranscriptInput, Topic> = {
  key: 'conversation.topic',
  promptVersion: '1',
  output: schema,
  limits: { maxOutputTokens: 100, attempts: 2, timeoutMs: 20_000 },
  prompt: (input) => transcriptPrompt(INSTRUCTIONS, input),
  rules: { module: builtModuleUrl(import.meta.url, './topic.rules.js'), export: 'nameTopic' },
  refine: (topic, input) => {
    const { title, emoji } = refinedSummary({ ...topic, overview: '', category: 'other' }, input);
    return { title, emoji };
  },
};
