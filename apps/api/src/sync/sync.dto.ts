import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, MaxLength } from 'class-validator';
import {
  SYNC_STATUSES,
  type OfflineRecording,
  type SyncState,
  type SyncStatus,
  type SyncUpload,
} from '#libs/conversations';
import { OptionalDate, PageLimit } from '../http/page-query.js';

/** Younger recordings are `fresh`; older ones are a `backfill`. */
const FRESH_MS = 24 * 60 * 60_000;
const POLL_AFTER_MS = 3_000;
const MAX_ERRORS = 10;

export class SyncQuery {
  /** The conversation that it is to go into; where it belongs by its time when that does not exist. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  conversation_id?: string;
}

export class SyncListQuery {
  @PageLimit(100)
  limit: number = 20;
}

export class RecordingFields {
  /** When the recording began. Without it the name says so, or it is taken to have just ended. */
  @OptionalDate()
  recorded_at?: Date;

  /** What is spoken, ISO 639-1; what the owner speaks when it is left out. */
  @ApiPropertyOptional({ type: String })
  @IsOptional()
  @IsString()
  @Length(2, 10)
  language?: string;
}

/** Conversations that began with an upload, and others that got words of it. */
export class SyncResult {
  new_memories!: string[];
  updated_memories!: string[];
}

/** What came of an upload of which something failed. */
export class PartialSyncResult extends SyncResult {
  failed_segments!: number;
  total_segments!: number;
  /** At most ten stable words. */
  errors!: string[];
}

/** An upload that is kept and being taken in. */
export class SyncAccepted {
  job_id!: string;
  @ApiProperty({ enum: SYNC_STATUSES })
  status!: SyncStatus;
  total_files!: number;
  total_segments!: number;
  poll_after_ms!: number;
  @ApiProperty({ enum: ['fresh', 'backfill'] })
  lane!: string;
}

/** How far an upload is. */
export class SyncJobStatus {
  job_id!: string;
  @ApiProperty({ enum: SYNC_STATUSES })
  status!: SyncStatus;
  /** Spans of speech, and one for each file that cannot be read. */
  total_segments!: number;
  processed_segments!: number;
  successful_segments!: number;
  failed_segments!: number;
  @ApiProperty({ enum: ['fresh', 'backfill'] })
  lane!: string;
  /** Why something failed, or fails so far. */
  reason_code?: string;
  /** Seconds until what failed is tried again, about. */
  retry_after?: number;
  recording_age_seconds!: number;
  /** Once nothing more will change. */
  result?: PartialSyncResult;
  /** When all of it failed. */
  error?: string;
}

/** A file of an upload. */
export class SyncedRecording {
  /** SHA-256 of its bytes. */
  id!: string;
  name!: string;
  @ApiProperty({ enum: ['waiting', 'done', 'failed'] })
  state!: OfflineRecording['state'];
  size_bytes!: number;
  recorded_at!: Date;
  /** Seconds; null until it was decoded. */
  duration!: number | null;
  conversation_ids!: string[];
  /** Attempts that failed. */
  failures!: number;
  reason_code!: string | null;
}

export class SyncJobDetails extends SyncJobStatus {
  created_at!: Date;
  recordings!: SyncedRecording[];
}

/** Newest first. */
export class SyncJobs {
  jobs!: SyncJobDetails[];
}

export function resultOf({ newIds, updatedIds }: SyncState): SyncResult {
  return { new_memories: [...newIds], updated_memories: [...updatedIds] };
}

/** `failing` counts as failed for somebody who does not wait for another attempt. */
export function partialResultOf(state: SyncState): PartialSyncResult {
  return {
    ...resultOf(state),
    failed_segments: state.failed + state.failing,
    total_segments: state.total,
    errors: state.reasons.slice(0, MAX_ERRORS),
  };
}

export function acceptedOf({ job, state }: SyncUpload): SyncAccepted {
  return {
    job_id: job.id,
    status: state.status,
    total_files: job.recording_ids.length,
    total_segments: state.total,
    poll_after_ms: state.isFinal ? 0 : POLL_AFTER_MS,
    lane: laneOf(state),
  };
}

export function statusOf({ job, state }: SyncUpload): SyncJobStatus {
  const { status, isFinal, total, successful, failed, reasons, retryAfterMs, ageMs } = state;
  const [reason] = reasons;
  return {
    job_id: job.id,
    status,
    total_segments: total,
    processed_segments: successful + failed,
    successful_segments: successful,
    failed_segments: failed,
    lane: laneOf(state),
    ...(reason === undefined ? {} : { reason_code: reason }),
    ...(retryAfterMs === null ? {} : { retry_after: Math.ceil(retryAfterMs / 1_000) }),
    recording_age_seconds: Math.round(ageMs / 1_000),
    ...(isFinal && { result: partialResultOf(state) }),
    ...(status === 'failed' && { error: reason ?? 'failed' }),
  };
}

export function detailsOf(upload: SyncUpload): SyncJobDetails {
  return {
    ...statusOf(upload),
    created_at: upload.job.created_at,
    recordings: upload.recordings.map(syncedRecordingOf),
  };
}

export function syncedRecordingOf(recording: OfflineRecording): SyncedRecording {
  return {
    id: recording.id,
    name: recording.name,
    state: recording.state,
    size_bytes: recording.size_bytes,
    recorded_at: recording.recorded_at,
    duration: recording.duration_ms === null ? null : recording.duration_ms / 1_000,
    conversation_ids: recording.conversation_ids,
    failures: recording.failures,
    reason_code: recording.failure_code,
  };
}

function laneOf({ ageMs }: SyncState): 'fresh' | 'backfill' {
  return ageMs < FRESH_MS ? 'fresh' : 'backfill';
}
