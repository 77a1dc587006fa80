import type { WriteStream } from 'node:tty';

const DIM = '\u001b[2m';
const BOLD = '\u001b[1m';
const RESET = '\u001b[0m';
const CLEAR_LINE = '\r\u001b[2K';

/** What the demo shows. On a terminal the last line moves (progress, words still being recognized); in a pipe only finished lines are written. */
export class Screen {
  private hasLiveLine = false;

  constructor(private readonly out: WriteStream | NodeJS.WriteStream) {}

  private get isTty(): boolean {
    return this.out.isTTY === true;
  }

  heading(text: string): void {
    this.line('');
    this.line(this.styled(BOLD, text));
  }

  line(text: string): void {
    this.clearLive();
    this.out.write(`${text}\n`);
  }

  dim(text: string): void {
    this.line(this.styled(DIM, text));
  }

  /** Replaces the moving last line, cut to the width of the terminal. */
  live(text: string): void {
    if (!this.isTty) return;
    const width = (this.out as WriteStream).columns || 100;
    const shown = text.length > width - 1 ? `${text.slice(0, width - 2)}…` : text;
    this.out.write(`${CLEAR_LINE}${this.styled(DIM, shown)}`);
    this.hasLiveLine = true;
  }

  /** Text that arrives in pieces and stays. */
  append(text: string): void {
    this.clearLive();
    this.out.write(text);
  }

  private clearLive(): void {
    if (this.hasLiveLine) this.out.write(CLEAR_LINE);
    this.hasLiveLine = false;
  }

  private styled(style: string, text: string): string {
    return this.isTty ? `${style}${text}${RESET}` : text;
  }
}

/** `1:05` for 65 seconds. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
