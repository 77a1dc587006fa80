import { fileSize, listSegments, segmentFile, type CaptureHeader } from './capture-files.js';
import type { CaptureState } from './capture-state.js';
import type { WallTimeline } from './wall-timeline.js';

/** A log as it lies on disk. */
export interface CaptureInfo extends CaptureHeader {
  readonly durableSeq: number;
  /** Length of its audio, milliseconds. */
  readonly positionMs: number;
  /** Frames whose numbers the client skipped. */
  readonly lostFrames: number;
  readonly lastReceivedAtMs: number | null;
  readonly timeline: WallTimeline;
  readonly sizeBytes: number;
}

export function captureInfo(
  header: CaptureHeader,
  state: Pick<CaptureState, 'lastSeq' | 'positionMs' | 'lostFrames' | 'lastReceivedAtMs' | 'timeline'>,
  sizeBytes: number,
): CaptureInfo {
  const { lastSeq: durableSeq, positionMs, lostFrames, lastReceivedAtMs, timeline } = state;
  return { ...header, durableSeq, positionMs, lostFrames, lastReceivedAtMs, timeline, sizeBytes };
}

/** Bytes of a log's own files. */
export async function segmentBytes(folder: string): Promise<number> {
  const segments = await listSegments(folder);
  const sizes = await Promise.all(segments.map((index) => fileSize(segmentFile(folder, index))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
