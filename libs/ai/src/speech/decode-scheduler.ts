import type { Clock } from '#libs/kernel';
import type { UtteranceRecognizer } from './moonshine.js';
import type { DecodeJob, StreamTranscriber } from './stream-transcriber.js';

/** `live`: somebody waits for every word. `recording`: a whole recording that may take its time. */
export type StreamKind = 'live' | 'recording';

export interface Member {
  readonly stream: StreamTranscriber;
  readonly kind: StreamKind;
  /** It will not be served any more, because its sound cannot be recognized or because too many speak. */
  readonly onFailure: (reason: 'failed' | 'busy') => void;
}

interface Entry extends Member {
  /** In the order in which they came. */
  readonly number: number;
  /** Since when its oldest utterance could have been started, on the monotonic clock. */
  waitingSinceMs: number | null;
}

/** An utterance that could not be started for this long: more is said than can be written down. */
const BUSY_AFTER_MS = 4_000;
/** Then nobody new is taken until the longest wait is this short again. */
const FREE_AGAIN_MS = 1_000;

/**
 * Decides what is recognized next. The end of what somebody said live comes first, whoever waited longest; what is left over goes in turns to
 * partial texts and to recordings. A final never waits for a partial: it starts beside it. When more is said than can be written down in time,
 * the stream that came last has to go, so that those before it keep their pace.
 */
export class DecodeScheduler {
  /** In the order of who was served longest ago. */
  private members: Entry[] = [];
  private nextNumber = 1;
  private busy = false;
  private lastEvictionMs = -Infinity;
  private finals = 0;
  private partials = 0;
  private recordingIsNext = false;

  constructor(
    private readonly recognizer: UtteranceRecognizer,
    /** Utterances at once. */
    private readonly parallel: number,
    private readonly clock: Pick<Clock, 'monotonicMs'>,
  ) {}

  /** Whether no more live streams should be taken. */
  get isBusy(): boolean {
    return this.busy;
  }

  add(member: Member): void {
    this.members.push({ ...member, number: this.nextNumber, waitingSinceMs: null });
    this.nextNumber += 1;
  }

  remove(stream: StreamTranscriber): void {
    this.members = this.members.filter((member) => member.stream !== stream);
  }

  /** Starts what can start. To be called whenever a stream may have a new job. */
  advance(): void {
    for (let next = this.choose(); next; next = this.choose()) {
      this.serveLast(next.member);
      void this.run(next.member, next.job);
    }
    this.watchLoad();
  }

  /** Notes who waits, and lets the stream go that came last when somebody has waited for too long. */
  private watchLoad(): void {
    const nowMs = this.clock.monotonicMs();
    for (const member of this.members) {
      if (!member.stream.isWaiting) member.waitingSinceMs = null;
      else member.waitingSinceMs ??= nowMs;
    }
    const waiting = this.members.filter(
      ({ kind, waitingSinceMs }) => kind === 'live' && waitingSinceMs !== null,
    );
    const longestMs = Math.max(0, ...waiting.map(({ waitingSinceMs }) => nowMs - waitingSinceMs!));
    if (longestMs >= BUSY_AFTER_MS) this.busy = true;
    else if (longestMs <= FREE_AGAIN_MS) this.busy = false;
    if (longestMs < BUSY_AFTER_MS) return;
    this.evict(
      waiting.reduce((newest, member) => (member.number > newest.number ? member : newest)),
      nowMs,
    );
  }

  /** One after the other: letting one go helps only after a moment. The last one left may take its time. */
  private evict(member: Entry, nowMs: number): void {
    const live = this.members.filter(({ kind }) => kind === 'live').length;
    if (live < 2 || nowMs - this.lastEvictionMs < FREE_AGAIN_MS) return;
    this.lastEvictionMs = nowMs;
    this.remove(member.stream);
    member.onFailure('busy');
  }

  private choose(): { member: Entry; job: DecodeJob } | undefined {
    if (this.finals >= this.parallel) return undefined;
    const live = this.first('live', (stream) => stream.takeFinal());
    if (live || this.finals + this.partials >= this.parallel) return live;
    const recording = () => this.first('recording', (stream) => stream.takeFinal());
    const partial = () => this.first('live', (stream) => stream.takePartial());
    const chosen = this.recordingIsNext ? (recording() ?? partial()) : (partial() ?? recording());
    if (chosen) this.recordingIsNext = chosen.job.kind === 'partial';
    return chosen;
  }

  private first(kind: StreamKind, take: (stream: StreamTranscriber) => DecodeJob | undefined) {
    for (const member of this.members) {
      const job = member.kind === kind ? take(member.stream) : undefined;
      if (job) return { member, job };
    }
    return undefined;
  }

  private serveLast(member: Entry): void {
    this.members = [...this.members.filter((other) => other !== member), member];
  }

  private async run(member: Entry, job: DecodeJob): Promise<void> {
    this.count(job, 1);
    member.waitingSinceMs = null;
    try {
      member.stream.complete(job, await this.recognizer.recognize(job.samples));
    } catch {
      this.remove(member.stream);
      member.onFailure('failed');
    } finally {
      this.count(job, -1);
    }
    this.advance();
  }

  private count(job: DecodeJob, by: number): void {
    if (job.kind === 'final') this.finals += by;
    else this.partials += by;
  }
}
