import type { ListenHandlers } from '#libs/client';
import type { TranscriptSegment } from '#libs/contracts';
import { clockTime, type Screen } from './screen.js';

/** Shows words while they are spoken: the open utterance as the moving last line, stored speech as lines with speaker and time. */
export class LiveTranscript {
  private readonly shown = new Map<string, string>();
  private progress = '';

  constructor(private readonly screen: Screen) {}

  /** What it wants to hear from the server. */
  get handlers(): ListenHandlers {
    return { partial: ({ text }) => this.onPartial(text), segments: (segments) => this.onSegments(segments) };
  }

  showProgress(sentMs: number, totalMs: number): void {
    this.progress = `${clockTime(sentMs / 1000)} of ${clockTime(totalMs / 1000)}`;
    this.screen.live(`  ${this.progress}`);
  }

  private onPartial(text: string): void {
    this.screen.live(`  ${this.progress}  … ${text}`);
  }

  /** A segment that grew is shown by what is new in it. */
  private onSegments(segments: readonly TranscriptSegment[]): void {
    for (const segment of segments) {
      const before = this.shown.get(segment.id) ?? '';
      this.shown.set(segment.id, segment.text);
      const fresh = segment.text.startsWith(before) ? segment.text.slice(before.length).trim() : segment.text;
      if (fresh)
        this.screen.line(
          `  ${clockTime(segment.end).padStart(5)}  ${segment.is_user ? 'You' : segment.speaker}: ${fresh}`,
        );
    }
  }
}
