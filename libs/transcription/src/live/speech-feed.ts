import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, isRetryable, toAppError, type Clock } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE, type SpeechToText } from '#libs/ai';
import type { Log } from '#libs/observability';
import type { CaptureCursor } from '../capture/capture-cursor.js';
import type { CaptureLog } from '../capture/capture-log.js';
import type { CapturedFrame } from '../capture/capture-state.js';
import { DECODER_LEAD_MS, LogAudio } from './log-audio.js';
import { RecognizerStream, type PlacedUtterance, type RecognizerEvents } from './recognizer-stream.js';

/** Frames taken from the log at once. */
const SLICE_FRAMES = 50;
/** Audio decoded before the event loop gets its turn: about half a millisecond of work for Opus. */
const SLICE_MS = 500;
/** Audio a recognizer may hold. Far above the longest utterance it keeps open, or it would wait for audio that is kept from it. */
const MAX_BACKLOG_MS = 60_000;
/** A recognizer that neither takes audio nor answers for this long is dead. */
const STALL_MS = 60_000;
/** Tries to open a recognizer, and streams that may die without having dealt with anything, before the session fails. */
const MAX_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 500;

export interface SpeechFeedEvents {
  onSpeechStart(): void;
  onPartial(utterance: PlacedUtterance): void;
  onFinal(utterance: PlacedUtterance): void;
  onHandled(positionMs: number, durationMs: number, speechMs: number): void;
  /** Resolves when what was told before has been stored far enough for more to be told. */
  whenReady(): Promise<void>;
}

export interface SpeechFeedDeps {
  readonly speech: SpeechToText;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Carries a session's audio from its log to a recognizer. The log is the only road: live audio, audio sent again after a recognizer died and
 * audio left over by a crash all come this way, so a slow recognizer costs neither memory nor sound.
 */
export class SpeechFeed {
  private stream: RecognizerStream | null = null;
  private readonly stopping = new AbortController();
  private flushes: PromiseWithResolvers<void>[] = [];
  private finishing = false;
  private signalled = false;
  private wakeSleeper: (() => void) | null = null;
  /** Where the last frame began that the recognizer was given. */
  private fedMs = 0;
  private speakerBase = 0;
  private speakersUsed = 0;

  constructor(
    private readonly audio: CaptureLog,
    private handledMs: number,
    private readonly deps: SpeechFeedDeps,
    private readonly events: SpeechFeedEvents,
  ) {}

  /** Audio before this position was dealt with. */
  get positionMs(): number {
    return this.handledMs;
  }

  get backlogMs(): number {
    return this.audio.positionMs - this.handledMs;
  }

  /** Opens a recognizer, again and again if need be. Errors: `invalid` LANGUAGE_UNSUPPORTED; `unavailable` SPEECH_UNAVAILABLE. */
  async connect(): Promise<void> {
    this.speakerBase = this.speakersUsed;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { language } = this.audio.header;
        this.stream = await RecognizerStream.open(
          this.deps.speech,
          language,
          this.handledMs,
          this.recognizerEvents(),
        );
        return;
      } catch (thrown) {
        const error = toAppError(thrown);
        if (error.kind !== 'bug' && !isRetryable(error)) throw error;
        await this.backOff(attempt, error);
      }
    }
  }

  /** Runs until `finish` was called and everything durable was dealt with. Rejects when no recognizer can be kept up. */
  async run(): Promise<void> {
    for (let failures = 0; ;) {
      const beforeMs = this.handledMs;
      const stream = this.stream!;
      try {
        return await this.feed(stream);
      } catch (error) {
        stream.abandon();
        if (!stream.failure) throw error;
        failures = this.handledMs > beforeMs ? 1 : failures + 1;
        await this.backOff(failures, stream.failure);
        await this.connect();
      }
    }
  }

  /** More is durable. */
  wake(): void {
    this.signalled = true;
    this.wakeSleeper?.();
  }

  /** Resolves when the text of everything durable was told. */
  flush(): Promise<void> {
    const request = Promise.withResolvers<void>();
    request.promise.catch(() => undefined);
    this.flushes.push(request);
    this.wake();
    return request.promise;
  }

  /** No more audio will become durable. */
  finish(): void {
    this.finishing = true;
    this.wake();
  }

  /** Ends at once; what was not dealt with stays in the log. */
  stop(reason: AppError): void {
    this.stopping.abort(reason);
    for (const request of this.flushes.splice(0)) request.reject(reason);
    this.stream?.die(reason);
    this.wake();
  }

  private async feed(stream: RecognizerStream): Promise<void> {
    const fromMs = this.handledMs;
    this.fedMs = fromMs;
    const cursor = await this.audio.cursor(Math.max(0, fromMs - DECODER_LEAD_MS));
    const pcm = new LogAudio(this.audio.header, fromMs);
    try {
      while (!(await this.step(stream, cursor, pcm)));
      await stream.close();
    } finally {
      await cursor.close();
    }
  }

  /** One slice of audio, one flush or one sleep; answers whether this was the end. What was asked for before the log was found empty is served. */
  private async step(stream: RecognizerStream, cursor: CaptureCursor, pcm: LogAudio): Promise<boolean> {
    stream.throwIfDead();
    this.signalled = false;
    const asked = this.flushes.length;
    const { finishing } = this;
    const frames = await cursor.take(SLICE_FRAMES);
    if (frames.length > 0) {
      await this.hand(stream, frames, pcm);
    } else if (asked > 0) {
      await this.withinStallTime(stream, () => stream.flush());
      for (const request of this.flushes.splice(0, asked)) request.resolve();
    } else if (finishing) {
      const rest = pcm.end();
      if (rest.length > 0) stream.push(rest);
      return true;
    } else if (!this.signalled) {
      await this.sleep(STALL_MS);
    }
    return false;
  }

  private async hand(
    stream: RecognizerStream,
    frames: readonly CapturedFrame[],
    pcm: LogAudio,
  ): Promise<void> {
    const { timeline } = this.audio;
    let sliceMs = 0;
    for (const frame of frames) {
      // The recording paused here: words from before and after are not one sentence.
      if (timeline.hasGapBetween(this.fedMs, frame.positionMs)) {
        await this.withinStallTime(stream, () => stream.flush());
      }
      this.fedMs = frame.positionMs;
      const samples = pcm.decode(frame);
      if (samples.length > 0) stream.push(samples);
      sliceMs += (samples.length * 1_000) / SPEECH_SAMPLE_RATE;
      if (sliceMs < SLICE_MS) continue;
      sliceMs = 0;
      await nextTurn();
      await this.waitForRoom(stream);
    }
    await this.events.whenReady();
  }

  private async waitForRoom(stream: RecognizerStream): Promise<void> {
    let movedAtMs = this.deps.clock.monotonicMs();
    for (let handledMs = stream.handledMs; stream.backlogMs > MAX_BACKLOG_MS;) {
      stream.throwIfDead();
      await this.sleep(STALL_MS);
      const nowMs = this.deps.clock.monotonicMs();
      if (stream.handledMs > handledMs) movedAtMs = nowMs;
      handledMs = stream.handledMs;
      if (nowMs - movedAtMs >= STALL_MS) stream.die(stalled());
    }
  }

  private async withinStallTime(stream: RecognizerStream, task: () => Promise<void>): Promise<void> {
    const cancel = this.deps.clock.after(STALL_MS, () => stream.die(stalled()));
    await task().finally(cancel);
  }

  /** Until somebody wakes it, or `maxMs` passed. */
  private sleep(maxMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.wakeSleeper = null;
        resolve();
      };
      const cancel = this.deps.clock.after(maxMs, wake);
      this.wakeSleeper = wake;
    });
  }

  private async backOff(failures: number, error: AppError): Promise<void> {
    this.stopping.signal.throwIfAborted();
    this.deps.log.warn('A speech recognizer failed; its audio will be sent again', {
      'session.id': this.audio.header.sessionId,
      'stt.provider': this.deps.speech.name,
      'error.code': error.code,
      count: failures,
    });
    if (failures >= MAX_ATTEMPTS) throw givenUp(error);
    await this.deps.clock.sleep(FIRST_BACKOFF_MS * 2 ** (failures - 1), this.stopping.signal);
  }

  private recognizerEvents(): RecognizerEvents {
    return {
      onSpeechStart: () => this.events.onSpeechStart(),
      onPartial: (utterance) => this.events.onPartial(this.numbered(utterance)),
      onFinal: (utterance) => this.events.onFinal(this.numbered(utterance)),
      onHandled: (positionMs, durationMs, speechMs) => {
        this.handledMs = positionMs;
        this.events.onHandled(positionMs, durationMs, speechMs);
      },
      onChange: () => this.wake(),
    };
  }

  /** A new stream counts its voices anew: its numbers must not fall on voices of the one before. */
  private numbered(utterance: PlacedUtterance): PlacedUtterance {
    if (!this.deps.speech.capabilities.diarization) return utterance;
    const speaker = this.speakerBase + utterance.speaker;
    this.speakersUsed = Math.max(this.speakersUsed, speaker + 1);
    return { ...utterance, speaker };
  }
}

function stalled(): AppError {
  return new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'The speech recognizer stopped answering.');
}

function givenUp(cause: AppError): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    'Speech cannot be transcribed at the moment. What was recorded is safe and will be transcribed later.',
    { reason: cause.code },
    { cause, retryAfterMs: 15_000 },
  );
}
