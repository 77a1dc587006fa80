import { z } from 'zod';
import type { VendorWord } from './vendor-word.js';

/** A piece of a word, a word, or punctuation, as Soniox tells it. A space at its front begins a word. */
export const sonioxToken = z.object({
  text: z.string(),
  start_ms: z.number().nullish(),
  end_ms: z.number().nullish(),
  confidence: z.number().nullish(),
  speaker: z.union([z.string(), z.number()]).nullish(),
  language: z.string().nullish(),
});

export type SonioxToken = z.infer<typeof sonioxToken>;

interface OpenWord {
  /** With the spaces around it. */
  text: string;
  startMs: number;
  endMs: number;
  confidence: number | undefined;
  readonly speaker: string | number | undefined;
  readonly language: string | undefined;
  readonly isJoined: boolean;
}

const LETTER = /[\p{L}\p{N}]/u;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Joins final tokens to words. The last word stays open, across messages, until a token shows that it is complete. */
export class SonioxWords {
  private open: OpenWord | null = null;

  /** Where the open word begins. */
  get openFromMs(): number | null {
    return this.open?.startMs ?? null;
  }

  /** Answers the words that are complete now. */
  add(tokens: readonly SonioxToken[]): VendorWord[] {
    const complete: VendorWord[] = [];
    for (const token of tokens) {
      if (this.open && !beginsWord(token, this.open)) {
        extend(this.open, token);
        continue;
      }
      complete.push(...this.complete());
      this.open = openedBy(token, complete.at(-1));
    }
    return complete;
  }

  /** The open word, which nothing will follow. */
  complete(): VendorWord[] {
    const words = this.open && LETTER.test(this.open.text) ? [vendorWord(this.open)] : [];
    this.open = null;
    return words;
  }

  /** All words that are not complete, if these tokens were to follow. Changes nothing. */
  preview(tokens: readonly SonioxToken[]): VendorWord[] {
    const words = new SonioxWords();
    words.open = this.open && { ...this.open };
    return [...words.add(tokens), ...words.complete()];
  }
}

function beginsWord(token: SonioxToken, open: OpenWord): boolean {
  if (/^\s/.test(token.text) || /\s$/.test(open.text)) return true;
  if ((token.speaker ?? undefined) !== open.speaker) return true;
  if (!LETTER.test(token.text) || !LETTER.test(open.text)) return false;
  return isUnspaced(token.text) || isUnspaced(open.text);
}

function isUnspaced(text: string): boolean {
  return UNSPACED.test(text);
}

function openedBy(token: SonioxToken, before: VendorWord | undefined): OpenWord {
  const startMs = token.start_ms ?? (before?.endSeconds ?? 0) * 1_000;
  return {
    text: token.text,
    startMs,
    endMs: token.end_ms ?? startMs,
    confidence: token.confidence ?? undefined,
    speaker: token.speaker ?? undefined,
    language: token.language ?? undefined,
    isJoined: isUnspaced(token.text) && !/^\s/.test(token.text),
  };
}

function extend(open: OpenWord, { text, end_ms: endMs, confidence }: SonioxToken): void {
  open.text += text;
  open.endMs = Math.max(open.endMs, endMs ?? 0);
  if (confidence != null) open.confidence = Math.min(open.confidence ?? 1, confidence);
}

function vendorWord({ text, startMs, endMs, isJoined, ...rest }: OpenWord): VendorWord {
  return {
    text: text.trim(),
    startSeconds: startMs / 1_000,
    endSeconds: endMs / 1_000,
    ...rest,
    ...(isJoined && { glue: 'joined' as const }),
  };
}
