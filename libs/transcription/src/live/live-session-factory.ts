import { Injectable } from '@nestjs/common';
import { AppError, Clock, TurnTaker } from '#libs/kernel';
import { SpeechProviders } from '#libs/ai';
import { Log, Metrics } from '#libs/observability';
import { CaptureLogs } from '../capture/capture-logs.js';
import type { AudioLedgerSnapshot } from './audio-ledger.js';
import { LiveSession, type LiveSessionDeps } from './live-session.js';
import { PLAIN_SPEECH, type LiveSessionParams, type SessionSpeech } from './live-session-params.js';
import type { SessionListener } from './session-listener.js';
import { drainTooLong } from './session-refusals.js';
import { SpeechChain } from './speech-chain.js';

/** Which session, and up to which audio position everything of it is stored. */
export interface RecoverParams {
  readonly ownerId: string;
  readonly sessionId: string;
  readonly handledPositionMs: number;
  /** As in `LiveSessionParams`; nothing when absent. */
  readonly speech?: SessionSpeech;
  readonly voices?: number;
}

/** What feeds compute before arriving frames are received and acknowledged. */
const FEEDS_BUDGET_MS = 4;

/** Opens live sessions on this process's capture logs and recognizer. */
@Injectable()
export class LiveSessionFactory {
  private readonly deps: LiveSessionDeps;

  constructor(
    private readonly capture: CaptureLogs,
    providers: SpeechProviders,
    clock: Clock,
    log: Log,
    metrics: Metrics,
  ) {
    const speech = new SpeechChain(providers, clock, log);
    const turns = new TurnTaker(clock, FEEDS_BUDGET_MS);
    this.deps = { capture, speech, turns, clock, log, metrics };
  }

  /** Errors: as `LiveSession.open`. */
  open(params: LiveSessionParams, listener: SessionListener): Promise<LiveSession> {
    return LiveSession.open(params, this.deps, listener);
  }

  /**
   * Transcribes what a session that nobody holds any more left in its log, as fast as the recognizer can. Resolves when every word is stored.
   * Errors: as `LiveSession.open`; `unavailable` SPEECH_UNAVAILABLE when no recognizer can be kept up, after what it gave was stored.
   */
  async recover(params: RecoverParams, listener: SessionListener): Promise<AudioLedgerSnapshot> {
    const { ownerId, sessionId, handledPositionMs, speech = PLAIN_SPEECH, voices = 0 } = params;
    const info = await this.capture.describe(ownerId, sessionId);
    if (!info) throw new AppError('not_found', 'CAPTURE_LOG_MISSING', 'There is no such audio session.');
    const { codec, sampleRate, language } = info;
    const session = await this.open(
      {
        ...{ ownerId, sessionId, codec, sampleRate, language, speech },
        recognize: true,
        resume: { handledPositionMs },
        voices,
      },
      listener,
    );
    const { drained } = await session.close({ drainWithinMs: Infinity });
    if (!drained) throw session.speechAway ?? drainTooLong();
    return session.ledger;
  }
}
