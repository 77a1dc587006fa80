import type { RecognizedUtterance, SpeechStreamEvents } from '../ports/speech-to-text.js';
import { FRAME_MS, FRAME_SAMPLES } from './audio-frames.js';
import { SoundListener } from './sound-listener.js';
import { plausibleText } from './text-guard.js';
import { TAIL_FRAMES, type FrameRange, type Utterance } from './utterance-segmenter.js';
import type { VoiceDetectors } from './voice-detector.js';

/** A stretch of sound that a stream wants written down. */
export interface DecodeJob {
  readonly kind: 'final' | 'partial';
  readonly utterance: Utterance;
  readonly samples: Int16Array;
}

interface EndedUtterance extends DecodeJob {
  samples: Int16Array;
  /** Known as soon as it was recognized; told when everything before it was. */
  text?: string;
  isSecondTry?: boolean;
}

/** Speech of a second or more without words is recognized once more, from other cut points: now and then that is all it takes. */
const SECOND_TRY_FRAMES = 31;
/** Less of the sound before and after the speech: 160 ms and 64 ms. */
const SECOND_TRY_CUT = { head: 5 * FRAME_SAMPLES, tail: 2 * FRAME_SAMPLES };

/** New partial text at most this often (512 ms), and for long utterances, which cost more, after a sixth of their length. */
const PARTIAL_EVERY_FRAMES = 16;
const PARTIAL_SHARE = 1 / 6;

/**
 * One stream within the speech thread: knows which utterances wait to be recognized, and tells their texts in order. It does not
 * recognize; a scheduler takes its jobs and brings the texts back.
 */
export class StreamTranscriber {
  private readonly listener: SoundListener;
  private readonly ended: EndedUtterance[] = [];
  private readonly waiters: { readonly last: EndedUtterance; readonly resolve: () => void }[] = [];
  private running: { final?: DecodeJob; partial?: DecodeJob } = {};
  private lastPartial:
    { readonly audio: FrameRange; readonly text: string; readonly atFrame: number } | undefined;
  private speechFrames = 0;
  private handledFrame = 0;

  constructor(
    detectors: VoiceDetectors,
    private readonly events: Omit<SpeechStreamEvents, 'onError'>,
  ) {
    this.listener = new SoundListener(detectors, {
      onStart: (frame) => events.onSpeechStart(frameToMs(frame)),
      onEnd: (utterance, samples) => this.queue({ kind: 'final', utterance, samples }),
    });
  }

  push(samples: Int16Array): void {
    this.listener.push(samples);
    this.tellProgress();
  }

  /** Ends the open utterance; resolves when all that was said so far has been told. */
  async flush(): Promise<void> {
    this.listener.flush();
    await this.settled();
  }

  /** Like flush, and nothing may follow. */
  async finish(): Promise<void> {
    this.listener.finish();
    await this.settled();
  }

  /** The oldest utterance that has to be recognized, if none of this stream is being recognized. */
  takeFinal(): DecodeJob | undefined {
    const next = this.ended.find((ended) => ended.text === undefined);
    if (!next || this.running.final) return undefined;
    // The partial that is running covers the same sound: its text will do.
    if (this.running.partial && sameSound(this.running.partial.utterance.audio, next.utterance.audio))
      return undefined;
    this.running.final = next;
    return next;
  }

  /** The open utterance as far as it has come, when it is time for new partial text. */
  takePartial(): DecodeJob | undefined {
    const open = this.listener.open;
    if (!open || this.running.partial || this.ended.length > 0 || !this.partialIsDue(open)) return undefined;
    const job: DecodeJob = { kind: 'partial', utterance: open, samples: this.listener.soundOf(open) };
    this.running.partial = job;
    return job;
  }

  /** Whether an utterance waits to be recognized, and none of this stream is. */
  get isWaiting(): boolean {
    return !this.running.final && this.ended.some((ended) => ended.text === undefined);
  }

  /** Brings the text of a job that was taken. */
  complete(job: DecodeJob, rawText: string): void {
    const text = plausibleText(rawText, job.utterance.speechFrames * FRAME_MS);
    if (job.kind === 'final') this.completeFinal(job, text);
    else this.completePartial(job, text);
  }

  private completeFinal(job: EndedUtterance, text: string): void {
    delete this.running.final;
    this.accept(job, text);
  }

  private accept(ended: EndedUtterance, text: string): void {
    if (text === '' && !ended.isSecondTry && ended.utterance.speechFrames >= SECOND_TRY_FRAMES) {
      ended.isSecondTry = true;
      ended.samples = ended.samples.slice(SECOND_TRY_CUT.head, -SECOND_TRY_CUT.tail);
      return;
    }
    ended.text = text;
    this.tellFinals();
  }

  private completePartial({ utterance }: DecodeJob, text: string): void {
    delete this.running.partial;
    this.lastPartial = { audio: utterance.audio, text, atFrame: utterance.audio.end };
    const ended = this.ended.find((candidate) => sameSound(candidate.utterance.audio, utterance.audio));
    if (ended) {
      if (ended.text === undefined && !ended.isSecondTry) this.accept(ended, text);
    } else if (text !== '' && this.listener.open?.audio.start === utterance.audio.start) {
      this.events.onPartial(recognized(utterance, text));
    }
  }

  private queue(utterance: EndedUtterance): void {
    this.ended.push(utterance);
    if (!this.lastPartial || !sameSound(this.lastPartial.audio, utterance.utterance.audio)) return;
    this.accept(utterance, this.lastPartial.text);
  }

  private partialIsDue({ audio, speech }: Utterance): boolean {
    const last = this.lastPartial?.audio.start === audio.start ? this.lastPartial : undefined;
    if (last && sameSound(last.audio, audio)) return false;
    // Silence has set in: this is what the final would hear, so it need not be recognized again.
    if (this.listener.silentFrames >= TAIL_FRAMES) return true;
    const every = Math.max(PARTIAL_EVERY_FRAMES, (audio.end - audio.start) * PARTIAL_SHARE);
    return audio.end - (last?.atFrame ?? speech.start) >= every;
  }

  private tellFinals(): void {
    while (this.ended[0]?.text !== undefined) {
      const told = this.ended.shift()!;
      this.speechFrames += told.utterance.speechFrames;
      if (told.text) this.events.onFinal(recognized(told.utterance, told.text));
      else this.tellWordless(told.utterance);
      this.tellProgress();
      this.resolveWaiters(told);
    }
  }

  private tellWordless({ speech }: Utterance): void {
    this.events.onWordless?.(frameToMs(speech.start), frameToMs(speech.end));
  }

  private tellProgress(): void {
    const handled = this.ended[0]?.utterance.audio.start ?? this.listener.settledFrame;
    if (handled <= this.handledFrame) return;
    this.handledFrame = handled;
    this.events.onProgress(frameToMs(handled), frameToMs(this.speechFrames));
  }

  private async settled(): Promise<void> {
    this.tellProgress();
    const last = this.ended.at(-1);
    if (last) await new Promise<void>((resolve) => this.waiters.push({ last, resolve }));
  }

  private resolveWaiters(told: EndedUtterance): void {
    while (this.waiters[0]?.last === told) this.waiters.shift()!.resolve();
  }
}

function recognized({ speech }: Utterance, text: string): RecognizedUtterance {
  return { text, startMs: frameToMs(speech.start), endMs: frameToMs(speech.end), speaker: 0 };
}

function frameToMs(frame: number): number {
  return frame * FRAME_MS;
}

function sameSound(a: FrameRange, b: FrameRange): boolean {
  return a.start === b.start && a.end === b.end;
}
