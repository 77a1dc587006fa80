import { toAppError, type AppError, type TurnTaker } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { CaptureCursor } from '../capture/capture-cursor.js';
import type { CaptureLog } from '../capture/capture-log.js';
import type { CapturedFrame } from '../capture/capture-state.js';
import { DECODER_LEAD_MS, LogAudio } from './log-audio.js';
import {
  RecognizerConnection,
  type RecognizedSession,
  type RecognizerConnectionDeps,
  type RecognizerConnectionEvents,
} from './recognizer-connection.js';
import { RecognizerStream, type RecognizerEvents } from './recognizer-stream.js';
import type { SessionFeed } from './session-feed.js';
import { STALL_MS, StallGuard } from './stall-guard.js';
import { WakeSignal } from './wake-signal.js';

/** Frames taken from the log at once. */
const SLICE_FRAMES = 50;
/** Audio decoded before the next feed gets its turn: about half a millisecond of work for Opus. */
const SLICE_MS = 500;
/** Positions are rounded to samples. */
const TOLERANCE_MS = 1;

export interface SpeechFeedDeps extends RecognizerConnectionDeps {
  /** All feeds of a process decode and judge in turns: what devices send meanwhile does not wait for all of them. */
  readonly turns: TurnTaker;
}

export interface SpeechFeedEvents extends RecognizerConnectionEvents, Omit<RecognizerEvents, 'onChange'> {
  /** Resolves when what was told before has been stored far enough for more to be told. */
  whenReady(): Promise<void>;
}

/**
 * Carries a session's audio from its log to a recognizer. The log is the only road: live audio, audio sent again after a recognizer died and
 * audio left over by a crash all come this way, so a slow recognizer costs neither memory nor sound, and one that is away costs time only:
 * it is tried again for as long as the session lives.
 */
export class SpeechFeed implements SessionFeed {
  private readonly connection: RecognizerConnection;
  private readonly signal: WakeSignal;
  private readonly stalls: StallGuard;
  private stream: RecognizerStream | null = null;
  private lastProvider: string | null = null;
  private flushes: PromiseWithResolvers<void>[] = [];
  private finishing = false;
  /** Where the last frame began that the recognizer was given. */
  private fedMs = 0;

  constructor(
    private readonly audio: CaptureLog,
    private handledMs: number,
    session: RecognizedSession,
    private readonly deps: SpeechFeedDeps,
    private readonly events: SpeechFeedEvents,
  ) {
    this.signal = new WakeSignal(deps.clock);
    this.stalls = new StallGuard(deps.clock, this.signal);
    this.connection = new RecognizerConnection(session, deps, {
      onReady: (ready) => events.onReady(ready),
      onAway: (error) => this.onAway(error),
    });
  }

  /** Why no recognizer takes the audio at the moment, or null. */
  get away(): AppError | null {
    return this.connection.away;
  }

  /** Audio before this position was dealt with. */
  get positionMs(): number {
    return this.handledMs;
  }

  get backlogMs(): number {
    return this.audio.positionMs - this.handledMs;
  }

  /** Who was given the audio last; null before anybody was. */
  get provider(): string | null {
    return this.stream?.circuit.name ?? this.lastProvider;
  }

  /** Runs until `finish` was called and everything durable was dealt with. Rejects with the reason when it was stopped before. */
  async run(): Promise<void> {
    for (let next: RecognizerStream | null = null; ;) {
      const stream: RecognizerStream =
        next ?? (await this.connection.connect(this.handledMs, this.recognizerEvents()));
      this.stream = stream;
      this.lastProvider = stream.circuit.name;
      try {
        next = await this.feed(stream);
        if (!next) return;
      } catch (thrown) {
        next = null;
        await this.replace(stream, stream.failure ?? toAppError(thrown));
      }
    }
  }

  /** More is durable. */
  wake(): void {
    this.signal.raise();
  }

  /** Resolves when the text of everything durable was told. Rejects with SPEECH_UNAVAILABLE when no recognizer can tell it now. */
  flush(): Promise<void> {
    if (this.away && !this.stream) {
      return this.backlogMs < TOLERANCE_MS ? Promise.resolve() : Promise.reject(this.away);
    }
    const request = Promise.withResolvers<void>();
    request.promise.catch(() => undefined);
    this.flushes.push(request);
    this.wake();
    return request.promise;
  }

  /** No more audio will become durable. Nobody waits for a recognizer that is away: what it did not hear stays in the log. */
  finish(): void {
    this.finishing = true;
    if (this.away && !this.stream) this.stop(this.away);
    else this.wake();
  }

  /** Ends at once; what was not dealt with stays in the log. */
  stop(reason: AppError): void {
    this.connection.stop(reason);
    this.refuseFlushes(reason);
    this.stream?.die(reason);
    this.wake();
  }

  private async replace(stream: RecognizerStream, error: AppError): Promise<void> {
    this.stream = null;
    stream.abandon();
    this.connection.noteEnd(stream);
    await this.connection.afterDeath(stream, error);
    if (this.away) this.letGo(this.away);
  }

  private onAway(error: AppError): void {
    this.events.onAway(error);
    this.letGo(error);
  }

  /** Nobody is kept waiting for a recognizer that is away. */
  private letGo(error: AppError): void {
    this.refuseFlushes(error);
    if (this.finishing) this.stop(error);
  }

  private refuseFlushes(reason: AppError): void {
    for (const request of this.flushes.splice(0)) request.reject(reason);
  }

  /** Answers the stream that takes over, or null when all was dealt with. */
  private async feed(stream: RecognizerStream): Promise<RecognizerStream | null> {
    const fromMs = stream.baseMs;
    this.fedMs = fromMs;
    const cursor = await this.audio.cursor(Math.max(0, fromMs - DECODER_LEAD_MS));
    const pcm = new LogAudio(this.audio.header, fromMs);
    try {
      while (!(await this.step(stream, cursor, pcm))) {
        if (stream.speaking || !this.connection.isBetterThere(stream.circuit)) continue;
        const better = await this.goBack(stream);
        if (better) return better;
      }
      await stream.close();
      return null;
    } finally {
      pcm.close();
      await cursor.close();
    }
  }

  /** Between two utterances: gives the audio to a provider that would have been asked first, if that is there again. */
  private async goBack(stream: RecognizerStream): Promise<RecognizerStream | null> {
    await this.stalls.flush(stream);
    this.connection.noteEnd(stream);
    const better = await this.connection.openBetter(stream.circuit, this.handledMs, this.recognizerEvents());
    if (better) stream.abandon();
    return better;
  }

  /** One slice of audio, one flush or one sleep; answers whether this was the end. What was asked for before the log was found empty is served. */
  private async step(stream: RecognizerStream, cursor: CaptureCursor, pcm: LogAudio): Promise<boolean> {
    stream.throwIfDead();
    this.signal.lower();
    const asked = this.flushes.length;
    const { finishing } = this;
    const frames = await cursor.take(SLICE_FRAMES);
    if (frames.length > 0) {
      await this.hand(stream, frames, pcm);
    } else if (asked > 0) {
      await this.stalls.flush(stream);
      for (const request of this.flushes.splice(0, asked)) request.resolve();
    } else if (finishing) {
      const rest = pcm.end();
      if (rest.length > 0) stream.push(rest);
      return true;
    } else if (!this.signal.isRaised) {
      await this.signal.sleep(STALL_MS);
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
    await this.deps.turns.turn();
    for (const frame of frames) {
      // The recording paused here: words from before and after are not one sentence.
      if (timeline.hasGapBetween(this.fedMs, frame.positionMs)) {
        await this.stalls.flush(stream);
      }
      this.fedMs = frame.positionMs;
      const samples = pcm.decode(frame);
      if (samples.length > 0) stream.push(samples);
      sliceMs += (samples.length * 1_000) / SPEECH_SAMPLE_RATE;
      if (sliceMs < SLICE_MS) continue;
      sliceMs = 0;
      await this.stalls.waitForRoom(stream);
      await this.deps.turns.turn();
    }
    await this.events.whenReady();
  }

  private recognizerEvents(): RecognizerEvents {
    const { events } = this;
    return {
      onSpeechStart: () => events.onSpeechStart(),
      onPartial: (utterance) => events.onPartial(utterance),
      onFinal: (utterance, fate) => {
        this.handledMs = Math.max(this.handledMs, utterance.positionEndMs);
        events.onFinal(utterance, fate);
      },
      onWordless: (startMs, endMs) => events.onWordless(startMs, endMs),
      onHandled: (positionMs, fate) => {
        this.handledMs = positionMs;
        events.onHandled(positionMs, fate);
      },
      onChange: () => this.wake(),
    };
  }
}
