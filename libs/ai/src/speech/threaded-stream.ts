import { AppError } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE, type SpeechStream, type SpeechStreamEvents } from '../ports/speech-to-text.js';
import { samplesToMs } from './audio-frames.js';
import type { StreamKind } from './decode-scheduler.js';
import type { SpeechRequest, SpeechStreamReply } from './speech-protocol.js';
import type { StreamThread, ThreadStream } from './stream-thread.js';

/** Audio crosses to the thread in pieces of 100 ms: one message for five frames of a typical device. */
const PIECE_SAMPLES = SPEECH_SAMPLE_RATE / 10;

/** Talks have pauses: by then there may be room. */
const BUSY_RETRY_MS = 15_000;

/** A stream whose work is done in the speech thread. */
export class ThreadedStream implements SpeechStream, ThreadStream<SpeechStreamReply> {
  private readonly number: number;
  private piece = new Int16Array(PIECE_SAMPLES);
  private filled = 0;
  private pushedSamples = 0;
  private handledMs = 0;
  private speechMs = 0;
  private nextFlush = 1;
  private readonly flushes = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  private readonly taken = Promise.withResolvers<void>();
  private isTaken = false;
  private ending: Promise<void> | undefined;
  private failure: AppError | undefined;

  constructor(
    private readonly thread: StreamThread<SpeechRequest, SpeechStreamReply>,
    kind: StreamKind,
    private readonly events: SpeechStreamEvents,
  ) {
    this.number = thread.attach(this);
    this.taken.promise.catch(() => undefined);
    thread.post({ type: 'open', stream: this.number, kind });
  }

  /** Resolves when the thread took the stream. Rejects with `unavailable` SPEECH_BUSY when it takes no more, SPEECH_UNAVAILABLE when it is gone. */
  opened(): Promise<void> {
    return this.taken.promise;
  }

  get backlogMs(): number {
    return Math.max(0, samplesToMs(this.pushedSamples) - this.handledMs);
  }

  push(samples: Int16Array): void {
    if (this.ending || this.failure) return;
    this.pushedSamples += samples.length;
    for (let read = 0; read < samples.length;) {
      const taken = samples.subarray(read, read + PIECE_SAMPLES - this.filled);
      this.piece.set(taken, this.filled);
      this.filled += taken.length;
      read += taken.length;
      if (this.filled === PIECE_SAMPLES) this.send();
    }
  }

  async flush(): Promise<void> {
    if (this.ending) return this.ending;
    await this.settle('flush');
  }

  close(): Promise<void> {
    this.ending ??= this.settle('close').then(
      () => this.tellProgress(samplesToMs(this.pushedSamples), this.speechMs),
      // Told by onError already; closing what is dead is no failure of its own.
      () => undefined,
    );
    return this.ending;
  }

  onReply(reply: SpeechStreamReply): void {
    switch (reply.type) {
      case 'opened':
        return this.onTaken();
      case 'started':
        return this.events.onSpeechStart(reply.startMs);
      case 'partial':
        return this.events.onPartial(reply.utterance);
      case 'final':
        return this.events.onFinal(reply.utterance);
      case 'progress':
        return this.tellProgress(reply.handledMs, reply.speechMs);
      case 'wordless':
        return this.onWordless(reply.startMs, reply.endMs);
      case 'flushed':
        return this.onFlushed(reply.flush);
      case 'failed':
        return this.onDeath(failureOf(reply.reason));
    }
  }

  private onTaken(): void {
    this.isTaken = true;
    this.taken.resolve();
  }

  private onWordless(startMs: number, endMs: number): void {
    this.events.onWordless?.(startMs, endMs);
  }

  private onFlushed(flush: number): void {
    this.flushes.get(flush)?.resolve();
    this.flushes.delete(flush);
  }

  onDeath(error: AppError): void {
    this.failure = error;
    this.thread.detach(this.number);
    for (const { reject } of this.flushes.values()) reject(error);
    this.flushes.clear();
    this.taken.reject(error);
    if (this.isTaken) this.events.onError(error);
  }

  private async settle(type: 'flush' | 'close'): Promise<void> {
    if (this.failure) throw this.failure;
    this.send();
    const flush = this.nextFlush;
    this.nextFlush += 1;
    const settled = new Promise<void>((resolve, reject) => this.flushes.set(flush, { resolve, reject }));
    this.thread.post({ type, stream: this.number, flush });
    await settled;
    if (type === 'close') this.thread.detach(this.number);
  }

  private send(): void {
    if (this.filled === 0) return;
    const samples = this.piece.slice(0, this.filled);
    this.filled = 0;
    this.thread.post({ type: 'push', stream: this.number, samples }, [samples.buffer]);
  }

  private tellProgress(handledMs: number, speechMs: number): void {
    // The thread counts whole frames; the last one may reach a little beyond what was pushed.
    this.handledMs = Math.max(this.handledMs, Math.min(handledMs, samplesToMs(this.pushedSamples)));
    this.speechMs = speechMs;
    this.events.onProgress(this.handledMs, speechMs);
  }
}

function failureOf(reason: 'failed' | 'busy'): AppError {
  return reason === 'busy' ? speechBusy() : utteranceFailed();
}

function utteranceFailed(): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    'An utterance could not be recognized. Send the audio after the last progress to a new stream.',
  );
}

function speechBusy(): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_BUSY',
    'More people speak than this machine can write down in time. Send the audio after the last progress to a new stream, later.',
    {},
    { retryAfterMs: BUSY_RETRY_MS },
  );
}
