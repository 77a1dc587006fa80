import { storageError } from './capture-files.js';
import type { CaptureLog } from './capture-log.js';
import { captureLogInUse } from './capture-refusals.js';

/** The logs that this process writes, by folder. Keeps each folder to one writer: null marks that one is on its way. */
export class OpenLogs {
  private readonly writing = new Map<string, CaptureLog | null>();

  /** The log that is open in a folder; null when there is none, or when its writer is just coming or going. */
  in(folder: string): CaptureLog | null {
    return this.writing.get(folder) ?? null;
  }

  all(): CaptureLog[] {
    return [...this.writing.values()].filter((log) => log !== null);
  }

  /** Has a log opened where nobody writes. `conflict` CAPTURE_LOG_IN_USE. */
  open(folder: string, open: (folder: string) => Promise<CaptureLog>): Promise<CaptureLog> {
    return this.exclusively(
      folder,
      () => open(folder),
      (log) => this.writing.set(folder, log),
    );
  }

  closed(folder: string, log: CaptureLog): void {
    if (this.writing.get(folder) === log) this.writing.delete(folder);
  }

  /** Runs a task while nobody writes in a folder. `conflict` CAPTURE_LOG_IN_USE. */
  async exclusively<T>(
    folder: string,
    task: () => Promise<T>,
    keep: (result: T) => void = () => undefined,
  ): Promise<T> {
    const before = this.writing.get(folder);
    if (before === null || before?.isClosed === false) throw captureLogInUse();
    this.writing.set(folder, null);
    try {
      // A log that could not be written when it was closed must be whole before anybody works on it.
      await before?.save();
    } catch (error) {
      this.writing.set(folder, before!);
      throw error;
    }
    try {
      const result = await task();
      this.writing.delete(folder);
      keep(result);
      return result;
    } catch (error) {
      this.writing.delete(folder);
      throw storageError(error);
    }
  }
}
