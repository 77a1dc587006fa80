import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '#libs/kernel/testing';
import { journalFolder, sessionFolder } from '../capture/capture-files.js';
import type { CaptureLog } from '../capture/capture-log.js';
import { CaptureLogs } from '../capture/capture-logs.js';
import type { CapturedFrame } from '../capture/capture-state.js';
import type { AudioFormat } from '../codecs/audio-format.js';

export const OPUS: AudioFormat = { codec: 'opus', sampleRate: 16_000 };
/** All audio of a session. */
export const ALL = { fromMs: 0, toMs: Infinity };

/** Capture logs in a folder of their own, as one process after the other sees them. Time moves when the test says so. */
export class CaptureBench {
  readonly clock = new ManualClock();
  /** Of the process that runs now. */
  logs: CaptureLogs;
  private readonly processes: CaptureLogs[] = [];

  private constructor(readonly dataDir: string) {
    this.logs = this.restarted();
  }

  static async start(): Promise<CaptureBench> {
    return new CaptureBench(await mkdtemp(join(tmpdir(), 'mneme-capture-')));
  }

  async stop(): Promise<void> {
    for (const process of this.processes) await process.onApplicationShutdown();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** What a new process sees of the same folder. */
  restarted(groupCommitMs = 0): CaptureLogs {
    const process = new CaptureLogs({ dataDir: this.dataDir, groupCommitMs }, this.clock);
    this.processes.push(process);
    return process;
  }

  begin(sessionId = 's1', format = OPUS, ownerId = 'ada'): Promise<CaptureLog> {
    return this.logs.create({ ownerId, sessionId, ...format, language: 'en', device: 'pendant' });
  }

  /** Where the log of one of ada's sessions lies. */
  folder(sessionId = 's1'): string {
    return sessionFolder(join(this.dataDir, 'capture'), 'ada', sessionId);
  }

  /** Where the journal of all logs lies. */
  journal(): string {
    return journalFolder(join(this.dataDir, 'capture'));
  }

  /** Which of the frames lie anywhere in the data folder. */
  async framesOnDisk(frames: readonly Uint8Array[]): Promise<number[]> {
    const entries = await readdir(this.dataDir, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const bytes = Buffer.concat(await Promise.all(paths.map((path) => readFile(path))));
    return frames.flatMap((frame, index) => (bytes.includes(Buffer.from(frame)) ? [index] : []));
  }

  /** The frames of ada's session `s1`. */
  readAll(span = ALL, from = this.logs): Promise<CapturedFrame[]> {
    return Array.fromAsync(from.read('ada', 's1', span));
  }
}
