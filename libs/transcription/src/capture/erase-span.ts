import type { AudioFormat } from '../codecs/audio-format.js';
import { listSegments, replaceFile, segmentFile, storageError, syncFolder } from './capture-files.js';
import { encodeErased, encodeRecords, RECORD_KIND, type CaptureRecord } from './capture-record.js';
import { CaptureState, type CapturedFrame } from './capture-state.js';
import { SegmentReader } from './segment-reader.js';

/** A stretch of a session's audio, milliseconds of audio since its first sample. A frame belongs to the stretch in which it begins. */
export interface AudioSpan {
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
}

export function isWithin(frame: CapturedFrame, span: AudioSpan): boolean {
  return frame.positionMs >= span.fromMs && frame.positionMs < span.toMs;
}

export interface Erased {
  /** How many lost their bytes now. */
  readonly frames: number;
  /** The highest number in the span, whenever it was erased; 0 when the span holds none. */
  readonly lastSeq: number;
}

const ALL = Number.MAX_SAFE_INTEGER;

/**
 * Replaces the sound of a span by its length, so that nothing else of the log moves. Segments are rewritten whole and swapped; none of them
 * may be open for writing.
 */
export async function eraseSpan(folder: string, format: AudioFormat, span: AudioSpan): Promise<Erased> {
  let erased = 0;
  let lastSeq = 0;
  for (const segment of await listSegments(folder)) {
    const path = segmentFile(folder, segment);
    const { records, count, last } = withoutSound(await readAll(path), format, span);
    lastSeq = Math.max(lastSeq, last);
    if (count === 0) continue;
    await replaceFile(path, (file) => file.writeFile(encodeRecords(records)));
    erased += count;
  }
  try {
    if (erased > 0) await syncFolder(folder);
  } catch (error) {
    throw storageError(error);
  }
  return { frames: erased, lastSeq };
}

async function readAll(path: string): Promise<CaptureRecord[]> {
  const reader = await SegmentReader.open(path);
  try {
    return await reader.take(ALL);
  } finally {
    await reader.close();
  }
}

function withoutSound(records: readonly CaptureRecord[], format: AudioFormat, span: AudioSpan) {
  const state = new CaptureState(format);
  let count = 0;
  let last = 0;
  const kept = records.map((record) => {
    const frame = state.apply(record);
    if (!frame || !isWithin(frame, span)) return record;
    last = frame.seq;
    if (frame.payload.length === 0) return record;
    count += 1;
    const payload = encodeErased(frame.samples, frame.carriedOut);
    return { ...record, kind: RECORD_KIND.erased, payload };
  });
  return { records: kept, count, last };
}
