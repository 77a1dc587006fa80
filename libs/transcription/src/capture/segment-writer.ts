import { open, type FileHandle } from 'node:fs/promises';
import type { DurableEnd } from './capture-cursor.js';
import { listSegments, segmentFile, syncFolder } from './capture-files.js';
import { encodeRecords, RECORD_KIND, type CaptureRecord } from './capture-record.js';
import type { CaptureState } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';

/** A segment is ended when it has grown to this: about twelve minutes of Opus, two of 16 kHz PCM. */
const SEGMENT_BYTES = 4 * 1024 * 1024;
/** Records taken at once while a segment is read in. */
const READ_IN = 2_000;

/** Appends to the segments of one log. A write is durable when it resolves, and has not happened when it rejects. */
export class SegmentWriter {
  private file: FileHandle | null = null;
  private end: DurableEnd = { segment: 0, offset: 0 };
  /** Whether a failed write may have left bytes behind the durable end. */
  private tailIsDirty = false;

  constructor(private readonly folder: string) {}

  /** Behind the last byte that is safe on disk. */
  get durableEnd(): DurableEnd {
    return this.end;
  }

  /** Finds the end of what is there, cuts off what was not written whole, and brings `state` up to it. */
  async continueFrom(state: CaptureState): Promise<void> {
    const segments = await listSegments(this.folder);
    this.end = { segment: segments.at(-1) ?? 0, offset: 0 };
    for (const segment of segments.reverse()) {
      const offset = await readIn(segmentFile(this.folder, segment), state);
      // A segment that broke off inside its first record holds no frame: the one before it tells the state.
      if (offset === 0) continue;
      if (segment === this.end.segment) await this.continueSegment({ segment, offset });
      return;
    }
  }

  /** @param before the state behind everything written so far: a new segment begins with it. */
  async write(records: readonly CaptureRecord[], before: CaptureState): Promise<void> {
    if (!this.file || this.end.offset >= SEGMENT_BYTES) await this.startSegment(before);
    const file = this.file!;
    await this.cleanTail();
    const bytes = encodeRecords(records);
    this.tailIsDirty = true;
    await writeAll(file, bytes, this.end.offset);
    await file.datasync();
    this.tailIsDirty = false;
    this.end = { segment: this.end.segment, offset: this.end.offset + bytes.length };
  }

  /** Ends the segment that is being written, so that it and all before it may be replaced. */
  async endSegment(before: CaptureState): Promise<void> {
    if (this.file) await this.startSegment(before);
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = null;
  }

  private async startSegment(before: CaptureState): Promise<void> {
    await this.cleanTail();
    const previous = this.file;
    const segment = this.end.segment + 1;
    const file = await open(segmentFile(this.folder, segment), 'w', 0o600);
    try {
      const payload = Buffer.from(JSON.stringify(before.snapshot()));
      const state = { kind: RECORD_KIND.state, seq: 0, receivedAtMs: 0, lastOfBatch: false, payload };
      const bytes = encodeRecords([state]);
      await writeAll(file, bytes, 0);
      await file.datasync();
      await syncFolder(this.folder);
      this.file = file;
      this.end = { segment, offset: bytes.length };
    } catch (error) {
      await file.close();
      throw error;
    }
    await previous?.close();
  }

  /** What a failed write left was refused and may come again: no reader may ever find it behind the durable end. */
  private async cleanTail(): Promise<void> {
    if (this.tailIsDirty) await this.file?.truncate(this.end.offset);
    this.tailIsDirty = false;
  }

  private async continueSegment(end: DurableEnd): Promise<void> {
    this.file = await open(segmentFile(this.folder, end.segment), 'r+');
    await this.file.truncate(end.offset);
    await this.file.datasync();
    this.end = end;
  }
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

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
