import {
  importEntry,
  ledgerEntry,
  LedgerSum,
  recordingShapeOf,
  type LedgerTotals,
  type OfflineRecording,
} from '#libs/conversations';
import { SystemClock, type Clock } from '#libs/kernel';
import { storedDocuments } from '#libs/storage';
import { CaptureLogs, type CaptureInfo } from '#libs/transcription';
import { counted } from '../maintenance/data-dir.js';
import type { Finding } from './finding.js';

const CHECK = 'ledger';
const MS_PER_HOUR = 3_600_000;

/** Whether every second that was received is accounted for: words and sound. */
export async function checkLedger(dataDir: string, clock: Clock = new SystemClock()): Promise<Finding[]> {
  const sum = new LedgerSum();
  const logs = new Map<string, CaptureInfo>();
  for await (const info of new CaptureLogs({ dataDir }, clock).list()) logs.set(info.sessionId, info);
  for (const stored of storedDocuments(dataDir, 'recording_sessions')) {
    const recording = recordingShapeOf(stored);
    sum.add(ledgerEntry(recording, logs.get(recording.id) ?? null));
  }
  for (const stored of storedDocuments(dataDir, 'offline_recordings')) {
    sum.add(importEntry(stored as OfflineRecording));
  }
  return [account(sum.totals), ...lost(sum.totals), ...troubles(sum.totals)];
}

function account({ recordings, receivedMs, recognition, storage }: LedgerTotals): Finding {
  const failedMs = Object.values(recognition.failed).reduce((all, ms) => all + ms, 0);
  const message =
    `${counted(recordings, 'recording')}, ${hours(receivedMs)} received; words: ${hours(recognition.transcribed)} transcribed, ` +
    `${hours(recognition.silent)} silent, ${hours(failedMs)} failed, ${hours(recognition.pending)} to do; ` +
    `sound: ${hours(storage.stored)} stored, ${hours(storage.in_log)} in logs, ${hours(storage.silent)} silent, ${hours(storage.discarded)} deleted`;
  return { check: CHECK, level: 'ok', message };
}

function lost({ storage, lostFrames }: LedgerTotals): Finding[] {
  const findings: Finding[] = [];
  if (storage.lost > 0) {
    findings.push({
      check: CHECK,
      level: 'warning',
      message: `${hours(storage.lost)} of sound lost with a capture log before it was stored`,
      advice: 'If a backup holds the folder capture/ of that time, restore it.',
    });
  }
  if (lostFrames > 0) {
    findings.push({
      check: CHECK,
      level: 'warning',
      message: `${counted(lostFrames, 'frame')} skipped by devices, which never came`,
      advice: 'The devices lost them, not this server: update their software.',
    });
  }
  return findings;
}

function troubles({ findings }: LedgerTotals): Finding[] {
  return [...findings].map(([code, count]) => ({
    check: CHECK,
    level: 'problem',
    message: `${counted(count, 'recording')} not accounted for (${code})`,
    advice:
      'The running server repairs what it can every few minutes. If it stays, report it: this is a mistake in Mneme.',
  }));
}

function hours(ms: number): string {
  return `${(ms / MS_PER_HOUR).toFixed(ms < MS_PER_HOUR ? 3 : 1)} h`;
}
