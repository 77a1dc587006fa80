import { toAppError, type AppError, type Clock } from '#libs/kernel';
import type { SpeechOptions } from '#libs/ai';
import type { Log } from '#libs/observability';
import type { ProviderCircuit } from './provider-circuit.js';
import { backOffMs, MAX_BACKOFF_MS } from './recognizer-back-off.rules.js';
import { RecognizerStream, type RecognizerEvents } from './recognizer-stream.js';
import type { LastWord } from './replay-cut.js';
import type { SpeechReady } from './session-listener.js';
import { slowStart, speechAway } from './session-refusals.js';
import type { SpeechChain } from './speech-chain.js';
import { VoiceNumbers } from './voice-numbers.js';

/** A recognizer that takes this long to start (its models may be on their way) counts as away until it is there. */
const SLOW_START_MS = 10_000;
/** Streams in a row that die without having dealt with anything, until a provider counts as away for this session. */
const FRUITLESS_STREAMS = 2;

export interface RecognizerConnectionDeps {
  readonly speech: SpeechChain;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RecognizerConnectionEvents {
  /** A recognizer takes the audio: told at the start, again when none was there, and when another one takes over. */
  onReady(ready: SpeechReady): void;
  /** `unavailable` SPEECH_UNAVAILABLE, `details.reason` says why. Told once, until one is ready again. */
  onAway(error: AppError): void;
}

/** What a session is, for those who hear it. */
export interface RecognizedSession {
  readonly sessionId: string;
  readonly options: SpeechOptions;
  /** Numbers of voices that are taken. */
  readonly voices: number;
}

/** How a provider did with this session's audio of late. */
interface Trial {
  fruitless: number;
  notBeforeMs: number;
}

/**
 * Gets a session one recognizer stream after the other, however long that takes: of the first provider that understands it and is there, of
 * the next one while it is not.
 */
export class RecognizerConnection {
  private readonly stopping = new AbortController();
  private readonly stopped = Promise.withResolvers<never>();
  private readonly voices: VoiceNumbers;
  private readonly trials = new Map<ProviderCircuit, Trial>();
  private readonly candidates: readonly ProviderCircuit[];
  private serving: ProviderCircuit | null = null;
  private awayBecause: AppError | null = null;
  private lastWord: LastWord | null = null;

  constructor(
    private readonly session: RecognizedSession,
    private readonly deps: RecognizerConnectionDeps,
    private readonly events: RecognizerConnectionEvents,
  ) {
    this.voices = new VoiceNumbers(session.voices);
    this.candidates = deps.speech.candidatesFor(session.options);
    this.stopped.promise.catch(() => undefined);
  }

  /** Why no recognizer takes the audio at the moment, or null. */
  get away(): AppError | null {
    return this.awayBecause;
  }

  /** A stream for the audio from a position on. Rejects with the reason when it is stopped meanwhile. */
  async connect(fromMs: number, events: RecognizerEvents): Promise<RecognizerStream> {
    for (;;) {
      this.stopping.signal.throwIfAborted();
      const stream = await this.firstOf(fromMs, events);
      if (stream) return stream;
      const waitMs = Math.min(...this.candidates.map((circuit) => this.waitMsFor(circuit)));
      await this.deps.clock.sleep(waitMs, this.stopping.signal);
    }
  }

  /** Whether a provider that would have been asked before this one may be back. */
  isBetterThere(current: ProviderCircuit): boolean {
    return current !== this.candidates[0] && this.better(current).length > 0;
  }

  /** A stream of a provider that comes before this one; null when it is not back after all. */
  async openBetter(
    current: ProviderCircuit,
    fromMs: number,
    events: RecognizerEvents,
  ): Promise<RecognizerStream | null> {
    for (const circuit of this.better(current)) {
      const stream = await this.tryOpen(circuit, fromMs, events, true);
      if (stream instanceof RecognizerStream) return stream;
    }
    return null;
  }

  /** A stream ended or is to be replaced: what the next one has to know. */
  noteEnd(stream: RecognizerStream): void {
    this.lastWord = stream.lastWord;
  }

  /** A stream died. Throws the reason when that was because of `stop`. Answers when there may be another one. */
  async afterDeath(stream: RecognizerStream, error: AppError): Promise<void> {
    this.stopping.signal.throwIfAborted();
    const { circuit, fruitful } = stream;
    const trial = this.trialOf(circuit);
    trial.fruitless = fruitful ? 0 : trial.fruitless + 1;
    if (!fruitful) circuit.noteFruitless(error);
    this.deps.log.warn('A speech recognizer failed; its audio will be sent again', {
      'session.id': this.session.sessionId,
      'stt.provider': circuit.name,
      'error.code': error.code,
      count: trial.fruitless,
    });
    const pauseMs = Math.min(MAX_BACKOFF_MS, error.retryAfterMs ?? backOffMs(trial.fruitless));
    if (trial.fruitless >= FRUITLESS_STREAMS || error.retryAfterMs !== undefined) {
      trial.notBeforeMs = this.deps.clock.monotonicMs() + pauseMs;
      if (this.candidates.every((other) => this.waitMsFor(other) > 0)) this.noteAway(error, circuit);
    } else {
      await this.deps.clock.sleep(pauseMs, this.stopping.signal);
    }
  }

  /** No more streams are wanted. */
  stop(reason: AppError): void {
    this.stopping.abort(reason);
    this.stopped.reject(reason);
  }

  private better(current: ProviderCircuit): readonly ProviderCircuit[] {
    const before = this.candidates.slice(0, this.candidates.indexOf(current));
    return before.filter((circuit) => this.waitMsFor(circuit) === 0);
  }

  private trialOf(circuit: ProviderCircuit): Trial {
    const trial = this.trials.get(circuit) ?? { fruitless: 0, notBeforeMs: 0 };
    this.trials.set(circuit, trial);
    return trial;
  }

  private waitMsFor(circuit: ProviderCircuit): number {
    const ownMs = (this.trials.get(circuit)?.notBeforeMs ?? 0) - this.deps.clock.monotonicMs();
    return Math.max(0, ownMs, circuit.closedBecause ? circuit.waitMs : 0);
  }

  private async firstOf(fromMs: number, events: RecognizerEvents): Promise<RecognizerStream | null> {
    let refused: { error: AppError; circuit: ProviderCircuit } | null = null;
    for (const circuit of this.candidates) {
      if (this.waitMsFor(circuit) > 0) {
        const error = circuit.closedBecause;
        if (error) refused ??= { error, circuit };
        continue;
      }
      const isLast = circuit === this.candidates.at(-1);
      const opened = await this.tryOpen(circuit, fromMs, events, !isLast);
      if (opened instanceof RecognizerStream) return opened;
      refused ??= { error: opened, circuit };
    }
    if (refused) this.noteAway(refused.error, refused.circuit);
    return null;
  }

  /** A stream of this provider, or why there is none. `hurry`: somebody else is there; do not wait for one that starts slowly. */
  private async tryOpen(
    circuit: ProviderCircuit,
    fromMs: number,
    events: RecognizerEvents,
    hurry: boolean,
  ): Promise<RecognizerStream | AppError> {
    try {
      const stream = await this.open(circuit, fromMs, this.watched(circuit, events), hurry);
      // One that came up before only to die has to prove itself first.
      if (this.trialOf(circuit).fruitless < FRUITLESS_STREAMS) this.noteReady(circuit);
      return stream;
    } catch (thrown) {
      this.stopping.signal.throwIfAborted();
      const error = toAppError(thrown);
      if (error.kind === 'invalid') {
        // No waiting helps, but the provider may be replaced by one that takes it.
        this.trialOf(circuit).notBeforeMs = this.deps.clock.monotonicMs() + MAX_BACKOFF_MS;
      }
      return error;
    }
  }

  private async open(
    circuit: ProviderCircuit,
    fromMs: number,
    events: RecognizerEvents,
    hurry: boolean,
  ): Promise<RecognizerStream> {
    const numberOf = this.voices.ofStream(circuit.capabilities.diarization);
    const start = { cutMs: fromMs, lastWord: this.lastWord, numberOf };
    const opening = RecognizerStream.open(circuit, this.session.options, start, events);
    const slow = Promise.withResolvers<never>();
    const cancel = this.deps.clock.after(SLOW_START_MS, () => {
      if (!hurry) return this.noteAway(slowStart(), circuit);
      circuit.noteRefusal(slowStart());
      slow.reject(slowStart());
    });
    try {
      return await Promise.race([opening, this.stopped.promise, slow.promise]);
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

  private noteReady(circuit: ProviderCircuit): void {
    if (this.serving === circuit) return;
    this.serving = circuit;
    this.awayBecause = null;
    const first = this.candidates[0]!;
    this.events.onReady({ provider: circuit.name, fallbackFrom: first === circuit ? null : first.name });
  }

  private noteAway(cause: AppError, circuit: ProviderCircuit): void {
    const isNews = this.awayBecause === null;
    this.serving = null;
    this.awayBecause = speechAway(cause, circuit.name);
    if (isNews) this.events.onAway(this.awayBecause);
  }

  private watched(circuit: ProviderCircuit, events: RecognizerEvents): RecognizerEvents {
    return {
      ...events,
      onFinal: (utterance, fate) => {
        this.noteReady(circuit);
        events.onFinal(utterance, fate);
      },
      onHandled: (positionMs, fate) => {
        this.noteReady(circuit);
        events.onHandled(positionMs, fate);
      },
    };
  }
}
