import { toAppError, type AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import type { CaptureHeader } from '../capture/capture-files.js';
import { backOffMs } from './recognizer-back-off.rules.js';
import { RecognizerStream, type PlacedUtterance, type RecognizerEvents } from './recognizer-stream.js';
import { slowStart, speechAway } from './session-refusals.js';
import type { SharedRecognizer } from './shared-recognizer.js';

/** A recognizer that takes this long to start (its models may be on their way) counts as away until it is there. */
const SLOW_START_MS = 10_000;
/** Streams in a row that die without having dealt with anything, until the recognizer counts as away. */
const FRUITLESS_STREAMS = 2;

export interface RecognizerConnectionDeps {
  readonly speech: SharedRecognizer;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RecognizerConnectionEvents {
  /** A recognizer takes the audio: told at the start, and again when it was away. */
  onReady(): void;
  /** `unavailable` SPEECH_UNAVAILABLE, `details.reason` says why. Told once, until it is ready again. */
  onAway(error: AppError): void;
}

/** Gets a session one recognizer stream after the other, however long that takes, and knows whether there is one at the moment. */
export class RecognizerConnection {
  private readonly stopping = new AbortController();
  private readonly stopped = Promise.withResolvers<never>();
  private isReady = false;
  private awayBecause: AppError | null = null;
  /** Streams in a row that dealt with nothing. */
  private fruitless = 0;
  private speakerBase = 0;
  private speakersUsed = 0;

  constructor(
    private readonly session: Pick<CaptureHeader, 'sessionId' | 'language'>,
    private readonly deps: RecognizerConnectionDeps,
    private readonly events: RecognizerConnectionEvents,
  ) {
    this.stopped.promise.catch(() => undefined);
  }

  /** Why no recognizer takes the audio at the moment, or null. */
  get away(): AppError | null {
    return this.awayBecause;
  }

  /** A stream for the audio from a position on. Rejects with the reason when it is stopped meanwhile. */
  async connect(fromMs: number, events: RecognizerEvents): Promise<RecognizerStream> {
    this.speakerBase = this.speakersUsed;
    for (;;) {
      try {
        const stream = await this.open(fromMs, this.watched(events));
        // One that came up before only to die has to prove itself first.
        if (this.fruitless < FRUITLESS_STREAMS) this.noteReady();
        return stream;
      } catch (thrown) {
        this.stopping.signal.throwIfAborted();
        const error = toAppError(thrown);
        this.noteAway(error);
        await this.deps.clock.sleep(this.deps.speech.waitMsAfter(error), this.stopping.signal);
      }
    }
  }

  /** A stream died, after it had dealt with audio or before. Throws the reason when that was because of `stop`. */
  noteDeath(error: AppError, wasFruitful: boolean): void {
    this.stopping.signal.throwIfAborted();
    this.fruitless = wasFruitful ? 0 : this.fruitless + 1;
    this.deps.log.warn('A speech recognizer failed; its audio will be sent again', {
      'session.id': this.session.sessionId,
      'stt.provider': this.deps.speech.name,
      'error.code': error.code,
      count: this.fruitless,
    });
    if (this.fruitless >= FRUITLESS_STREAMS) this.noteAway(error);
  }

  /** Resolves when it is time for another stream after one died; rejects when stopped. */
  async backOff(): Promise<void> {
    await this.deps.clock.sleep(backOffMs(this.fruitless), this.stopping.signal);
  }

  /** No more streams are wanted. */
  stop(reason: AppError): void {
    this.stopping.abort(reason);
    this.stopped.reject(reason);
  }

  private async open(fromMs: number, events: RecognizerEvents): Promise<RecognizerStream> {
    this.stopping.signal.throwIfAborted();
    const { speech, clock } = this.deps;
    const opening = RecognizerStream.open(speech, this.session.language, fromMs, events);
    const cancel = clock.after(SLOW_START_MS, () => this.noteAway(slowStart()));
    try {
      return await Promise.race([opening, this.stopped.promise]);
    } catch (error) {
      void opening.then(
        (stream) => stream.abandon(),
        () => undefined,
      );
      throw error;
    } finally {
      cancel();
    }
  }

  private noteReady(): void {
    if (this.isReady) return;
    this.isReady = true;
    this.awayBecause = null;
    this.events.onReady();
  }

  private noteAway(cause: AppError): void {
    const isNews = this.awayBecause === null;
    this.isReady = false;
    this.awayBecause = speechAway(cause);
    if (isNews) this.events.onAway(this.awayBecause);
  }

  private watched(events: RecognizerEvents): RecognizerEvents {
    return {
      ...events,
      onPartial: (utterance) => events.onPartial(this.numbered(utterance)),
      onFinal: (utterance) => events.onFinal(this.numbered(utterance)),
      onHandled: (positionMs, durationMs, speechMs) => {
        if (durationMs > 0) this.noteReady();
        events.onHandled(positionMs, durationMs, speechMs);
      },
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
