import type { RecognizedUtterance } from '../../ports/speech-to-text.js';
import { OpenUtterance } from './open-utterance.js';
import { SpeakerNumbers } from './speaker-numbers.js';
import type { VendorWord } from './vendor-word.js';

/** Silence between two words that ends an utterance, whether the vendor says so or not. */
const PAUSE_MS = 1_000;
/** An utterance this long ends with its sentence, so that it is stored while a long speech is still going on. */
const LONG_MS = 15_000;
/** An utterance never gets longer, whatever the sentence. Well below what callers let a recognizer hold back (60 s). */
const MAX_MS = 30_000;

/**
 * Groups a vendor's final words into utterances: consecutive words of one speaker, in order of time, never overlapping. Vendors tell words of
 * two voices that overlap, or a word late; its start is then moved to the end of the one before, because text must not be lost.
 */
export class UtteranceBuilder {
  private open: OpenUtterance | null = null;
  private readonly speakers = new SpeakerNumbers();
  private lastEndMs = 0;
  /** Where the last utterance ends that was told. */
  toldMs = 0;

  /** `limitMs` tells how much audio there is: no utterance ends after it. */
  constructor(
    private readonly tell: (utterance: RecognizedUtterance) => void,
    private readonly limitMs: () => number,
  ) {}

  /** Where the utterance begins whose words are final but which may go on; null when there is none. */
  get openFromMs(): number | null {
    return this.open?.startMs ?? null;
  }

  /** Final words. Those of one call may be in any order. */
  add(words: readonly VendorWord[]): void {
    for (const word of inOrder(words)) {
      if (word.glue === 'attached') this.open?.attach(word.text);
      else this.addWord(word);
    }
  }

  /** The open utterance is complete. */
  end(): void {
    if (!this.open) return;
    const utterance = this.open.recognized();
    this.open = null;
    this.toldMs = utterance.endMs;
    this.tell(utterance);
  }

  /** The open utterance as it would be with these words; null when there is nothing. Changes nothing. */
  preview(words: readonly VendorWord[]): RecognizedUtterance | null {
    let open = this.open?.copy() ?? null;
    let lastEndMs = this.lastEndMs;
    for (const word of inOrder(words)) {
      if (word.glue === 'attached') {
        open?.attach(word.text);
        continue;
      }
      const speaker = this.speakers.guess(word.speaker);
      open ??= new OpenUtterance(speaker);
      const { startMs, endMs } = this.place(word, lastEndMs);
      if (endsBefore(open, speaker, startMs)) break;
      open.add(word, startMs, endMs);
      lastEndMs = endMs;
    }
    return open?.recognized() ?? null;
  }

  private addWord(word: VendorWord): void {
    const speaker = this.speakers.assign(word.speaker);
    const { startMs, endMs } = this.place(word, this.lastEndMs);
    if (this.open && endsBefore(this.open, speaker, startMs)) this.end();
    this.open ??= new OpenUtterance(speaker);
    this.open.add(word, startMs, endMs);
    this.lastEndMs = endMs;
  }

  private place(word: VendorWord, lastEndMs: number): { startMs: number; endMs: number } {
    const limitMs = Math.round(this.limitMs());
    const startMs = Math.max(Math.min(Math.round(word.startSeconds * 1_000), limitMs - 1), lastEndMs);
    const endMs = Math.min(Math.round(word.endSeconds * 1_000), limitMs);
    return { startMs, endMs: Math.max(endMs, startMs + 1) };
  }
}

function endsBefore(open: OpenUtterance, speaker: number, startMs: number): boolean {
  if (open.isEmpty) return false;
  const durationMs = open.endMs - open.startMs;
  return (
    speaker !== open.speaker ||
    startMs - open.endMs >= PAUSE_MS ||
    durationMs >= MAX_MS ||
    (durationMs >= LONG_MS && open.endsSentence)
  );
}

/** By start; words with the same start, and punctuation with its word, stay as they came. What has no text is no word. */
function inOrder(words: readonly VendorWord[]): readonly VendorWord[] {
  return words.filter(({ text }) => text.trim() !== '').sort((a, b) => a.startSeconds - b.startSeconds);
}
