import { crc32 } from 'node:zlib';

/**
 * One record of a capture log, little-endian:
 * `u32 payload bytes · u32 CRC-32 of all that follows · u32 sequence number · u8 kind · u8 flags · u16 zero · f64 received at, epoch ms · payload`.
 */
export const RECORD_HEADER_BYTES = 24;

/** A payload longer than this cannot have been written: the length itself is damaged. */
const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

export const RECORD_KIND = {
  /** A frame as it was received; empty when it was a sign of life. */
  frame: 1,
  /** A frame whose bytes were deleted: only its duration is left. */
  erased: 2,
  /** Everything that reading the earlier segments would tell; the first record of a segment. JSON. */
  state: 3,
} as const;
export type RecordKind = (typeof RECORD_KIND)[keyof typeof RECORD_KIND];

const LAST_OF_BATCH = 1;

export interface CaptureRecord {
  readonly kind: RecordKind;
  readonly seq: number;
  readonly receivedAtMs: number;
  /** Whether it was the last frame of those that arrived together. */
  readonly lastOfBatch: boolean;
  readonly payload: Uint8Array;
}

export function recordBytes(record: CaptureRecord): number {
  return RECORD_HEADER_BYTES + record.payload.length;
}

export interface PackedRecords {
  readonly bytes: Buffer;
  /** The same records, their payloads views of `bytes`: what they came in may be let go of. */
  readonly records: readonly CaptureRecord[];
}

/** @param headroom bytes left free in front of the first record. */
export function packRecords(records: readonly CaptureRecord[], headroom = 0): PackedRecords {
  const bytes = Buffer.alloc(records.reduce((sum, record) => sum + recordBytes(record), headroom));
  let at = headroom;
  const packed = records.map((record) => {
    bytes.writeUInt32LE(record.payload.length, at);
    bytes.writeUInt32LE(record.seq, at + 8);
    bytes.writeUInt8(record.kind, at + 12);
    bytes.writeUInt8(record.lastOfBatch ? LAST_OF_BATCH : 0, at + 13);
    bytes.writeDoubleLE(record.receivedAtMs, at + 16);
    bytes.set(record.payload, at + RECORD_HEADER_BYTES);
    const end = at + recordBytes(record);
    bytes.writeUInt32LE(crc32(bytes.subarray(at + 8, end)), at + 4);
    const payload = bytes.subarray(at + RECORD_HEADER_BYTES, end);
    at = end;
    return { ...record, payload };
  });
  return { bytes, records: packed };
}

export function encodeRecords(records: readonly CaptureRecord[]): Buffer {
  return packRecords(records).bytes;
}

/** All whole records of a buffer, in order; what follows the first that is not whole is left out. */
export function decodeRecords(bytes: Buffer): CaptureRecord[] {
  const records: CaptureRecord[] = [];
  for (let at = 0; ;) {
    const record = decodeRecord(bytes, at);
    if (record === 'damaged' || 'more' in record) return records;
    records.push(record);
    at += recordBytes(record);
  }
}

/**
 * The record at `at`; `more` when the bytes end before it does (with how many it needs, as far as is known);
 * `damaged` when it cannot be what was written.
 */
export function decodeRecord(bytes: Buffer, at: number): CaptureRecord | { more: number } | 'damaged' {
  const available = bytes.length - at;
  if (available < RECORD_HEADER_BYTES) return { more: RECORD_HEADER_BYTES };
  const length = bytes.readUInt32LE(at);
  if (length > MAX_PAYLOAD_BYTES) return 'damaged';
  const end = at + RECORD_HEADER_BYTES + length;
  if (end > bytes.length) return { more: RECORD_HEADER_BYTES + length };
  if (crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return 'damaged';
  return {
    kind: bytes.readUInt8(at + 12) as RecordKind,
    seq: bytes.readUInt32LE(at + 8),
    lastOfBatch: (bytes.readUInt8(at + 13) & LAST_OF_BATCH) !== 0,
    receivedAtMs: bytes.readDoubleLE(at + 16),
    payload: bytes.subarray(at + RECORD_HEADER_BYTES, end),
  };
}

const ERASED_BYTES = 5;

/** What is kept of a deleted frame: its samples, and whether it ended inside one. */
export function encodeErased(samples: number, carriedBytes: number): Uint8Array {
  const payload = Buffer.alloc(ERASED_BYTES);
  payload.writeUInt32LE(samples, 0);
  payload.writeUInt8(carriedBytes, 4);
  return payload;
}

export function decodeErased(payload: Uint8Array): { samples: number; carriedBytes: number } {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return { samples: view.getUint32(0, true), carriedBytes: view.getUint8(4) };
}
