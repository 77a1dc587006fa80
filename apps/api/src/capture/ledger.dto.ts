import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import type {
  LedgerEntry,
  LedgerPage,
  LedgerRow,
  LedgerTotals,
  RecognitionFates,
  StorageFates,
} from '#libs/conversations';

export class LedgerRequest {
  /** Recordings that began at this time or later, ISO 8601. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Recordings that began before this time. */
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `next_cursor` of the page before. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  cursor?: string;
}

/** What became of the words, seconds. Together they are what was received. */
export class RecognitionSeconds {
  /** Waits for a recognizer. */
  pending!: number;
  /** Nobody spoke. */
  silent!: number;
  transcribed!: number;
  /** The client recognizes speech itself. */
  client_transcribed!: number;
  /** The recording is over and nobody has listened to this. */
  not_recognized!: number;
  /** Dealt with by a version of the server that did not count. */
  uncounted!: number;
  /** Somebody spoke and no words came of it, all together. */
  failed!: number;
  /** The same by why: empty_unexpected, timeout, upstream_error, config_error, invalid_input. */
  failed_by_reason!: Record<string, number>;
}

/** Where the sound is, seconds. Together they are what was received. */
export class StorageSeconds {
  /** In the capture log of the machine that it was recorded at. */
  in_log!: number;
  /** In the blob store. */
  stored!: number;
  /** Let go because nothing was said in it. */
  silent!: number;
  /** Let go because the same was received before; only of recordings that came as files. */
  duplicate!: number;
  /** Deleted by its owner. */
  discarded!: number;
  /** Let go because AUDIO_RETENTION_DAYS were over. */
  expired!: number;
  /** Its machine or its disk was lost before it was stored. */
  lost!: number;
}

export class LedgerAmounts {
  /** Seconds of sound that were acknowledged. */
  received!: number;
  recognition!: RecognitionSeconds;
  storage!: StorageSeconds;
  /** Frames whose numbers the device skipped, which never came; null while that is not known. */
  skipped_frames!: number | null;
}

export class LedgerRecording extends LedgerAmounts {
  id!: string;
  started_at!: Date;
  /** `open`: more may come. `closed`: none will. `released`: and its capture log is gone. */
  state!: string;
  source!: string;
  client_device_id!: string | null;
  codec!: string;
  /** Codes of what does not add up; empty when every second is accounted for. */
  findings!: string[];
}

export class LedgerPeriod extends LedgerAmounts {
  recordings!: number;
  /** How many recordings do not add up, by code. */
  findings!: Record<string, number>;
}

export class Ledger {
  /** Of all recordings of the period; null on the pages after the first. */
  totals!: LedgerPeriod | null;
  /** Of all recordings of the period that came as files; null on the pages after the first. `GET /v2/sync-local-files/{job_id}` tells about each. */
  imported!: LedgerPeriod | null;
  /** What devices streamed, newest first. */
  recordings!: LedgerRecording[];
  /** Null when nothing follows. */
  next_cursor!: string | null;
}

export function ledgerOf({ rows, totals, imported, nextCursor }: LedgerPage): Ledger {
  return {
    totals: totals && periodOf(totals),
    imported: imported && periodOf(imported),
    recordings: rows.map(recordingOf),
    next_cursor: nextCursor ?? null,
  };
}

function periodOf(totals: LedgerTotals): LedgerPeriod {
  return {
    recordings: totals.recordings,
    ...amountsOf(totals),
    findings: Object.fromEntries(totals.findings),
  };
}

function recordingOf({ recording, entry }: LedgerRow): LedgerRecording {
  const { id, started_at, state, source, client_device_id, codec } = recording;
  return {
    id,
    started_at,
    state,
    source,
    client_device_id,
    codec,
    ...amountsOf(entry),
    findings: [...entry.findings],
  };
}

function amountsOf(entry: Omit<LedgerEntry, 'findings'>): LedgerAmounts {
  return {
    received: seconds(entry.receivedMs),
    recognition: recognitionOf(entry.recognition),
    storage: inSeconds(entry.storage),
    skipped_frames: entry.lostFrames,
  };
}

function recognitionOf({ failed, ...heard }: RecognitionFates): RecognitionSeconds {
  const allMs = Object.values(failed).reduce((sum, ms) => sum + ms, 0);
  return { ...inSeconds(heard), failed: seconds(allMs), failed_by_reason: inSeconds(failed) };
}

function inSeconds<Amounts extends StorageFates | Omit<RecognitionFates, 'failed'> | Record<string, number>>(
  amounts: Amounts,
): Record<keyof Amounts, number> {
  const entries = Object.entries(amounts).map(([name, ms]: [string, number]) => [name, seconds(ms)]);
  return Object.fromEntries(entries) as Record<keyof Amounts, number>;
}

/** To the microsecond: positions are sums of many frames. */
function seconds(ms: number): number {
  return Math.round(ms * 1_000) / 1e6;
}
