import { quietestFrame } from './quietest-frame.js';

/** A stretch of frames, from `start` up to but without `end`. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

/** What to recognize, and where in it somebody speaks. Frames since the stream's start. */
export interface Utterance {
  /** With a little sound before and after the speech: the recognizer needs the first and the last phoneme whole. */
  readonly audio: FrameRange;
  readonly speech: FrameRange;
  readonly speechFrames: number;
}

export interface SegmenterEvents {
  onStart(startFrame: number): void;
  /** In order; `audio` and `speech` never overlap those of another utterance. */
  onEnd(utterance: Utterance): void;
}

/** Less speech than this (160 ms) is a click or a breath. */
const MIN_SPEECH_FRAMES = 5;
/** A silence this long (352 ms) ends an utterance. */
const END_SILENCE_FRAMES = 11;
/** Kept before and after the speech: 320 ms and 160 ms. */
const PRE_ROLL_FRAMES = 10;
export const TAIL_FRAMES = 5;
/** A longer utterance (12 s) is cut, so that recognizing its end stays under a second; not before half of it, and not in the newest 0.3 s. */
const MAX_FRAMES = 375;
const EARLIEST_CUT_FRAME = 188;
const LATEST_CUT_FRAME = MAX_FRAMES - 10;

interface OpenUtterance {
  audioStart: number;
  firstSpeech: number;
  lastSpeech: number;
  speechFrames: number;
  /** Whether enough was said to be speech; until then it may still be a click. */
  confirmed: boolean;
  /** Loudness and detector's verdict of every frame since `audioStart`. */
  levelsDb: number[];
  voiced: boolean[];
}

/** Cuts a stream of judged frames into utterances. Pure: knows frames, not samples, models or time. */
export class UtteranceSegmenter {
  private frame = 0;
  /** Nothing before this frame may be used again. */
  private free = 0;
  private recentDb: number[] = [];
  private current: OpenUtterance | undefined;

  constructor(private readonly events: SegmenterEvents) {}

  /** The open utterance as it would be if it ended here; undefined while nobody speaks. */
  get open(): Utterance | undefined {
    return this.current?.confirmed ? asUtterance(this.current, this.frame) : undefined;
  }

  /** Whether speech, or what may become speech, is being followed. */
  get following(): boolean {
    return this.current !== undefined;
  }

  /** How long nobody has spoken within the open utterance. */
  get silentFrames(): number {
    return this.current ? this.frame - 1 - this.current.lastSpeech : 0;
  }

  /** Frames before this one are not needed any more: no coming utterance reaches back to them. */
  get settledFrame(): number {
    return this.current ? this.current.audioStart : Math.max(this.free, this.frame - PRE_ROLL_FRAMES);
  }

  /** Takes the next frame: how loud it is, and whether the detector hears a voice in it. */
  next(levelDb: number, voiced: boolean): void {
    if (voiced && !this.current) this.begin();
    this.remember(levelDb, voiced);
    this.frame += 1;
    if (!this.current) return;
    if (this.silentFrames >= END_SILENCE_FRAMES) this.end();
    else if (this.frame - this.current.audioStart >= MAX_FRAMES) this.cut();
  }

  /** Ends the open utterance here. */
  flush(): void {
    if (this.current) this.end();
    this.free = this.frame;
  }

  private begin(): void {
    const audioStart = Math.max(this.free, this.frame - PRE_ROLL_FRAMES);
    const before = this.frame - audioStart;
    this.current = {
      audioStart,
      firstSpeech: this.frame,
      lastSpeech: this.frame,
      speechFrames: 0,
      confirmed: false,
      levelsDb: before === 0 ? [] : this.recentDb.slice(-before),
      voiced: new Array<boolean>(before).fill(false),
    };
  }

  private remember(levelDb: number, voiced: boolean): void {
    this.recentDb.push(levelDb);
    if (this.recentDb.length > PRE_ROLL_FRAMES) this.recentDb.shift();
    const open = this.current;
    if (!open) return;
    open.levelsDb.push(levelDb);
    open.voiced.push(voiced);
    if (!voiced) return;
    open.lastSpeech = this.frame;
    open.speechFrames += 1;
    if (open.confirmed || open.speechFrames < MIN_SPEECH_FRAMES) return;
    open.confirmed = true;
    this.events.onStart(open.firstSpeech);
  }

  private end(): void {
    const open = this.current!;
    this.current = undefined;
    if (!open.confirmed) return;
    const utterance = asUtterance(open, this.frame);
    this.free = utterance.audio.end;
    this.events.onEnd(utterance);
  }

  /** Ends what stands before the quietest moment; what follows goes on as the next utterance. */
  private cut(): void {
    const open = this.current!;
    const at = quietestFrame(open.levelsDb, open.voiced, { from: EARLIEST_CUT_FRAME, to: LATEST_CUT_FRAME });
    const [head, rest] = split(open, at);
    this.current = rest;
    this.free = open.audioStart + at;
    this.events.onEnd(asUtterance(head, this.free));
    if (rest) this.events.onStart(rest.firstSpeech);
  }
}

function asUtterance(open: OpenUtterance, nowFrame: number): Utterance {
  const speech = { start: open.firstSpeech, end: open.lastSpeech + 1 };
  return {
    audio: { start: open.audioStart, end: Math.min(nowFrame, speech.end + TAIL_FRAMES) },
    speech,
    speechFrames: open.speechFrames,
  };
}

/** Splits at a frame counted from the utterance's first. There is no rest when nobody spoke after it. */
function split(open: OpenUtterance, at: number): [OpenUtterance, OpenUtterance | undefined] {
  const part = (from: number, to: number): OpenUtterance | undefined => {
    const voiced = open.voiced.slice(from, to);
    if (!voiced.includes(true)) return undefined;
    const speechFrames = voiced.filter(Boolean).length;
    return {
      audioStart: open.audioStart + from,
      firstSpeech: open.audioStart + from + voiced.indexOf(true),
      lastSpeech: open.audioStart + from + voiced.lastIndexOf(true),
      speechFrames,
      // However short, it belongs to speech that was confirmed.
      confirmed: true,
      levelsDb: open.levelsDb.slice(from, to),
      voiced,
    };
  };
  return [part(0, at)!, part(at, open.voiced.length)];
}
