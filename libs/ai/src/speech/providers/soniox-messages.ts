import { z } from 'zod';
import type { VendorNews } from './vendor-link.js';
import type { VendorWord } from './vendor-word.js';
import { SonioxWords, sonioxToken, type SonioxToken } from './soniox-words.js';

const liveToken = sonioxToken.extend({ is_final: z.boolean() });

const messageSchema = z.union([
  z.object({ error_code: z.number() }),
  z.object({
    tokens: z.array(liveToken),
    final_audio_proc_ms: z.number(),
    total_audio_proc_ms: z.number(),
    finished: z.boolean().optional(),
  }),
]);

type Result = Extract<z.infer<typeof messageSchema>, { tokens: unknown }>;

/** What the server says in between: the speaker has paused; all audio before `finalize` is final. */
const ENDPOINT = '<end>';
const FINALIZED = '<fin>';
/** Where no word is open, audio that was processed so long ago holds none that is still to come. */
const SETTLED_AFTER_MS = 2_000;

/** Reads the messages of one stream and tells them on. */
export class SonioxMessages {
  private readonly words = new SonioxWords();

  constructor(private readonly news: VendorNews) {}

  /** Answers the code of an error, after which nothing follows; undefined for everything else. */
  tell(text: string): number | undefined {
    const message = messageSchema.safeParse(parsed(text)).data;
    if (!message) this.news.onNonsense();
    else if ('error_code' in message) return message.error_code;
    else this.tellResult(message);
    return undefined;
  }

  private tellResult(result: Result): void {
    const open = result.tokens.filter((one) => !one.is_final);
    const finalSeconds = result.final_audio_proc_ms / 1_000;
    const words: VendorWord[] = [];
    for (const one of result.tokens.filter((each) => each.is_final)) {
      if (one.text === ENDPOINT || one.text === FINALIZED) {
        this.news.onFinalWords([...words.splice(0), ...this.words.complete()], finalSeconds);
        if (one.text === ENDPOINT) this.news.onUtteranceEnd();
        else this.news.onFinalized();
      } else {
        words.push(...this.words.add([one]));
      }
    }
    if (result.finished) words.push(...this.words.complete());
    this.tellWords(words, open, result);
    if (result.finished) this.news.onEnded();
  }

  private tellWords(words: readonly VendorWord[], open: readonly SonioxToken[], result: Result): void {
    const openWords = this.words.preview(open);
    if (words.length > 0 || openWords.length === 0) {
      this.news.onFinalWords(words, decidedMs(openWords, result) / 1_000);
    }
    if (openWords.length > 0) this.news.onPartialWords(openWords);
  }
}

function decidedMs(open: readonly VendorWord[], result: Result): number {
  const finalMs = result.final_audio_proc_ms;
  const first = open[0];
  if (first) return Math.min(finalMs, first.startSeconds * 1_000);
  return Math.max(finalMs, result.total_audio_proc_ms - SETTLED_AFTER_MS);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
