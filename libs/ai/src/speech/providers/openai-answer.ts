import { z } from 'zod';
import type { WrittenUtterance } from './utterance-stream.js';
import { languageCodeOf } from './language-names.js';

/** Nobody says as much in the 12 s of the longest utterance. */
const MAX_TEXT_CHARACTERS = 4_000;
/** The limits at which Whisper itself takes a segment for silence: no speech is likelier than 60 %, and the text is a guess. */
const NO_SPEECH_PROBABILITY = 0.6;
const GUESS_LOG_PROBABILITY = -1;

const word = z.object({ word: z.string(), start: z.number(), end: z.number() });

const segment = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  no_speech_prob: z.number().optional(),
  avg_logprob: z.number().optional(),
  words: z.array(word).optional().catch(undefined),
});

/** What all servers answer, and what some answer besides; what does not look as documented is left out. */
const answerSchema = z.object({
  text: z.string().max(MAX_TEXT_CHARACTERS),
  language: z.string().nullish().catch(undefined),
  words: z.array(word).nullish().catch(undefined),
  segments: z.array(segment).nullish().catch(undefined),
});

type Segment = z.infer<typeof segment>;

/** Reads a transcription, `json` or `verbose_json`. Undefined when it is none. */
export function readAnswer(body: string): WrittenUtterance | undefined {
  const answer = answerSchema.safeParse(parsed(body)).data;
  if (!answer) return undefined;
  const segments = answer.segments ?? [];
  const spoken = segments.filter((one) => !isSilence(one));
  const words = answer.words ?? segments.flatMap((one) => one.words ?? []);
  const isWhole = spoken.length === segments.length;
  return {
    text: isWhole ? answer.text : spoken.map(({ text }) => text.trim()).join(' '),
    words: words
      .filter(({ start }) => isWhole || spoken.some((one) => start >= one.start && start < one.end))
      .map((one) => ({ text: one.word, startMs: one.start * 1_000, endMs: one.end * 1_000 })),
    language: answer.language ? languageCodeOf(answer.language) : undefined,
  };
}

function isSilence({ no_speech_prob: noSpeech = 0, avg_logprob: certainty = 0 }: Segment): boolean {
  return noSpeech > NO_SPEECH_PROBABILITY && certainty < GUESS_LOG_PROBABILITY;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
