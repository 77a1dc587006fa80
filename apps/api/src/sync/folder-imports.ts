import { Injectable } from '@nestjs/common';
import { OfflineIntake, SyncProgress, type BroughtFile, type SyncUpload } from '#libs/conversations';
import { AudioFileImport } from './audio-file-import.js';

/** Packets of a device, which say in their name when they were recorded; every other file is read by its bytes. */
const DEVICE_SUFFIX = '.bin';

/** How files of a folder are taken in. */
@Injectable()
export class FolderImports {
  constructor(
    private readonly intake: OfflineIntake,
    private readonly audio: AudioFileImport,
    private readonly progress: SyncProgress,
  ) {}

  /** Errors: `invalid` RECORDING_NAME_INVALID, RECORDING_TIME_INVALID. */
  async take(ownerId: string, file: BroughtFile & { readonly writtenAtMs: number }): Promise<SyncUpload> {
    if (!file.name.endsWith(DEVICE_SUFFIX)) {
      return this.audio.take(ownerId, file, { writtenAtMs: file.writtenAtMs });
    }
    const jobId = await this.intake.takeDeviceFiles(ownerId, [file], { whenBusy: 'join' });
    return this.progressOf(ownerId, jobId);
  }

  progressOf(ownerId: string, jobId: string): Promise<SyncUpload> {
    return this.progress.of(ownerId, jobId);
  }
}
