import { Injectable } from '@nestjs/common';
import { importRecording } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import type { OfflineRecording, SyncJob } from './offline-recording.js';
import { syncStateOf, type SyncState } from './sync-state.rules.js';

const LOOK_EVERY_MS = 250;
/** How long somebody who waits for an answer waits at most. */
const PATIENCE_MS = 10 * 60_000;

/** An upload and what it brought. */
export interface SyncUpload {
  readonly job: SyncJob;
  readonly state: SyncState;
  readonly recordings: readonly OfflineRecording[];
}

/** How far uploads are. */
@Injectable()
export class SyncProgress {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly clock: Clock,
  ) {}

  /** Errors: `forbidden` SYNC_JOB_FOREIGN; `not_found` SYNC_JOB_NOT_FOUND. */
  async of(ownerId: string, jobId: string): Promise<SyncUpload> {
    const job = await this.recordings.findJob(ownerId, jobId);
    if (job) return this.upload(ownerId, job);
    // Clients tell these two apart by contract. Ids are random, so it tells nobody anything.
    if (await this.recordings.isJobOfAnybody(jobId)) throw foreign();
    throw new AppError('not_found', 'SYNC_JOB_NOT_FOUND', 'There is no such upload.', { id: jobId });
  }

  /** Newest first. */
  async newest(ownerId: string, limit: number): Promise<SyncUpload[]> {
    const jobs = await this.recordings.newestJobs(ownerId, limit);
    return Promise.all(jobs.map((job) => this.upload(ownerId, job)));
  }

  /** Every recording that was ever taken in for the owner. */
  recordingsOf(ownerId: string): AsyncIterable<OfflineRecording> {
    return this.recordings.all(ownerId);
  }

  /** Waits until everything of it was tried at least once. Errors: those of `of`; `unavailable` SYNC_TAKES_LONG. */
  async onceTried(ownerId: string, jobId: string): Promise<SyncUpload> {
    const untilMs = this.clock.monotonicMs() + PATIENCE_MS;
    while (this.clock.monotonicMs() < untilMs) {
      const upload = await this.of(ownerId, jobId);
      if (upload.state.isTried) return upload;
      await this.clock.sleep(LOOK_EVERY_MS);
    }
    throw new AppError(
      'unavailable',
      'SYNC_TAKES_LONG',
      'These recordings are kept and still being taken in. Send them again later to learn what became of them.',
      {},
      { retryAfterMs: LOOK_EVERY_MS },
    );
  }

  private async upload(ownerId: string, job: SyncJob): Promise<SyncUpload> {
    const recordings = await this.recordings.findMany(ownerId, job.recording_ids);
    const state = syncStateOf(recordings, {
      nowMs: this.clock.nowMs(),
      backoffMs: importRecording.backoffMs,
    });
    return { job, recordings, state };
  }
}

function foreign(): AppError {
  return new AppError('forbidden', 'SYNC_JOB_FOREIGN', 'This upload is not yours.');
}
