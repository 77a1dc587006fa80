import { failedMs, NO_FATE, totalMs, type FailedOutcome } from '#libs/transcription';
import type { CaptureSpan, RecordingSession, SpanState } from '../store/recording-session.js';

/** What became of the words in a recording's sound, milliseconds. Together they are what was received. */
export interface RecognitionFates {
  /** Waits for a recognizer. */
  readonly pending: number;
  /** Nobody spoke. */
  readonly silent: number;
  readonly transcribed: number;
  /** The client recognizes speech itself. */
  readonly client_transcribed: number;
  /** The recording is over and nobody has listened to this: its log is gone, or its owner had it deleted before. */
  readonly not_recognized: number;
  /** Dealt with by a version that did not count. */
  readonly uncounted: number;
  /** Somebody spoke and no words came of it, by why. */
  readonly failed: Readonly<Partial<Record<FailedOutcome, number>>>;
}

/** Where a recording's sound is, milliseconds. Together they are what was received. */
export interface StorageFates {
  readonly in_log: number;
  readonly stored: number;
  /** Let go because nothing was said in it. */
  readonly silent: number;
  /** Let go because the same was received before; only of recordings that came as files. */
  readonly duplicate: number;
  /** Deleted by its owner. */
  readonly discarded: number;
  /** Let go because the retention that was configured was over. */
  readonly expired: number;
  /** The log is gone, and it was not stored before. */
  readonly lost: number;
}

/** What does not add up. */
export type LedgerFinding =
  'handled_without_fate' | 'fate_without_sound' | 'less_than_nothing' | 'spans_overlap' | 'kept_without_log';

/** The account of one recording. */
export interface LedgerEntry {
  readonly receivedMs: number;
  readonly recognition: RecognitionFates;
  readonly storage: StorageFates;
  /** Frames whose numbers the device skipped: they never came, so they are no sound here. Null while that is not known. */
  readonly lostFrames: number | null;
  readonly findings: readonly LedgerFinding[];
}

/** What the capture log says of a recording that goes on. */
export interface LogState {
  readonly positionMs: number;
  readonly lostFrames: number;
}

/** Positions are sums of many frames: that much may be missing to rounding. */
const TOLERANCE_MS = 1;

const STORAGE_OF: Readonly<Record<SpanState, keyof StorageFates>> = {
  kept: 'in_log',
  stored: 'stored',
  silent: 'silent',
  erased: 'discarded',
  expired: 'expired',
  lost: 'lost',
};

/** Accounts for each second of a recording. @param log of a recording whose log is here and not released; null otherwise */
export function ledgerEntry(session: RecordingSession, log: LogState | null): LedgerEntry {
  const spanEnds = session.spans.map(({ from_ms, to_ms }) => to_ms ?? from_ms);
  const receivedMs = Math.max(session.handled_ms, log?.positionMs ?? 0, ...spanEnds);
  return {
    receivedMs,
    recognition: recognitionOf(session, receivedMs),
    storage: storageOf(session, receivedMs),
    lostFrames: log?.lostFrames ?? session.lost_frames ?? null,
    findings: findingsOf(session),
  };
}

/** How much of what was handled has no fate, milliseconds; below zero when more has a fate than was handled. */
export function fatelessMs({ handled_ms, fate = NO_FATE, uncounted_ms = 0 }: RecordingSession): number {
  const rest = handled_ms - totalMs(fate) - uncounted_ms;
  return Math.abs(rest) <= TOLERANCE_MS ? 0 : rest;
}

function recognitionOf(session: RecordingSession, receivedMs: number): RecognitionFates {
  const { fate = NO_FATE, uncounted_ms = 0 } = session;
  const restMs = Math.max(0, receivedMs - totalMs(fate) - uncounted_ms - Math.max(0, fatelessMs(session)));
  return {
    pending: session.state === 'open' ? restMs : 0,
    silent: fate.silentMs,
    transcribed: fate.transcribedMs,
    client_transcribed: fate.keptMs,
    not_recognized: session.state === 'open' ? 0 : restMs,
    uncounted: uncounted_ms + Math.max(0, fatelessMs(session)),
    failed: fate.failed,
  };
}

function storageOf({ spans, state }: RecordingSession, receivedMs: number): StorageFates {
  const fates = { in_log: 0, stored: 0, silent: 0, duplicate: 0, discarded: 0, expired: 0, lost: 0 };
  // Between conversations nobody spoke: it goes with the log.
  const between = state === 'released' ? 'silent' : 'in_log';
  let atMs = 0;
  for (const span of inOrder(spans)) {
    const fromMs = Math.min(receivedMs, Math.max(atMs, span.from_ms));
    const toMs = Math.min(receivedMs, Math.max(fromMs, span.to_ms ?? receivedMs));
    fates[between] += fromMs - atMs;
    fates[STORAGE_OF[span.state]] += toMs - fromMs;
    atMs = toMs;
  }
  fates[between] += receivedMs - atMs;
  return fates;
}

function findingsOf(session: RecordingSession): LedgerFinding[] {
  const { fate = NO_FATE, spans, state } = session;
  const found: LedgerFinding[] = [];
  if (fatelessMs(session) > 0) found.push('handled_without_fate');
  if (fatelessMs(session) < 0) found.push('fate_without_sound');
  const amounts = [fate.silentMs, fate.transcribedMs, fate.keptMs, failedMs(fate)];
  if (amounts.some((ms) => ms < -TOLERANCE_MS)) found.push('less_than_nothing');
  if (hasOverlap(inOrder(spans))) found.push('spans_overlap');
  if (state === 'released' && spans.some((span) => span.state === 'kept')) found.push('kept_without_log');
  return found;
}

function hasOverlap(spans: readonly CaptureSpan[]): boolean {
  return spans.some(({ from_ms }, index) => {
    const before = spans[index - 1];
    return before !== undefined && from_ms < (before.to_ms ?? Infinity) - TOLERANCE_MS;
  });
}

function inOrder(spans: readonly CaptureSpan[]): CaptureSpan[] {
  return [...spans].sort((a, b) => a.from_ms - b.from_ms);
}
