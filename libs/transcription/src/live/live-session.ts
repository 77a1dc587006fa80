import type { AppError, Cancel } from '#libs/kernel';
import type { SpeechOptions } from '#libs/ai';
import type { AudioAck } from '#libs/contracts';
import type { Metrics } from '#libs/observability';
import type { Appended, CaptureLog } from '../capture/capture-log.js';
import { sessionClosed } from '../capture/capture-refusals.js';
import type { CaptureLogs } from '../capture/capture-logs.js';
import type { WallTimeline } from '../capture/wall-timeline.js';
import type { AudioFate } from './audio-fate.js';
import type { AudioLedgerSnapshot } from './audio-ledger.js';
import { KeptAudio } from './kept-audio.js';
import { openLog, type LiveSessionParams } from './live-session-params.js';
import type { PlacedUtterance } from './placed-utterance.js';
import { SecondPass } from './second-pass.js';
import { SessionAccount } from './session-account.js';
import type { SessionFeed } from './session-feed.js';
import type { SessionListener } from './session-listener.js';
import { SpeechFeed, type SpeechFeedDeps } from './speech-feed.js';
import { UtteranceDelivery } from './utterance-delivery.js';
import { backpressure, drainTooLong } from './session-refusals.js';
import { UtteranceTimes } from './utterance-times.js';
import { checkBatch, soundOf } from './frame-batch.rules.js';

export interface LiveSessionDeps extends SpeechFeedDeps {
  readonly capture: CaptureLogs;
  readonly metrics: Metrics;
}

/** From the first to the last, in this order. */
export type SessionState = 'live' | 'draining' | 'closed';

/** Bytes that may wait for the disk: seven seconds of the heaviest format, many minutes of Opus. */
const MAX_PENDING_BYTES = 1024 * 1024;
/** How long the last words may take when a session is closed; what is left is transcribed by `recover`. */
const DRAIN_WITHIN_MS = 30_000;

/**
 * One device's audio from its first frame to its last word. Frames are acknowledged when they are safe on disk, and from there carried to a
 * recognizer; what it hears is told to the listener, in order and never twice. Takes in audio whether there is a recognizer or not. Knows no
 * socket and no conversation.
 */
export class LiveSession {
  private current: SessionState = 'live';
  private readonly account: SessionAccount;
  private readonly feed: SessionFeed;
  private readonly secondPass: SecondPass;
  private readonly delivery: UtteranceDelivery;
  private readonly times: UtteranceTimes;
  private readonly running: Promise<void>;
  private closing: Promise<{ drained: boolean }> | null = null;
  /** Whether audio was left that nobody listened to. */
  private unheard = false;
  private speechOpen = false;

  private constructor(
    private readonly log: CaptureLog,
    params: LiveSessionParams,
    private readonly deps: LiveSessionDeps,
    private readonly listener: SessionListener,
  ) {
    const handledMs = Math.min(params.resume?.handledPositionMs ?? 0, log.positionMs);
    const { sessionId, language } = log.header;
    this.account = new SessionAccount(sessionId, deps);
    const { ledger } = this.account;
    ledger.received(log.positionMs - handledMs);
    this.times = new UtteranceTimes(log);
    this.delivery = new UtteranceDelivery(sessionId, listener, ledger, deps, handledMs);
    const options = { language, ...params.speech };
    this.secondPass = new SecondPass(log, options, deps, (found, fate) => this.onFound(found, fate));
    this.feed = params.recognize
      ? this.recognize(options, params.voices ?? 0, handledMs)
      : new KeptAudio(log, handledMs, (positionMs, fate) => this.onHandled(positionMs, fate));
    this.running = this.feed.run().catch(() => void (this.unheard = true));
  }

  /**
   * Ready for audio when it resolves; the listener hears when the recognizer is. Errors: `invalid` CODEC_UNSUPPORTED,
   * SAMPLE_RATE_UNSUPPORTED, LANGUAGE_UNSUPPORTED (of a new session); `not_found` CAPTURE_LOG_MISSING; `conflict` CAPTURE_LOG_EXISTS,
   * CAPTURE_LOG_IN_USE, SESSION_FORMAT_CHANGED; `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE.
   */
  static async open(
    params: LiveSessionParams,
    deps: LiveSessionDeps,
    listener: SessionListener,
  ): Promise<LiveSession> {
    if (!params.resume && params.recognize) deps.speech.assertSupports(params.language);
    return new LiveSession(await openLog(params, deps.capture), params, deps, listener);
  }

  get sessionId(): string {
    return this.log.header.sessionId;
  }
  get state(): SessionState {
    return this.current;
  }
  /** Highest number of which it and all before it are durable. */
  get durableSeq(): number {
    return this.log.durableSeq;
  }
  /** Why no recognizer takes the audio at the moment, or null: `unavailable` SPEECH_UNAVAILABLE. */
  get speechAway(): AppError | null {
    return this.feed.away;
  }
  /** Durable audio of the session, from its very beginning, milliseconds. */
  get positionMs(): number {
    return this.log.positionMs;
  }
  /** Audio before this position was recognized or judged silent. */
  get handledMs(): number {
    return this.feed.positionMs;
  }
  /** Audio taken in since this session was opened or resumed, milliseconds. */
  get receivedMs(): number {
    return this.ledger.receivedMs;
  }
  /** When each position of the audio was recorded, as far as that is known now. */
  get timeline(): WallTimeline {
    return this.log.timeline;
  }
  get ledger(): AudioLedgerSnapshot {
    return this.account.ledger.snapshot();
  }
  /** Whether speech was heard whose words are not stored yet. */
  get hasUnstoredSpeech(): boolean {
    return this.speechOpen || this.delivery.waiting > 0 || this.secondPass.waiting > 0;
  }

  /**
   * Answers when the frames are durable; `firstSeq` counts from 1, frames that are durable already are passed over. Errors: those of
   * `checkBatch`; `rate_limited` BACKPRESSURE; `conflict` SESSION_CLOSED; `unavailable` STORAGE_FULL, STORAGE_UNAVAILABLE.
   * Frames of a refused push must be sent again.
   */
  async push(firstSeq: number, frames: readonly Uint8Array[]): Promise<AudioAck> {
    if (this.current !== 'live') throw sessionClosed();
    checkBatch(firstSeq, frames);
    if (this.log.pendingBytes >= MAX_PENDING_BYTES) throw backpressure();
    if (frames.length === 0) return { durable: this.log.durableSeq };
    const startedMs = this.deps.clock.monotonicMs();
    const appended = await this.log.append(firstSeq, frames.map(soundOf));
    this.deps.metrics.ackDelay.observe((this.deps.clock.monotonicMs() - startedMs) / 1_000);
    return this.acknowledge(appended);
  }

  /**
   * Ends the open utterance; resolves when the words of everything pushed before are stored. `unavailable` SPEECH_UNAVAILABLE when they
   * cannot be recognized now.
   */
  async flush(): Promise<void> {
    if (this.closing) {
      const { drained } = await this.closing;
      if (!drained) throw this.feed.away ?? drainTooLong();
      return;
    }
    await this.log.settle();
    await this.feed.flush();
    this.delivery.progress(this.feed.positionMs, true);
    await this.delivery.idle();
  }

  /**
   * Takes no more audio, waits until the last words are stored, and gives the log back. `drained` is false when that took too long or no
   * recognizer is there: the audio beyond the handled position is safe and waits for `recover`. May be called often.
   */
  close(options: { readonly drainWithinMs?: number } = {}): Promise<{ drained: boolean }> {
    this.closing ??= this.drain(options.drainWithinMs ?? DRAIN_WITHIN_MS);
    return this.closing;
  }

  private recognize(options: SpeechOptions, voices: number, handledMs: number): SpeechFeed {
    const { log, listener } = this;
    const session = { sessionId: log.header.sessionId, options, voices };
    return new SpeechFeed(log, handledMs, session, this.deps, {
      onSpeechStart: () => (this.speechOpen = true),
      onPartial: (utterance) => this.onPartial(utterance),
      onFinal: (utterance, fate) => this.onFinal(utterance, fate),
      onWordless: (startMs, endMs) => this.onWordless(startMs, endMs),
      onHandled: (positionMs, fate) => this.onHandled(positionMs, fate),
      onReady: (ready) => listener.onSpeechReady(ready),
      onAway: (error) => this.onAway(error),
      whenReady: () => this.delivery.whenReady(),
    });
  }

  private async drain(withinMs: number): Promise<{ drained: boolean }> {
    this.current = 'draining';
    const cancel: Cancel = this.deps.clock.after(withinMs, () => this.abandon());
    await this.log.settle();
    this.feed.finish();
    await this.running;
    this.delivery.progress(this.feed.positionMs, true);
    await this.secondPass.idle();
    await this.delivery.idle();
    cancel();
    await this.deps.capture.close(this.log);
    this.current = 'closed';
    this.account.reconcile(this.feed.provider);
    return { drained: !this.unheard };
  }

  private abandon(): void {
    this.unheard = true;
    const reason = drainTooLong();
    this.feed.stop(reason);
    this.secondPass.stop();
    this.delivery.stop(reason);
  }

  private onAway(error: AppError): void {
    // What was being said is heard again, from its beginning.
    this.speechOpen = false;
    this.listener.onSpeechAway(error);
  }

  private acknowledge({ durableSeq, frames, lostFrames }: Appended): AudioAck {
    const durationMs = frames.reduce((sum, frame) => sum + frame.durationMs, 0);
    this.account.received(durationMs, lostFrames);
    this.feed.wake();
    const rejected = frames.flatMap(({ seq, fault }) => (fault ? [{ seq, code: fault }] : []));
    return rejected.length > 0 ? { durable: durableSeq, rejected } : { durable: durableSeq };
  }

  private onPartial(utterance: PlacedUtterance): void {
    this.speechOpen = true;
    this.listener.onPartial(this.times.ofPartial(utterance));
  }

  private onFinal(utterance: PlacedUtterance, fate: AudioFate): void {
    this.speechOpen = false;
    const timed = this.times.ofFinal(utterance);
    this.account.handled(fate, utterance.provider);
    this.delivery.utterance(timed);
    this.account.finalText(timed.endMs, utterance.provider);
  }

  private onWordless(startMs: number, endMs: number): void {
    this.speechOpen = false;
    this.secondPass.add({ startMs, endMs, provider: this.feed.provider });
  }

  private onFound(utterance: PlacedUtterance, fate: AudioFate): void {
    this.account.ledger.addTold(fate);
    this.delivery.found(this.times.ofFound(utterance), fate);
  }

  private onHandled(positionMs: number, fate: AudioFate): void {
    this.account.handled(fate, this.feed.provider);
    this.delivery.progress(positionMs);
  }
}
