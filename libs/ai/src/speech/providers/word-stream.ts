import type { AppError, Cancel, Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import {
  SPEECH_SAMPLE_RATE,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { providerAway, type AwayReason } from './provider-failures.js';
import { VendorLine } from './vendor-line.js';
import type { VendorLink, VendorNews } from './vendor-link.js';
import type { VendorWord } from './vendor-word.js';
import { WordTeller } from './word-teller.js';

/** How often a stream looks whether something is due. */
const TICK_MS = 1_000;
/** Speechmatics takes up to 15 s to start with a long vocabulary. */
const OPEN_WITHIN_MS = 20_000;
/** Without a word of the vendor's for so long, no answer will come; while words come, it is at work on a long replay. */
const FINALIZE_QUIET_MS = 5_000;
const CLOSE_QUIET_MS = 10_000;
/** Vendors may leave a flush unanswered when they hold less than this. */
const SHORT_REST_MS = 2_000;
/** Messages in a row that make no sense, until the far end is taken for something else than the vendor. */
const MAX_NONSENSE = 20;
/** Two samples at 16 kHz. */
const TOLERANCE_MS = 0.125;

export interface WordStreamOptions {
  /** Which provider it is, for errors and the log. */
  readonly provider: string;
  readonly clock: Clock;
  readonly log?: Log | undefined;
  /** Without audio for so long, a keep-alive is sent. */
  readonly keepAliveMs: number;
}

/** Begins to connect; what the vendor says goes to `news`, later. */
export type Connect = (news: VendorNews) => VendorLink;

/** Made for a stream that waits: who asks is told when it came, or why it will not. */
type Waiting = PromiseWithResolvers<void>;

/**
 * A live stream of a vendor that answers audio with words. Every vendor's connection looks the same from here (`VendorLink`); this class owns
 * what is the same for all: utterances and progress, flushes, and the certainty that a dead connection is noticed.
 */
export class WordStream implements SpeechStream {
  private readonly teller: WordTeller;
  private readonly opened: Waiting = Promise.withResolvers<void>();
  private readonly line: VendorLine;
  private pushedMs = 0;
  /** Since when nothing was recognized. */
  private quietSinceMs = 0;
  private nonsense = 0;
  private nonsenseInARow = 0;
  private isReady = false;
  private failure: AppError | null = null;
  private flushes: Promise<void> = Promise.resolve();
  private finalizing: (Waiting & { readonly untilMs: number }) | null = null;
  private ending: Promise<void> | null = null;
  private ended: Waiting | null = null;
  private isOver = false;
  private cancelTick: Cancel = () => undefined;

  private constructor(
    private readonly options: WordStreamOptions,
    private readonly events: SpeechStreamEvents,
    connect: Connect,
  ) {
    this.teller = new WordTeller(events, () => this.line.sentMs);
    this.opened.promise.catch(() => undefined);
    this.line = new VendorLine(connect(this.news()), options.clock, options.keepAliveMs);
    this.tick();
  }

  /**
   * Resolves when the vendor takes audio: until then it stays where it is safe, in the capture log, and not in this process's memory. Errors:
   * what the link fails with; `unavailable` SPEECH_UNAVAILABLE when the vendor does not get ready in time.
   */
  static async open(
    options: WordStreamOptions,
    events: SpeechStreamEvents,
    connect: Connect,
  ): Promise<WordStream> {
    const stream = new WordStream(options, events, connect);
    const cancel = options.clock.after(OPEN_WITHIN_MS, () => stream.die('slow'));
    await stream.opened.promise.finally(cancel);
    return stream;
  }

  get backlogMs(): number {
    return this.pushedMs - this.teller.handledMs;
  }

  push(samples: Int16Array): void {
    if (this.ending || this.failure) return;
    this.pushedMs += (samples.length * 1_000) / SPEECH_SAMPLE_RATE;
    this.line.add(samples);
    if (this.line.isCongested) this.die('congested');
  }

  flush(): Promise<void> {
    if (this.ending) return this.ending;
    const flushed = this.flushes.then(() => this.finalize());
    this.flushes = flushed.catch(() => undefined);
    return flushed;
  }

  close(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async finalize(): Promise<void> {
    if (this.failure) throw this.failure;
    if (this.ended) return;
    this.line.sendRest();
    if (this.isDecided(this.line.sentMs)) return this.teller.endUtterance();
    this.finalizing = { ...Promise.withResolvers<void>(), untilMs: this.line.sentMs };
    const { promise } = this.finalizing;
    this.line.finalize();
    this.quietSinceMs = this.line.sentAtMs;
    await promise;
  }

  /** Nothing is claimed of the short rest that the vendor keeps to itself: it counts as handled when later words show that it is. */
  private onFinalizeUnanswered({ untilMs, resolve }: Waiting & { readonly untilMs: number }): void {
    const isShort = untilMs - this.teller.decidedMs <= SHORT_REST_MS;
    if (!isShort || this.teller.hasPartialBefore(untilMs)) return this.die('slow');
    this.finalizing = null;
    this.teller.endUtterance();
    resolve();
  }

  private onFinalized(): void {
    if (!this.finalizing) return;
    const { untilMs, resolve } = this.finalizing;
    this.finalizing = null;
    this.teller.settle(untilMs);
    resolve();
  }

  private async end(): Promise<void> {
    if (this.failure) return;
    this.line.sendRest();
    this.ended = Promise.withResolvers<void>();
    this.line.end();
    this.quietSinceMs = this.line.sentAtMs;
    await this.ended.promise;
  }

  private onEnded(): void {
    if (!this.ended) return this.die('ended');
    this.teller.settle(this.line.sentMs);
    this.finalizing?.resolve();
    this.ended.resolve();
    this.letGo();
  }

  private isDecided(untilMs: number): boolean {
    return !this.teller.hasPartialBefore(untilMs) && this.teller.decidedMs >= untilMs - TOLERANCE_MS;
  }

  private tick(): void {
    this.cancelTick = this.options.clock.after(TICK_MS, () => this.tick());
    if (!this.isReady) return;
    const nowMs = this.options.clock.monotonicMs();
    this.checkAnswers(nowMs);
    if (this.isOver || this.ended) return;
    this.line.sendRest();
    this.line.keepAliveIfDue(nowMs);
  }

  private checkAnswers(nowMs: number): void {
    const quietMs = nowMs - this.quietSinceMs;
    if (this.line.isMute(nowMs)) this.die('silent');
    else if (this.ended && quietMs >= CLOSE_QUIET_MS) this.die('slow');
    else if (this.finalizing && quietMs >= FINALIZE_QUIET_MS) this.onFinalizeUnanswered(this.finalizing);
  }

  private news(): VendorNews {
    const sense = (tell: () => void): void => {
      if (this.failure || this.isOver) return;
      this.line.answered();
      this.nonsenseInARow = 0;
      tell();
    };
    const recognized = (tell: () => void): void =>
      sense(() => {
        this.quietSinceMs = this.options.clock.monotonicMs();
        tell();
      });
    return {
      onReady: () => sense(() => this.onReady()),
      onPartialWords: (words) => recognized(() => this.teller.partial(words)),
      onFinalWords: (words, untilSeconds) => recognized(() => this.onFinalWords(words, untilSeconds)),
      onUtteranceEnd: () => sense(() => this.teller.endUtterance()),
      onFinalized: () => sense(() => this.onFinalized()),
      onEnded: () => sense(() => this.onEnded()),
      onSign: () => sense(() => undefined),
      onNonsense: () => this.onNonsense(),
      onFailure: (error) => this.fail(error),
    };
  }

  private onReady(): void {
    this.isReady = true;
    this.line.ready();
    this.opened.resolve();
  }

  private onFinalWords(words: readonly VendorWord[], untilSeconds: number): void {
    this.teller.final(words, untilSeconds * 1_000);
    // An answer to a question that was not asked yet when it was on its way, but an answer.
    if (this.finalizing && this.isDecided(this.finalizing.untilMs)) this.onFinalized();
  }

  private onNonsense(): void {
    this.nonsense += 1;
    this.nonsenseInARow += 1;
    if (this.nonsenseInARow >= MAX_NONSENSE) this.die('nonsense');
  }

  private die(reason: AwayReason): void {
    this.fail(providerAway(this.options.provider, reason));
  }

  /** What was being said is not told: its audio will be heard again, from before its first word. */
  private fail(error: AppError): void {
    if (this.failure || this.isOver) return;
    this.failure = error;
    this.letGo();
    if (!this.isReady) return this.opened.reject(error);
    this.finalizing?.reject(error);
    this.events.onError(error);
    this.ended?.resolve();
  }

  private letGo(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.cancelTick();
    this.line.close();
    if (this.nonsense === 0) return;
    this.options.log?.warn('A speech provider sent messages that are not part of its protocol', {
      'stt.provider': this.options.provider,
      count: this.nonsense,
    });
  }
}
