import type { TranscriptSegment } from '#libs/contracts';
import type { ListenSocket } from '../device/listen-client.js';
import { clockTime, type Screen } from './screen.js';

/** Shows words while they are spoken: the open utterance as the moving last line, stored speech as lines with speaker and time. */
export class LiveTranscript {
  private readonly shown = new Map<string, string>();
  private progress = '';

  constructor(
    private readonly socket: ListenSocket,
    private readonly screen: Screen,
  ) {
    socket.on('partial', this.onPartial).on('segments', this.onSegments);
  }

  showProgress(sentMs: number, totalMs: number): void {
    this.progress = `${clockTime(sentMs / 1000)} of ${clockTime(totalMs / 1000)}`;
    this.screen.live(`  ${this.progress}`);
  }

  stop(): void {
    this.socket.off('partial', this.onPartial).off('segments', this.onSegments);
  }

  private readonly onPartial = ({ text }: { text: string }): void => {
    this.screen.live(`  ${this.progress}  … ${text}`);
  };

  /** A segment that grew is shown by what is new in it. */
  private readonly onSegments = (segments: TranscriptSegment[]): void => {
    for (const segment of segments) {
      const before = this.shown.get(segment.id) ?? '';
      this.shown.set(segment.id, segment.text);
      const fresh = segment.text.startsWith(before) ? segment.text.slice(before.length).trim() : segment.text;
      if (fresh)
        this.screen.line(
          `  ${clockTime(segment.end).padStart(5)}  ${segment.is_user ? 'You' : segment.speaker}: ${fresh}`,
        );
    }
  };
}
