import type { AppError } from '#libs/kernel';
import { VoiceActivity, type VoicedStretch } from '../ports/voice-activity.js';
import { FRAME_MS } from './audio-frames.js';
import type { JudgedFrame } from './voice-stream.js';
import type { VoiceThread } from './voice-thread.js';

/** Pauses within what somebody says, and the soft edges of words, which a detector judges frame by frame. */
const MAX_PAUSE_MS = 320;

/** Voices as the thread that all streams of this process share hears them. */
export class ThreadedVoiceActivity extends VoiceActivity {
  constructor(private readonly voices: Pick<VoiceThread, 'open'>) {
    super();
  }

  override async *listen(pieces: AsyncIterable<Int16Array>): AsyncGenerator<VoicedStretch> {
    const collector = new StretchCollector();
    let failure: AppError | undefined;
    const stream = await this.voices.open({
      onFrame: (frame) => collector.add(frame),
      onDeath: (error) => (failure = error),
    });
    try {
      for await (const piece of pieces) {
        stream.push(piece);
        await stream.settle();
        yield* collector.take();
      }
      await stream.finish();
      yield* collector.end();
    } finally {
      if (!failure) stream.end();
    }
  }
}

/** Joins voiced frames to stretches. */
class StretchCollector {
  private readonly done: VoicedStretch[] = [];
  private open: VoicedStretch | null = null;
  private frames = 0;

  add({ voiced }: JudgedFrame): void {
    const startMs = this.frames * FRAME_MS;
    this.frames += 1;
    if (this.open && startMs - this.open.endMs > MAX_PAUSE_MS) this.close();
    if (voiced) this.open = { startMs: this.open?.startMs ?? startMs, endMs: startMs + FRAME_MS };
  }

  take(): VoicedStretch[] {
    return this.done.splice(0);
  }

  end(): VoicedStretch[] {
    this.close();
    return this.take();
  }

  private close(): void {
    if (this.open) this.done.push(this.open);
    this.open = null;
  }
}
