import { toAppError, type AppError } from '#libs/kernel';
import type { RecognizedUtterance, SpeechStream, SpeechStreamEvents } from '../../ports/speech-to-text.js';
import { FRAME_MS, samplesToMs } from '../audio-frames.js';
import { plausibleText } from '../text-guard.js';
import type { Utterance } from '../utterance-segmenter.js';
import type { VoiceThread } from '../voice-thread.js';
import { UtteranceListener } from './utterance-listener.js';
import { wordsWithin, type WrittenWord } from './written-words.js';

/** What a provider made of the sound of one utterance. */
export interface WrittenUtterance {
  readonly text: string;
  /** In order, in milliseconds since the utterance's first sample. */
  readonly words?: readonly WrittenWord[] | undefined;
  /** ISO 639-1. */
  readonly language?: string | undefined;
}

/** Writes down one utterance, 16 kHz. Tries again what may pass; what it throws in the end is the end of the stream. */
export type WriteUtterance = (samples: Int16Array, signal: AbortSignal) => Promise<WrittenUtterance>;

interface EndedUtterance {
  readonly utterance: Utterance;
  readonly samples: Int16Array;
  isBeingWritten: boolean;
  /** Known as soon as it was written down; told when everything before it was. */
  written?: WrittenUtterance;
}

/** The second utterance need not wait for the first; more at once would only push other streams aside. */
const PARALLEL = 2;

/**
 * A live stream on top of a provider that takes whole utterances: voices are heard on this machine, each utterance is sent when it has
 * ended, and what comes back is told in order. There are no partial texts.
 */
export class UtteranceStream implements SpeechStream {
  private listener!: UtteranceListener;
  private readonly ended: EndedUtterance[] = [];
  private readonly drains: { readonly last: EndedUtterance; readonly drained: PromiseWithResolvers<void> }[] =
    [];
  private readonly stopping = new AbortController();
  private pushedSamples = 0;
  private speechFrames = 0;
  private handledMs = 0;
  private ending: Promise<void> | undefined;
  private failure: AppError | undefined;

  private constructor(
    private readonly write: WriteUtterance,
    private readonly events: SpeechStreamEvents,
  ) {}

  /** Errors: as `VoiceThread.open`. */
  static async open(
    voices: VoiceThread,
    write: WriteUtterance,
    events: SpeechStreamEvents,
  ): Promise<UtteranceStream> {
    const stream = new UtteranceStream(write, events);
    stream.listener = await UtteranceListener.open(voices, {
      onStart: (frame) => events.onSpeechStart(frame * FRAME_MS),
      onEnd: (utterance, samples) => stream.queue({ utterance, samples, isBeingWritten: false }),
      onDeath: (error) => stream.die(error),
    });
    return stream;
  }

  get backlogMs(): number {
    return Math.max(0, samplesToMs(this.pushedSamples) - this.handledMs);
  }

  push(samples: Int16Array): void {
    if (this.ending || this.failure) return;
    this.pushedSamples += samples.length;
    this.listener.push(samples);
    // Not within the push, where the caller does not expect it.
    queueMicrotask(() => this.tellProgress());
  }

  async flush(): Promise<void> {
    if (this.ending) return this.ending;
    if (this.failure) throw this.failure;
    await this.listener.flush();
    await this.drained();
  }

  close(): Promise<void> {
    // Why it died was told by onError; closing what is dead is no failure of its own.
    this.ending ??= this.finish().catch(() => undefined);
    return this.ending;
  }

  private async finish(): Promise<void> {
    if (this.failure) return;
    await this.listener.finish();
    await this.drained();
    this.tell(samplesToMs(this.pushedSamples));
  }

  private queue(ended: EndedUtterance): void {
    this.ended.push(ended);
    this.advance();
  }

  private advance(): void {
    if (this.failure) return;
    const free = PARALLEL - this.ended.filter((ended) => ended.isBeingWritten).length;
    const waiting = this.ended.filter((ended) => !ended.isBeingWritten && !ended.written);
    for (const next of waiting.slice(0, free)) void this.writeDown(next);
  }

  private async writeDown(ended: EndedUtterance): Promise<void> {
    ended.isBeingWritten = true;
    try {
      ended.written = await this.write(ended.samples, this.stopping.signal);
    } catch (error) {
      return this.die(toAppError(error));
    }
    if (this.failure) return;
    ended.isBeingWritten = false;
    this.tellWritten();
    this.advance();
  }

  private tellWritten(): void {
    while (this.ended[0]?.written) {
      const told = this.ended.shift()!;
      this.speechFrames += told.utterance.speechFrames;
      this.tellUtterance(told);
      this.tellProgress();
      while (this.drains[0]?.last === told) this.drains.shift()!.drained.resolve();
    }
  }

  private tellUtterance({ utterance, written }: EndedUtterance): void {
    const recognized = recognizedOf(utterance, written!);
    const { start, end } = utterance.speech;
    if (recognized) this.events.onFinal(recognized);
    else this.events.onWordless?.(start * FRAME_MS, end * FRAME_MS);
  }

  private tellProgress(): void {
    if (this.failure) return;
    const frame = this.ended[0]?.utterance.audio.start ?? this.listener.settledFrame;
    // Frames are counted whole; the last one may reach a little beyond what was pushed.
    this.tell(Math.min(frame * FRAME_MS, samplesToMs(this.pushedSamples)));
  }

  private tell(handledMs: number): void {
    if (handledMs <= this.handledMs) return;
    this.handledMs = handledMs;
    this.events.onProgress(handledMs, this.speechFrames * FRAME_MS);
  }

  /** Resolves when all utterances that have ended were told; rejects when the stream dies before. */
  private async drained(): Promise<void> {
    if (this.failure) throw this.failure;
    this.tellProgress();
    const last = this.ended.at(-1);
    if (!last) return;
    const drained = Promise.withResolvers<void>();
    this.drains.push({ last, drained });
    await drained.promise;
  }

  private die(error: AppError): void {
    if (this.failure) return;
    this.failure = error;
    this.stopping.abort(error);
    this.listener.stop();
    for (const { drained } of this.drains.splice(0)) drained.reject(error);
    this.events.onError(error);
  }
}

/** Undefined when nothing is left that was plausibly said. */
function recognizedOf(
  { audio, speech, speechFrames }: Utterance,
  { text, words, language }: WrittenUtterance,
): RecognizedUtterance | undefined {
  const said = plausibleText(text, speechFrames * FRAME_MS);
  if (said === '') return undefined;
  const [startMs, endMs] = [speech.start * FRAME_MS, speech.end * FRAME_MS];
  const placed = wordsWithin(said, words ?? [], { originMs: audio.start * FRAME_MS, startMs, endMs });
  return {
    text: said,
    startMs,
    endMs,
    speaker: 0,
    ...(placed && { words: placed }),
    ...(language !== undefined && { language }),
  };
}
