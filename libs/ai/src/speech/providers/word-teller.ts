import type { SpeechStreamEvents } from '../../ports/speech-to-text.js';
import { UtteranceBuilder } from './utterance-builder.js';
import type { VendorWord } from './vendor-word.js';

/** Vendors place the start of a word a little late; a replay from an utterance's start begins this much before it. */
const LEAD_MS = 300;

/** Tells a vendor's words as utterances, and how far the audio has been dealt with. */
export class WordTeller {
  private readonly builder: UtteranceBuilder;
  private partialWords: readonly VendorWord[] = [];
  private isSpeaking = false;
  private speechMs = 0;
  /** Audio before this is decided, told or not. */
  decidedMs = 0;
  /** Audio before this needs no recognizer any more. */
  handledMs = 0;

  /** `sentMs` tells how much audio the vendor was given. */
  constructor(
    private readonly events: SpeechStreamEvents,
    private readonly sentMs: () => number,
  ) {
    this.builder = new UtteranceBuilder((utterance) => {
      this.startSpeaking(utterance.startMs);
      this.isSpeaking = false;
      this.speechMs += utterance.endMs - utterance.startMs;
      this.events.onFinal(utterance);
    }, sentMs);
  }

  /** Whether words that began before a place are not final yet. */
  hasPartialBefore(ms: number): boolean {
    return this.partialWords.some(({ startSeconds }) => startSeconds * 1_000 < ms);
  }

  partial(words: readonly VendorWord[]): void {
    this.partialWords = words;
    const heard = this.builder.preview(words);
    if (!heard) return;
    this.startSpeaking(heard.startMs);
    this.events.onPartial(heard);
  }

  final(words: readonly VendorWord[], untilMs: number): void {
    this.partialWords = [];
    this.builder.add(words);
    this.advance(untilMs);
  }

  /** The words so far are an utterance. */
  endUtterance(): void {
    this.builder.end();
    this.advance(this.decidedMs);
  }

  /** Everything before a place is told. What came after it goes on. */
  settle(untilMs: number): void {
    this.partialWords = this.partialWords.filter(({ startSeconds }) => startSeconds * 1_000 >= untilMs);
    this.builder.end();
    this.advance(untilMs);
  }

  private startSpeaking(startMs: number): void {
    if (this.isSpeaking) return;
    this.isSpeaking = true;
    this.events.onSpeechStart(startMs);
  }

  private advance(untilMs: number): void {
    this.decidedMs = Math.min(this.sentMs(), Math.max(this.decidedMs, untilMs));
    const { openFromMs, toldMs } = this.builder;
    // What sounded like speech and was none.
    if (openFromMs === null && this.partialWords.length === 0) this.isSpeaking = false;
    const settledMs =
      openFromMs === null ? this.decidedMs : Math.min(this.decidedMs, Math.max(toldMs, openFromMs - LEAD_MS));
    this.handledMs = Math.max(this.handledMs, settledMs, Math.min(toldMs, this.sentMs()));
    this.events.onProgress(this.handledMs, this.speechMs);
  }
}
