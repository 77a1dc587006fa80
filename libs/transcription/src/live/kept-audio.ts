import type { CaptureLog } from '../capture/capture-log.js';
import { NO_FATE, type AudioFate } from './audio-fate.js';
import type { SessionFeed } from './session-feed.js';

/** Audio that nobody is to recognize, because the client does so itself: it is dealt with as soon as it is durable. */
export class KeptAudio implements SessionFeed {
  readonly away = null;
  readonly provider = null;
  private readonly ended = Promise.withResolvers<void>();

  constructor(
    private readonly audio: Pick<CaptureLog, 'positionMs'>,
    private handledMs: number,
    private readonly onHandled: (positionMs: number, fate: AudioFate) => void,
  ) {}

  get positionMs(): number {
    return this.handledMs;
  }

  run(): Promise<void> {
    this.wake();
    return this.ended.promise;
  }

  wake(): void {
    const { positionMs } = this.audio;
    if (positionMs <= this.handledMs) return;
    const keptMs = positionMs - this.handledMs;
    this.handledMs = positionMs;
    this.onHandled(positionMs, { ...NO_FATE, keptMs });
  }

  flush(): Promise<void> {
    this.wake();
    return Promise.resolve();
  }

  finish(): void {
    this.wake();
    this.ended.resolve();
  }

  stop(): void {
    this.ended.resolve();
  }
}
