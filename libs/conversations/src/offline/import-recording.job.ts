import { importRecording, type JobPayload } from '#libs/contracts';
import { Clock, isRetryable, toAppError, type AppError } from '#libs/kernel';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import type { OfflineRecording } from './offline-recording.js';
import { RecordingImporter } from './recording-importer.js';

/** Takes a recording in; what fails is tried again, and what nobody can read or recognize says so. */
@JobHandler(importRecording)
export class ImportRecordingJob implements HandlesJob<typeof importRecording> {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly importer: RecordingImporter,
    private readonly clock: Clock,
  ) {}

  async handle(
    { ownerId, recordingId }: JobPayload<typeof importRecording>,
    { attempt, signal }: JobContext,
  ): Promise<void> {
    const recording = await this.recordings.find(ownerId, recordingId);
    if (recording?.state !== 'waiting') return;
    try {
      await this.importer.run(ownerId, recording, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toAppError(thrown);
      const isLast = attempt >= importRecording.attempts || !isRetryable(error);
      await this.recordings.change(ownerId, recordingId, (current) =>
        current.state === 'waiting' ? this.afterFailure(current, error, isLast) : null,
      );
      // Nothing is wrong with a server that cannot read a broken file.
      if (error.kind !== 'invalid') throw error;
    }
  }

  private afterFailure(
    { failures, spans }: OfflineRecording,
    error: AppError,
    isLast: boolean,
  ): Partial<OfflineRecording> {
    const code = String(error.details.outcome ?? error.code);
    return {
      failures: failures + 1,
      failure_code: code,
      updated_at: this.clock.now(),
      ...(isLast && {
        state: 'failed',
        spans:
          spans?.map((span) =>
            span.state === 'waiting' ? { ...span, state: 'failed', failure_code: code } : span,
          ) ?? null,
      }),
    };
  }
}
