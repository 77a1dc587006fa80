import type { AudioFormat } from '../codecs/audio-format.js';
import { listSegments, segmentFile } from './capture-files.js';
import type { CaptureRecord } from './capture-record.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';

/** Records taken at once on the way to the end. */
const READ_IN = 2_000;

/** Where the part of a log ends that is safe on disk. */
export interface DurableEnd {
  readonly segment: number;
  readonly offset: number;
}

/** A folder of segments, its format, and how far it may be read; without an end, as far as it can be. */
export interface CaptureSource {
  readonly folder: string;
  readonly format: AudioFormat;
  readonly end?: () => DurableEnd;
}

/** Walks through a log's frames in order. At the durable end it gives nothing, and goes on from there when there is more. */
export class CaptureCursor {
  private readonly state: CaptureState;
  private reader: SegmentReader | null = null;

  private constructor(
    private readonly source: CaptureSource,
    private segment: number,
    private readonly fromMs: number,
  ) {
    this.state = new CaptureState(source.format);
  }

  /** Begins with the frame that holds audio position `fromMs`. */
  static async open(source: CaptureSource, fromMs: number): Promise<CaptureCursor> {
    const segments = await listSegments(source.folder);
    let first = segments[0] ?? 0;
    for (let low = 0, high = segments.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      const begins = await startOf(source, segments[middle]!);
      if (begins !== null && begins <= fromMs) {
        first = segments[middle]!;
        low = middle + 1;
      } else high = middle - 1;
    }
    return new CaptureCursor(source, first, fromMs);
  }

  /** Up to `max` frames; an empty answer means that there is nothing more yet. */
  async take(max: number): Promise<CapturedFrame[]> {
    for (;;) {
      const records = await this.takeRecords(max);
      if (records.length === 0) {
        if (!(await this.toNextSegment())) return [];
        continue;
      }
      const frames = records.map((record) => this.state.apply(record)).filter((frame) => frame !== null);
      const wanted = frames.filter((frame) => frame.positionMs + frame.durationMs > this.fromMs);
      if (wanted.length > 0) return wanted;
    }
  }

  /** Reads to the end and answers what all the records together tell. */
  async toEnd(): Promise<CaptureState> {
    for (;;) {
      const records = await this.takeRecords(READ_IN);
      for (const record of records) this.state.apply(record);
      if (records.length === 0 && !(await this.toNextSegment())) return this.state;
    }
  }

  async close(): Promise<void> {
    await this.reader?.close();
    this.reader = null;
  }

  private async takeRecords(max: number): Promise<CaptureRecord[]> {
    if (this.segment === 0) this.segment = (await listSegments(this.source.folder))[0] ?? 0;
    const end = this.source.end?.();
    if (this.segment === 0 || (end && this.segment > end.segment)) return [];
    this.reader ??= await SegmentReader.open(segmentFile(this.source.folder, this.segment));
    return this.reader.take(max, end?.segment === this.segment ? end.offset : Infinity);
  }

  private async toNextSegment(): Promise<boolean> {
    const end = this.source.end?.();
    if (end && this.segment >= end.segment) return false;
    const next = (await listSegments(this.source.folder)).find((index) => index > this.segment);
    if (next === undefined || (end && next > end.segment)) return false;
    await this.close();
    this.segment = next;
    return true;
  }
}

/** Audio position at which a segment begins, or null when its first record cannot be read. */
async function startOf(source: CaptureSource, segment: number): Promise<number | null> {
  const reader = await SegmentReader.open(segmentFile(source.folder, segment));
  try {
    const [first] = await reader.take(1);
    if (!first) return null;
    const state = new CaptureState(source.format);
    state.apply(first);
    return state.positionMs;
  } finally {
    await reader.close();
  }
}
