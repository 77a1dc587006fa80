import type { AudioFormat } from '../codecs/audio-format.js';
import { listSegments, segmentFile } from './capture-files.js';
import type { CaptureRecord } from './capture-record.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';

/** Records taken at once on the way to the end. */
const READ_IN = 2_000;

/** Walks through a log's frames in order. At the end it gives nothing, and goes on from there when there is more. */
export interface CaptureCursor {
  /** Up to `max` frames; an empty answer means that there is nothing more yet. */
  take(max: number): Promise<CapturedFrame[]>;
  close(): Promise<void>;
}

/** A folder of segments, its format, and what a journal holds of it, which begins before the segments end or where they do. */
export interface CaptureSource {
  readonly folder: string;
  readonly format: AudioFormat;
  readonly journaled?: readonly CaptureRecord[];
}

/** Which frames are wanted: those that end behind an audio position and whose number is higher than another. */
export interface CursorStart {
  readonly fromMs: number;
  readonly afterSeq: number;
}

/** Reads a log from its files. */
export class FileCursor implements CaptureCursor {
  private readonly state: CaptureState;
  private reader: SegmentReader | null = null;
  private journaled: readonly CaptureRecord[];

  private constructor(
    private readonly source: CaptureSource,
    private segment: number,
    private readonly start: CursorStart,
  ) {
    this.state = new CaptureState(source.format);
    this.journaled = source.journaled ?? [];
  }

  /** Begins with the segment that holds the first wanted frame. */
  static async open(source: CaptureSource, start: CursorStart): Promise<FileCursor> {
    const segments = await listSegments(source.folder);
    let first = segments[0] ?? 0;
    for (let low = 0, high = segments.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      const begins = await stateAtStart(source, segments[middle]!);
      if (begins && isBefore(begins, start)) {
        first = segments[middle]!;
        low = middle + 1;
      } else high = middle - 1;
    }
    return new FileCursor(source, first, start);
  }

  async take(max: number): Promise<CapturedFrame[]> {
    const { fromMs, afterSeq } = this.start;
    for (;;) {
      const records = await this.next(max);
      if (records.length === 0) return [];
      const frames = records.map((record) => this.state.apply(record)).filter((frame) => frame !== null);
      const wanted = frames.filter(
        (frame) => frame.positionMs + frame.durationMs > fromMs && frame.seq > afterSeq,
      );
      if (wanted.length > 0) return wanted;
    }
  }

  /** Reads to the end and answers what all the records together tell. */
  async toEnd(): Promise<CaptureState> {
    for (;;) {
      const records = await this.next(READ_IN);
      if (records.length === 0) return this.state;
      for (const record of records) this.state.apply(record);
    }
  }

  async close(): Promise<void> {
    await this.reader?.close();
    this.reader = null;
  }

  /** Of the segments, and when they have ended of the journal; nothing at the end of both. */
  private async next(max: number): Promise<readonly CaptureRecord[]> {
    for (;;) {
      const records = await this.takeRecords(max);
      if (records.length > 0) return records;
      const following = (await listSegments(this.source.folder)).find((index) => index > this.segment);
      if (following === undefined) return this.takeJournaled(max);
      // Only now that there is another one is this one known to be whole.
      const rest = await this.takeRecords(max);
      if (rest.length > 0) return rest;
      await this.close();
      this.segment = following;
    }
  }

  private takeJournaled(max: number): readonly CaptureRecord[] {
    const behind = this.journaled.filter((record) => record.seq > this.state.lastSeq);
    this.journaled = behind.slice(max);
    return behind.slice(0, max);
  }

  private async takeRecords(max: number): Promise<CaptureRecord[]> {
    if (this.segment === 0) this.segment = (await listSegments(this.source.folder))[0] ?? 0;
    if (this.segment === 0) return [];
    this.reader ??= await SegmentReader.open(segmentFile(this.source.folder, this.segment));
    return this.reader.take(max);
  }
}

function isBefore(state: CaptureState, start: CursorStart): boolean {
  return state.positionMs <= start.fromMs || (start.afterSeq > 0 && state.lastSeq <= start.afterSeq);
}

/** What was known when a segment began, or null when its first record cannot be read. */
async function stateAtStart(source: CaptureSource, segment: number): Promise<CaptureState | null> {
  const reader = await SegmentReader.open(segmentFile(source.folder, segment));
  try {
    const [first] = await reader.take(1);
    if (!first) return null;
    const state = new CaptureState(source.format);
    state.apply(first);
    return state;
  } finally {
    await reader.close();
  }
}
