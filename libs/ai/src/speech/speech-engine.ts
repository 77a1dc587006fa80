import type { Clock } from '#libs/kernel';
import { DecodeScheduler, type StreamKind } from './decode-scheduler.js';
import type { UtteranceRecognizer } from './moonshine.js';
import type { SpeechStreamReply, SpeechRequest } from './speech-protocol.js';
import { StreamTranscriber } from './stream-transcriber.js';
import type { VoiceDetectors } from './voice-detector.js';

export interface SpeechModels {
  readonly recognizer: UtteranceRecognizer;
  readonly detectors: VoiceDetectors;
}

/** Everything that happens in the speech thread, but for the thread itself: all streams, one recognizer. */
export class SpeechEngine {
  private readonly streams = new Map<number, StreamTranscriber>();
  private readonly scheduler: DecodeScheduler;

  constructor(
    private readonly models: SpeechModels,
    options: { readonly parallel: number; readonly clock: Pick<Clock, 'monotonicMs'> },
    private readonly reply: (message: SpeechStreamReply) => void,
  ) {
    this.scheduler = new DecodeScheduler(models.recognizer, options.parallel, options.clock);
  }

  handle(request: SpeechRequest): void {
    if (request.type === 'open') return this.open(request.stream, request.kind);
    const stream = this.streams.get(request.stream);
    if (!stream) return;
    if (request.type === 'push') stream.push(request.samples);
    else void this.settle(request, stream);
    this.scheduler.advance();
  }

  private open(stream: number, kind: StreamKind): void {
    // Silence may have come since somebody waited for too long.
    this.scheduler.advance();
    if (kind === 'live' && this.scheduler.isBusy) return this.fail(stream, 'busy');
    const transcriber = new StreamTranscriber(this.models.detectors, {
      onSpeechStart: (startMs) => this.reply({ type: 'started', stream, startMs }),
      onPartial: (utterance) => this.reply({ type: 'partial', stream, utterance }),
      onFinal: (utterance) => this.reply({ type: 'final', stream, utterance }),
      onWordless: (startMs, endMs) => this.reply({ type: 'wordless', stream, startMs, endMs }),
      onProgress: (handledMs, speechMs) => this.reply({ type: 'progress', stream, handledMs, speechMs }),
    });
    this.streams.set(stream, transcriber);
    this.scheduler.add({ stream: transcriber, kind, onFailure: (reason) => this.fail(stream, reason) });
    this.reply({ type: 'opened', stream });
  }

  private async settle(
    request: Extract<SpeechRequest, { type: 'flush' | 'close' }>,
    transcriber: StreamTranscriber,
  ): Promise<void> {
    const { type, stream, flush } = request;
    const settled = type === 'flush' ? transcriber.flush() : transcriber.finish();
    this.scheduler.advance();
    await settled;
    if (type === 'close') this.forget(stream);
    this.reply({ type: 'flushed', stream, flush });
  }

  private fail(stream: number, reason: 'failed' | 'busy'): void {
    this.forget(stream);
    this.reply({ type: 'failed', stream, reason });
  }

  private forget(stream: number): void {
    const transcriber = this.streams.get(stream);
    if (transcriber) this.scheduler.remove(transcriber);
    this.streams.delete(stream);
  }
}
