import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TurnTaker } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import type { FakeSpeechToText, SpeechScript } from '#libs/ai/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { CaptureLogs } from '../capture/capture-logs.js';
import { LiveSession, type LiveSessionDeps } from '../live/live-session.js';
import { LiveSessionFactory } from '../live/live-session-factory.js';
import { PLAIN_SPEECH, type LiveSessionParams } from '../live/live-session-params.js';
import { SpeechChain } from '../live/speech-chain.js';
import { RememberingListener } from './remembering-listener.js';

export const PARAMS: LiveSessionParams = {
  ownerId: 'ada',
  sessionId: 's1',
  codec: 'opus',
  sampleRate: 16_000,
  language: 'en',
  recognize: true,
  speech: PLAIN_SPEECH,
  resume: null,
};

export const TWO_SENTENCES: SpeechScript = {
  utterances: [
    { text: 'good morning', startMs: 200, endMs: 1_000 },
    { text: 'how are you', startMs: 1_500, endMs: 2_400 },
  ],
};

/** Live sessions on capture logs in a folder of their own. Only the recognizer is played. Time moves when the test says so. */
export class LiveSessionBench {
  readonly clock = new ManualClock();
  /** Closed in the end. */
  readonly opened: LiveSession[] = [];
  listener = new RememberingListener();
  capture: CaptureLogs;

  private constructor(readonly dataDir: string) {
    this.capture = this.captureWith(0);
  }

  static async start(): Promise<LiveSessionBench> {
    return new LiveSessionBench(await mkdtemp(join(tmpdir(), 'mneme-live-')));
  }

  async stop(): Promise<void> {
    for (const session of this.opened) {
      const closing = session.close({ drainWithinMs: 1 });
      await this.clock.advance(1);
      await closing;
    }
    await this.capture.onApplicationShutdown();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  captureWith(groupCommitMs: number): CaptureLogs {
    return new CaptureLogs({ dataDir: this.dataDir, groupCommitMs }, this.clock);
  }

  depsOf(speech: FakeSpeechToText): LiveSessionDeps {
    const { capture, clock } = this;
    const log = new SilentLog();
    return {
      capture,
      speech: new SpeechChain({ inOrder: [speech] }, clock, log),
      turns: new TurnTaker(clock, 4),
      clock,
      log,
      metrics: new Metrics(),
    };
  }

  async open(speech: FakeSpeechToText, params: Partial<LiveSessionParams> = {}): Promise<LiveSession> {
    const session = await LiveSession.open({ ...PARAMS, ...params }, this.depsOf(speech), this.listener);
    this.opened.push(session);
    return session;
  }

  factoryOf(speech: FakeSpeechToText): LiveSessionFactory {
    const { log, metrics } = this.depsOf(speech);
    return new LiveSessionFactory(this.capture, { inOrder: [speech] }, this.clock, log, metrics);
  }
}
