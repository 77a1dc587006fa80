import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import {
  OfflineIntake,
  SyncProgress,
  type AboutRecording,
  type BroughtFile,
  type SyncUpload,
} from '#libs/conversations';
import { Clock } from '#libs/kernel';
import { timeInFileName } from '#libs/transcription';

/** What a sender knows of an audio file. */
export interface AudioFileFacts {
  readonly recordedAt?: Date | undefined;
  readonly language?: string | undefined;
  /** When it was last written, which is when the recording ended; now when absent. */
  readonly writtenAtMs?: number;
}

/** Takes audio files in that do not say by their format when they were made. */
@Injectable()
export class AudioFileImport {
  constructor(
    private readonly intake: OfflineIntake,
    private readonly progress: SyncProgress,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {}

  /** Errors: `invalid` RECORDING_TIME_INVALID. */
  async take(ownerId: string, file: BroughtFile, facts: AudioFileFacts): Promise<SyncUpload> {
    const time = await this.timeOf(ownerId, file, facts);
    const jobId = await this.intake.takeAudioFile(ownerId, file, { time, language: facts.language });
    return this.progress.of(ownerId, jobId);
  }

  /** What the sender says, what the name says, or when it was written: in this order. */
  private async timeOf(
    ownerId: string,
    { name }: BroughtFile,
    { recordedAt, writtenAtMs }: AudioFileFacts,
  ): Promise<AboutRecording['time']> {
    if (recordedAt) return { startMs: recordedAt.getTime() };
    const nowMs = this.clock.nowMs();
    const startMs = timeInFileName(name, await this.profile.timeZoneOf(ownerId));
    if (startMs !== null && startMs <= nowMs) return { startMs };
    return { endMs: Math.min(nowMs, writtenAtMs ?? nowMs) };
  }
}
