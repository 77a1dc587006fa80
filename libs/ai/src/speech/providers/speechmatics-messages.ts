import { z } from 'zod';
import type { VendorWord } from './vendor-word.js';

/** Words that Speechmatics is less sure of are more often wrong than right. */
const MIN_CONFIDENCE = 0.4;

const seconds = z.number().min(0);

const result = z.object({
  type: z.string(),
  start_time: seconds,
  end_time: seconds,
  attaches_to: z.string().optional(),
  alternatives: z
    .array(z.object({ content: z.string(), confidence: z.number(), speaker: z.string().optional() }))
    .optional(),
});

const transcript = z.object({ metadata: z.object({ end_time: seconds }), results: z.array(result) });

/** What this project reads of Speechmatics' messages. */
const message = z.discriminatedUnion('message', [
  z.object({
    message: z.literal('RecognitionStarted'),
    language_pack_info: z.object({ word_delimiter: z.string().optional() }).optional(),
  }),
  transcript.extend({ message: z.literal('AddPartialTranscript') }),
  transcript.extend({ message: z.literal('AddTranscript') }),
  z.object({
    message: z.literal('EndOfUtterance'),
    metadata: z.object({ end_time: seconds.optional() }).optional(),
  }),
  z.object({ message: z.literal('EndOfTranscript') }),
  z.object({ message: z.literal('Warning'), type: z.string() }),
  z.object({ message: z.literal('Error'), type: z.string() }),
]);

const anyMessage = z.object({ message: z.string() });

export type SpeechmaticsMessage = z.infer<typeof message> | { readonly message: 'Other' };
type Result = z.infer<typeof result>;

const KNOWN: ReadonlySet<string> = new Set(message.options.map(({ shape }) => shape.message.value));

/** `Other` for kinds that nothing depends on; null for what is not one of Speechmatics' messages. */
export function readSpeechmaticsMessage(text: string): SpeechmaticsMessage | null {
  const json = parsed(text);
  const any = anyMessage.safeParse(json);
  if (!any.success) return null;
  if (!KNOWN.has(any.data.message)) return { message: 'Other' };
  return message.safeParse(json).data ?? null;
}

/** The words of a transcript, with the marks that belong to them. `delimiter` is what the language puts between words. */
export function speechmaticsWords(results: readonly Result[], delimiter: string): VendorWord[] {
  const words: VendorWord[] = [];
  let before = '';
  for (const { type, attaches_to, alternatives, start_time, end_time } of results) {
    const best = alternatives?.[0];
    if (!best) continue;
    const isMark = type === 'punctuation';
    if (isMark && attaches_to === 'next') {
      before = best.content;
    } else if (isMark || best.confidence >= MIN_CONFIDENCE) {
      words.push({
        text: before + best.content,
        startSeconds: start_time,
        endSeconds: end_time,
        speaker: best.speaker,
        confidence: best.confidence,
        ...(isMark ? { glue: 'attached' } : delimiter === '' ? { glue: 'joined' } : {}),
      });
      before = '';
    }
  }
  return words;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
