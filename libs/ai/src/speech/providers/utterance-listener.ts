import type { AppError } from '#libs/kernel';
import { RecentFrames } from '../recent-frames.js';
import { UtteranceSegmenter, type Utterance } from '../utterance-segmenter.js';
import type { JudgedFrame, VoiceStream, VoiceStreamEvents } from '../voice-stream.js';
import type { VoiceThread } from '../voice-thread.js';

export interface UtteranceListenerEvents {
  onStart(startFrame: number): void;
  onEnd(utterance: Utterance, samples: Int16Array): void;
  /** Nothing more is heard. */
  onDeath(error: AppError): void;
}

/** Finds the utterances of one stream, each with its sound. Voices are heard in the voice thread; the cutting is done here. */
export class UtteranceListener implements VoiceStreamEvents {
  private readonly recent = new RecentFrames();
  private readonly segmenter: UtteranceSegmenter;
  private voice!: VoiceStream;

  private constructor(private readonly events: UtteranceListenerEvents) {
    this.segmenter = new UtteranceSegmenter({
      onStart: (frame) => events.onStart(frame),
      onEnd: (utterance) => events.onEnd(utterance, this.recent.samples(utterance.audio)),
    });
  }

  /** Errors: as `VoiceThread.open`. */
  static async open(voices: VoiceThread, events: UtteranceListenerEvents): Promise<UtteranceListener> {
    const listener = new UtteranceListener(events);
    listener.voice = await voices.open(listener);
    return listener;
  }

  /** No coming utterance reaches back before this frame. */
  get settledFrame(): number {
    return this.segmenter.settledFrame;
  }

  /** Copies what it keeps. */
  push(samples: Int16Array): void {
    this.voice.push(samples);
  }

  /** Ends the open utterance, after what was pushed before was heard. Rejects when the thread dies. */
  async flush(): Promise<void> {
    await this.voice.settle();
    this.segmenter.flush();
  }

  /** Like flush, hears what is left of an incomplete frame as well, and ends. */
  async finish(): Promise<void> {
    await this.voice.finish();
    this.segmenter.flush();
  }

  /** Ends without telling anything more. */
  stop(): void {
    this.voice.end();
  }

  onFrame({ samples, levelDb, voiced }: JudgedFrame): void {
    this.recent.append(samples);
    this.segmenter.next(levelDb, voiced);
    this.recent.dropBefore(this.segmenter.settledFrame);
  }

  onDeath(error: AppError): void {
    this.events.onDeath(error);
  }
}
