import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent, readHeader, replaceFile } from '../capture-files.js';
import { encodeRecords } from '../capture-record.js';
import { CaptureState } from '../capture-state.js';
import { SegmentWriter } from '../segment-writer.js';
import { dropJournalFiles, listJournal, takeJournalFile, type JournalFile } from './journal-files.js';
import { JournalSnapshot } from './journal-snapshot.js';

/**
 * Takes over the journal that another process left: what a session's own log lacks is written to it, and when all logs are safe on disk the
 * journal is dropped. May be killed anywhere and run again. Of a log whose header is damaged the journal keeps its part, and the others
 * are completed. Answers the highest number that a segment had.
 */
export async function replayJournal(
  root: string,
  folder: string,
  onDamaged: (error: unknown) => void,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const taken: JournalFile[] = [];
  for (const file of await listJournal(folder)) taken.push(await takeJournalFile(folder, file));
  const last = taken.at(-1);
  if (!last) return 0;
  const snapshot = await JournalSnapshot.of(folder);
  const kept: string[] = [];
  for (const path of snapshot.paths) {
    try {
      await completeLog(root, path, snapshot);
    } catch (error) {
      if (!isDamagedHeader(error)) throw error;
      kept.push(path);
      onDamaged(error);
    }
  }
  if (kept.length > 0) await keepOnly(join(folder, last.name), snapshot, kept);
  const done = kept.length > 0 ? taken.slice(0, -1) : taken;
  await dropJournalFiles(
    folder,
    done.map((file) => file.name),
  );
  return last.number;
}

/** What is in the log already is passed over; a log that was deleted stays deleted. */
async function completeLog(root: string, path: string, snapshot: JournalSnapshot): Promise<void> {
  const folder = join(root, path);
  const header = await readHeader(folder);
  if (!header) return;
  try {
    const state = new CaptureState(header);
    const segments = await SegmentWriter.open(folder, state);
    const missing = snapshot
      .recordsOf({ path, startedAtMs: header.startedAtMs })
      .filter((record) => record.seq > state.lastSeq);
    for (const record of missing) state.apply(record);
    if (missing.length > 0) await segments.write(encodeRecords(missing), state.snapshot());
    await segments.sync();
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
}

async function keepOnly(file: string, snapshot: JournalSnapshot, paths: readonly string[]): Promise<void> {
  const entries = paths.flatMap((path) => snapshot.bytesOf(path));
  await replaceFile(file, (draft) => draft.writeFile(Buffer.concat(entries)));
}

/** Waiting does not help, as it does where the disk is full or cannot be read. */
function isDamagedHeader(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof SyntaxError;
}
