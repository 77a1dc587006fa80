import { crc32 } from 'node:zlib';
import { packRecords, type CaptureRecord, type PackedRecords } from '../capture-record.js';

/**
 * One entry of the journal: what one session had to say at one commit, little-endian:
 * `u32 bytes of records · u32 CRC-32 of all that follows · 20 bytes owner · 20 bytes session · f64 session began at, epoch ms · records`.
 * Owner and session are their folders' names, which are hexadecimal.
 */
const ENTRY_HEADER_BYTES = 56;
const NAME_BYTES = 20;
const OWNER_AT = 8;
const SESSION_AT = OWNER_AT + NAME_BYTES;
const BEGAN_AT = SESSION_AT + NAME_BYTES;

/** Which log an entry belongs to. */
export interface JournalSession {
  /** Below the root of all logs: `<owner>/<session>`. */
  readonly path: string;
  /** Tells a session from one of the same name that was deleted before. */
  readonly startedAtMs: number;
}

export interface JournalEntry extends JournalSession {
  readonly bytes: Buffer;
  readonly records: Buffer;
}

/** An entry's bytes; `records` are views of them. */
export function packEntry(session: JournalSession, records: readonly CaptureRecord[]): PackedRecords {
  const packed = packRecords(records, ENTRY_HEADER_BYTES);
  const { bytes } = packed;
  const [owner, name] = session.path.split('/') as [string, string];
  bytes.writeUInt32LE(bytes.length - ENTRY_HEADER_BYTES, 0);
  bytes.write(owner, OWNER_AT, NAME_BYTES, 'hex');
  bytes.write(name, SESSION_AT, NAME_BYTES, 'hex');
  bytes.writeDoubleLE(session.startedAtMs, BEGAN_AT);
  bytes.writeUInt32LE(crc32(bytes.subarray(OWNER_AT)), 4);
  return packed;
}

/** The records of an entry as they also stand in the session's own log. */
export function recordsOf(entry: Buffer): Buffer {
  return entry.subarray(ENTRY_HEADER_BYTES);
}

/** The entries of a journal segment up to the first that was not written whole: none behind it was acknowledged. */
export function decodeEntries(bytes: Buffer): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (let at = 0; at + ENTRY_HEADER_BYTES <= bytes.length;) {
    const end = at + ENTRY_HEADER_BYTES + bytes.readUInt32LE(at);
    if (end > bytes.length || crc32(bytes.subarray(at + OWNER_AT, end)) !== bytes.readUInt32LE(at + 4)) break;
    const owner = bytes.toString('hex', at + OWNER_AT, at + SESSION_AT);
    const name = bytes.toString('hex', at + SESSION_AT, at + BEGAN_AT);
    entries.push({
      path: `${owner}/${name}`,
      startedAtMs: bytes.readDoubleLE(at + BEGAN_AT),
      bytes: bytes.subarray(at, end),
      records: bytes.subarray(at + ENTRY_HEADER_BYTES, end),
    });
    at = end;
  }
  return entries;
}
