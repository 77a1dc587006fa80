import { open, type FileHandle } from 'node:fs/promises';
import { storageError } from './capture-files.js';
import { decodeRecord, recordBytes, type CaptureRecord } from './capture-record.js';

/** Read at once: several minutes of Opus, so that a long log costs few reads. */
const CHUNK_BYTES = 256 * 1024;

/** Reads the records of one segment in order. Keeps its file open: a segment that is replaced meanwhile is read to its old end. */
export class SegmentReader {
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  private bufferOffset = 0;
  private isDamaged = false;

  private constructor(private readonly file: FileHandle) {}

  static async open(path: string): Promise<SegmentReader> {
    try {
      return new SegmentReader(await open(path, 'r'));
    } catch (error) {
      throw storageError(error);
    }
  }

  /** File offset behind the last record given. */
  get offset(): number {
    return this.bufferOffset + this.at;
  }

  /** Whether what follows `offset` is not what was written there. */
  get damaged(): boolean {
    return this.isDamaged;
  }

  /** Up to `max` records that end before file offset `limit`; none at the end. */
  async take(max: number, limit = Infinity): Promise<CaptureRecord[]> {
    const records: CaptureRecord[] = [];
    while (records.length < max && !this.isDamaged && this.offset < limit) {
      const record = decodeRecord(this.buffer, this.at);
      if (record === 'damaged') {
        this.isDamaged = true;
      } else if ('more' in record) {
        if (!(await this.fill(record.more, limit))) break;
      } else {
        this.at += recordBytes(record);
        records.push(record);
      }
    }
    return records;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  /** Reads on until the buffer holds `needed` bytes from `at`; answers whether it does. Records point into the old buffer, so it is not reused. */
  private async fill(needed: number, limit: number): Promise<boolean> {
    const start = this.offset;
    const size = Math.min(Math.max(CHUNK_BYTES, needed), limit - start);
    const next = Buffer.allocUnsafe(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await this.file.read(next, filled, size - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    this.buffer = next.subarray(0, filled);
    this.bufferOffset = start;
    this.at = 0;
    return filled >= needed;
  }
}
