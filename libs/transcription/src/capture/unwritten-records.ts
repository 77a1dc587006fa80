/** Smallest room that is made; it doubles from there. */
const FIRST_BYTES = 8 * 1024;

/**
 * Durable records that a log's own files do not hold yet, end to end in one buffer: hundreds of logs that each keep thousands of small buffers
 * for seconds would keep the garbage collector busy.
 */
export class UnwrittenRecords {
  private room: Buffer = Buffer.alloc(0);
  private used = 0;

  get bytes(): number {
    return this.used;
  }

  add(records: Buffer): void {
    const wanted = this.used + records.length;
    if (wanted > this.room.length) this.grow(wanted);
    this.room.set(records, this.used);
    this.used = wanted;
  }

  /** All that is there now. Stays as it is while more is added, until `written`. */
  all(): Buffer {
    return this.room.subarray(0, this.used);
  }

  /** So many of the first bytes are in the files now. */
  written(bytes: number): void {
    this.room.copyWithin(0, bytes, this.used);
    this.used -= bytes;
  }

  private grow(wanted: number): void {
    const room = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, 2 ** Math.ceil(Math.log2(wanted))));
    room.set(this.all());
    this.room = room;
  }
}
