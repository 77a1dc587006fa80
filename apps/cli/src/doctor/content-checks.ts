import { SystemClock, type Clock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { inspectContents, inspectDatabases, type ContentInspection } from '#libs/storage';
import { CaptureLogs } from '#libs/transcription';
import { counted, readableBytes } from '../maintenance/data-dir.js';
import type { Finding } from './finding.js';
import type { FolderState } from './folder-checks.js';

export async function checkDatabases(dataDir: string): Promise<Finding[]> {
  return (await inspectDatabases(dataDir)).map(({ file, sizeBytes, version, isNewer, problems }): Finding => {
    if (problems.length > 0) {
      return {
        check: file,
        level: 'problem',
        message: `damaged: ${problems[0]}${problems.length > 1 ? ` and ${problems.length - 1} more` : ''}`,
        advice:
          file === 'search.db'
            ? 'Stop the server, delete search.db, and run mneme reindex --all: search is made from the documents.'
            : 'Stop the server, keep a copy of the folder, and restore the last backup (mneme restore).',
      };
    }
    if (isNewer) {
      return {
        check: file,
        level: 'problem',
        message: `written by a newer Mneme (version ${version})`,
        advice: 'Update Mneme.',
      };
    }
    return { check: file, level: 'ok', message: `sound, version ${version}, ${readableBytes(sizeBytes)}` };
  });
}

export async function checkContents(dataDir: string, state: FolderState): Promise<Finding[]> {
  const found = await inspectContents(dataDir);
  return [
    {
      check: 'documents',
      level: 'ok',
      message: `${counted(found.documents, 'document')}, ${counted(found.conversations, 'conversation')}`,
    },
    ...unfinished(found, state),
    ...recordings(found),
    ...search(found),
    ...accounts(found),
  ];
}

/** Counts what cannot be read as the log is told of it. */
class UnreadableLogs extends SilentLog {
  count = 0;

  override error(): void {
    this.count += 1;
  }
}

export async function checkCaptureLogs(
  dataDir: string,
  clock: Clock = new SystemClock(),
): Promise<Finding[]> {
  const check = 'unfinished recordings';
  const log = new UnreadableLogs();
  let count = 0;
  let lengthMs = 0;
  for await (const { positionMs } of new CaptureLogs({ dataDir, log }, clock).list()) {
    count += 1;
    lengthMs += positionMs;
  }
  const readable: Finding = {
    check,
    level: 'ok',
    message: `${counted(count, 'recording')}, ${Math.round(lengthMs / 1000)} s`,
  };
  if (log.count === 0) return [readable];
  const message = `${counted(log.count, 'recording')} cannot be read`;
  const advice = `Look at the rights and the disk below ${dataDir}/capture; nothing of them is deleted.`;
  return [readable, { check, level: 'problem', message, advice }];
}

function unfinished({ unfinished: count }: ContentInspection, state: FolderState): Finding[] {
  const advice =
    state === 'in use' ? 'The server is at work on it.' : 'The next start of the server takes it up.';
  const message = `${counted(count, 'conversation')} not finished`;
  return [{ check: 'conversations', level: 'ok', message, ...(count > 0 && { advice }) }];
}

function recordings({ missingRecordings: missing, orphanRecordings: orphans }: ContentInspection): Finding[] {
  const check = 'recordings';
  const findings: Finding[] = [];
  if (missing.length > 0) {
    findings.push({
      check,
      level: 'problem',
      message: `${counted(missing.length, 'recording')} named by a conversation missing: ${missing.slice(0, 3).join(', ')}`,
      advice: 'Copy them back from a backup (blobs/files/…). Transcripts are not affected.',
    });
  }
  if (orphans.length > 0) {
    findings.push({
      check,
      level: 'warning',
      message: `${counted(orphans.length, 'recording')} without a conversation: ${orphans.slice(0, 3).join(', ')}`,
      advice:
        'A deletion that was cut off leaves them for a moment. If they stay while nothing is being deleted, remove the files.',
    });
  }
  return findings.length > 0
    ? findings
    : [{ check, level: 'ok', message: 'every recording has its conversation' }];
}

function search({ orphanSearchEntries: orphans, unsearchable }: ContentInspection): Finding[] {
  const check = 'search';
  const advice = 'If it stays so: mneme reindex --all';
  if (orphans === 0 && unsearchable === 0) {
    return [{ check, level: 'ok', message: 'every finished conversation is found, nothing else is' }];
  }
  const message = `${counted(orphans, 'entry').replace('entrys', 'entries')} without document, ${counted(unsearchable, 'conversation')} not searchable`;
  return [{ check, level: 'warning', message, advice }];
}

function accounts({ unpurgedAccounts }: ContentInspection): Finding[] {
  if (unpurgedAccounts === 0) return [];
  const message = `${counted(unpurgedAccounts, 'deleted account')} not completely removed yet`;
  return [
    {
      check: 'accounts',
      level: 'warning',
      message,
      advice: 'The running server, or its next start, finishes it.',
    },
  ];
}
