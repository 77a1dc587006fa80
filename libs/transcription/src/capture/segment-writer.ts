import { open } from 'node:fs/promises';
import { listSegments, segmentFile, syncFolder, writeAll } from './capture-files.js';
import { encodeRecords, RECORD_KIND } from './capture-record.js';
import { CaptureState, type CaptureStateSnapshot } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';

/** A segment is ended when it has grown to this: about twelve minutes of Opus, two of 16 kHz PCM. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Records taken at once while a segment is read in. */
const READ_IN = 2_000;

/** A place in a log: behind the last byte that was written, or where a segment will begin that is not there yet (`offset` 0). */
export interface SegmentEnd {
  readonly segment: number;
  readonly offset: number;
}

/**
 * Appends to the segments of one log, without keeping a file open. A write that rejects has not happened. Only the last segment may hold
 * what is not safe on disk yet: `sync` makes it so, and a segment is synced before the next one begins.
 */
export class SegmentWriter {
  private place: SegmentEnd = { segment: 1, offset: 0 };
  private isUnsynced = false;
  /** Whether the segment's name may not be safe on disk. */
  private isUnnamed = false;
  /** Whether a failed write may have left bytes behind the end. */
  private tailIsDirty = false;

  private constructor(
    private readonly folder: string,
    private stateAtEnd: CaptureStateSnapshot,
  ) {}

  /** In a folder without segments. */
  static begin(folder: string, state: CaptureState): SegmentWriter {
    return new SegmentWriter(folder, state.snapshot());
  }

  /** Finds the end of what is there, cuts off what was not written whole, and brings `state` up to it. */
  static async open(folder: string, state: CaptureState): Promise<SegmentWriter> {
    const writer = new SegmentWriter(folder, state.snapshot());
    await writer.continueFrom(state);
    return writer;
  }

  get end(): SegmentEnd {
    return this.place;
  }

  /** @param after the state behind `records`: should a new segment follow, it begins with it. */
  async write(records: Buffer, after: CaptureStateSnapshot): Promise<void> {
    if (this.place.offset >= SEGMENT_BYTES) await this.endSegment();
    const { segment, offset } = this.place;
    const bytes = offset === 0 ? Buffer.concat([stateRecord(this.stateAtEnd), records]) : records;
    const file = await open(segmentFile(this.folder, segment), offset === 0 ? 'w' : 'r+', 0o600);
    try {
      // No reader may ever find what a failed write left for something that was written.
      if (this.tailIsDirty && offset > 0) await file.truncate(offset);
      this.tailIsDirty = true;
      await writeAll(file, bytes, offset);
    } finally {
      await file.close();
    }
    this.tailIsDirty = false;
    this.isUnsynced = true;
    this.isUnnamed ||= offset === 0;
    this.place = { segment, offset: offset + bytes.length };
    this.stateAtEnd = after;
  }

  /** Everything written so far survives a power cut when this resolves. */
  async sync(): Promise<void> {
    if (!this.isUnsynced) return;
    const file = await open(segmentFile(this.folder, this.place.segment), 'r+');
    try {
      await file.datasync();
    } finally {
      await file.close();
    }
    if (this.isUnnamed) await syncFolder(this.folder);
    this.isUnnamed = false;
    this.isUnsynced = false;
  }

  /** Ends the segment that is being written, so that it and all before it may be replaced. */
  async endSegment(): Promise<void> {
    if (this.place.offset === 0) return;
    await this.sync();
    this.place = { segment: this.place.segment + 1, offset: 0 };
  }

  private async continueFrom(state: CaptureState): Promise<void> {
    const segments = await listSegments(this.folder);
    const last = segments.at(-1) ?? 1;
    this.place = { segment: last, offset: 0 };
    for (const segment of segments.reverse()) {
      const offset = await readIn(segmentFile(this.folder, segment), state);
      // A segment that broke off inside its first record holds no frame: the one before it tells the state.
      if (offset === 0) continue;
      if (segment === last) await this.continueSegment({ segment, offset });
      break;
    }
    this.stateAtEnd = state.snapshot();
  }

  private async continueSegment(end: SegmentEnd): Promise<void> {
    const file = await open(segmentFile(this.folder, end.segment), 'r+');
    try {
      await file.truncate(end.offset);
    } finally {
      await file.close();
    }
    this.place = end;
    // A process that was killed may have left it to the operating system.
    this.isUnsynced = true;
    this.isUnnamed = true;
  }
}

function stateRecord(state: CaptureStateSnapshot): Buffer {
  const payload = Buffer.from(JSON.stringify(state));
  return encodeRecords([{ kind: RECORD_KIND.state, seq: 0, receivedAtMs: 0, lastOfBatch: false, payload }]);
}

/** Takes in a segment's records; answers where the last whole one ends. */
async function readIn(path: string, state: CaptureState): Promise<number> {
  const reader = await SegmentReader.open(path);
  try {
    for (;;) {
      const records = await reader.take(READ_IN);
      if (records.length === 0) return reader.offset;
      for (const record of records) state.apply(record);
    }
  } finally {
    await reader.close();
  }
}
