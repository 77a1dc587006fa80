import { z } from 'zod';
import type { VendorNews } from './vendor-link.js';
import type { VendorWord } from './vendor-word.js';

const seconds = z.number().min(0);

const word = z.object({
  word: z.string(),
  punctuated_word: z.string().optional(),
  start: seconds,
  end: seconds,
  confidence: z.number().optional(),
  speaker: z.number().int().optional(),
  language: z.string().optional(),
});

const alternatives = z.array(z.object({ words: z.array(word) }));

const results = z.object({
  type: z.literal('Results'),
  start: seconds,
  duration: seconds,
  is_final: z.boolean().optional(),
  speech_final: z.boolean().optional(),
  from_finalize: z.boolean().optional(),
  channel: z.object({ alternatives }),
});

const recording = z.object({
  results: z.object({
    channels: z.array(z.object({ alternatives })),
    utterances: z.array(z.object({ words: z.array(word) })).optional(),
  }),
});

const anyMessage = z.object({ type: z.string() });

type DeepgramWord = z.infer<typeof word>;

/** What a message of a live stream is, besides words: `error` ends it, `metadata` is the last one after `CloseStream`. */
export type DeepgramMessageKind = 'told' | 'metadata' | 'error';

/** Tells what a message of a live stream says. */
export function tellDeepgramMessage(message: unknown, news: VendorNews): DeepgramMessageKind {
  const known = anyMessage.safeParse(message);
  if (!known.success) news.onNonsense();
  else if (known.data.type === 'Results') tellResults(message, news);
  else if (known.data.type === 'UtteranceEnd') news.onUtteranceEnd();
  else if (known.data.type === 'Metadata') return 'metadata';
  else if (known.data.type === 'Error') return 'error';
  // A kind that was added later.
  else news.onSign();
  return 'told';
}

function tellResults(message: unknown, news: VendorNews): void {
  const parsed = results.safeParse(message);
  if (!parsed.success) return news.onNonsense();
  const { start, duration, channel, is_final, speech_final, from_finalize } = parsed.data;
  const words = (channel.alternatives[0]?.words ?? []).map(vendorWord);
  if (!is_final) return news.onPartialWords(words);
  news.onFinalWords(words, start + duration);
  if (speech_final) news.onUtteranceEnd();
  if (from_finalize) news.onFinalized();
}

/** The words of a recording, by utterance; null when the answer is not one of Deepgram's. */
export function recordingUtterances(answer: unknown): VendorWord[][] | null {
  const parsed = recording.safeParse(answer);
  if (!parsed.success) return null;
  const { channels, utterances } = parsed.data.results;
  const byUtterance =
    utterances ?? channels.map(({ alternatives: [best] }) => ({ words: best?.words ?? [] }));
  return byUtterance.map(({ words }) => words.map(vendorWord));
}

function vendorWord({ punctuated_word, word: plain, start, end, ...rest }: DeepgramWord): VendorWord {
  const { confidence, speaker, language } = rest;
  return {
    text: punctuated_word ?? plain,
    startSeconds: start,
    endSeconds: end,
    confidence,
    speaker,
    language,
  };
}
