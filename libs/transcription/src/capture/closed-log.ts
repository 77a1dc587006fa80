import { sessionPath, type CaptureHeader } from './capture-files.js';
import { FileCursor, type CaptureCursor } from './capture-cursor.js';
import type { CapturedFrame, CaptureState } from './capture-state.js';
import { isWithin, type AudioSpan } from './erase-span.js';
import type { JournalSnapshot } from './journal/journal-snapshot.js';

/** Most frames read at once, so that a long log never fills memory. */
const READ_FRAMES = 500;

/** The frames that begin within a span. */
export async function* framesWithin(cursor: CaptureCursor, span: AudioSpan): AsyncGenerator<CapturedFrame> {
  for (;;) {
    const frames = await cursor.take(READ_FRAMES);
    yield* frames.filter((frame) => isWithin(frame, span));
    if (frames.length === 0 || frames.at(-1)!.positionMs >= span.toMs) return;
  }
}

/** Over a log that nobody writes: its files, and behind them what the journal still holds of it. */
export function cursorOfClosed(
  folder: string,
  header: CaptureHeader,
  journal: JournalSnapshot | null,
  fromMs: number,
): Promise<FileCursor> {
  const session = { path: sessionPath(folder), startedAtMs: header.startedAtMs };
  const journaled = journal?.recordsOf(session) ?? [];
  return FileCursor.open({ folder, format: header, journaled }, { fromMs, afterSeq: 0 });
}

/** What is known behind the last frame of a log. */
export async function lastState(
  folder: string,
  header: CaptureHeader,
  journal: JournalSnapshot | null,
): Promise<CaptureState> {
  const cursor = await cursorOfClosed(folder, header, journal, Infinity);
  try {
    return await cursor.toEnd();
  } finally {
    await cursor.close();
  }
}
