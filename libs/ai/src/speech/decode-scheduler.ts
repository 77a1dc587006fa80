import type { UtteranceRecognizer } from './moonshine.js';
import type { DecodeJob, StreamTranscriber } from './stream-transcriber.js';

/** `live`: somebody waits for every word. `recording`: a whole recording that may take its time. */
export type StreamKind = 'live' | 'recording';

interface Member {
  readonly stream: StreamTranscriber;
  readonly kind: StreamKind;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Decides what is recognized next. The end of what somebody said live comes first, whoever waited longest; what is left over goes in turns to
 * partial texts and to recordings. A final never waits for a partial: it starts beside it.
 */
export class DecodeScheduler {
  /** In the order of who was served longest ago. */
  private members: Member[] = [];
  private finals = 0;
  private partials = 0;
  private recordingIsNext = false;

  constructor(
    private readonly recognizer: UtteranceRecognizer,
    /** Utterances at once. */
    private readonly parallel: number,
  ) {}

  add(member: Member): void {
    this.members.push(member);
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
  }

  private choose(): { member: Member; job: DecodeJob } | undefined {
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

  private serveLast(member: Member): void {
    this.members = [...this.members.filter((other) => other !== member), member];
  }

  private async run(member: Member, job: DecodeJob): Promise<void> {
    this.count(job, 1);
    try {
      member.stream.complete(job, await this.recognizer.recognize(job.samples));
    } catch (error) {
      this.remove(member.stream);
      member.onFailure(error);
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
