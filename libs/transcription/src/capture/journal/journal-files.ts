import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent, namesIn, storageError, syncFolder } from '../capture-files.js';
import { decodeEntries, type JournalEntry } from './journal-entry.js';

/** `<number>-<process id>.open` while its process may write it, `.taken` once another process has taken the journal over. */
const JOURNAL_FILE = /^(\d{8})-(\d+)\.(open|taken)$/;

/** A segment of the journal as it lies on disk. */
export interface JournalFile {
  readonly name: string;
  readonly number: number;
  readonly processId: number;
  readonly isTaken: boolean;
}

export function journalFile(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(8, '0')}-${process.pid}.open`);
}

/** In the order in which they were written. */
export async function listJournal(folder: string): Promise<JournalFile[]> {
  return (await namesIn(folder))
    .flatMap((name) => {
      const [, number, processId, state] = JOURNAL_FILE.exec(name) ?? [];
      if (state === undefined) return [];
      return [{ name, number: Number(number), processId: Number(processId), isTaken: state === 'taken' }];
    })
    .sort((a, b) => a.number - b.number);
}

/** A segment's entries; none when it was dropped meanwhile, because then they stand in the sessions' own logs. */
export async function readJournalFile(folder: string, { name }: JournalFile): Promise<JournalEntry[]> {
  try {
    return decodeEntries(await readFile(join(folder, name)));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw storageError(error);
  }
}

/** From here on its writer acknowledges nothing more in it. */
export async function takeJournalFile(folder: string, file: JournalFile): Promise<JournalFile> {
  if (file.isTaken) return file;
  const name = file.name.replace(/open$/, 'taken');
  await rename(join(folder, file.name), join(folder, name));
  return { ...file, name, isTaken: true };
}

/** The oldest go first: a crash in between leaves the newer ones. */
export async function dropJournalFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(folder, name), { force: true });
  if (names.length > 0) await syncFolder(folder);
}

/** Whether another process that writes this journal seems to be alive. */
export function isHeldElsewhere(files: readonly JournalFile[]): boolean {
  return files.some(({ processId, isTaken }) => !isTaken && processId !== process.pid && isAlive(processId));
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
