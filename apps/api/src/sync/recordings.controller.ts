import { Body, Controller, HttpCode, HttpStatus, Post, UploadedFiles } from '@nestjs/common';
import { ApiAcceptedResponse, ApiTags } from '@nestjs/swagger';
import { OwnerId } from '../auth/access.js';
import { AudioFileImport } from './audio-file-import.js';
import { AudioFileUpload, broughtFiles, type UploadedRecording } from './recording-upload.js';
import { acceptedOf, RecordingFields, SyncAccepted } from './sync.dto.js';

/** Audio files as any program makes them. */
@ApiTags('sync')
@Controller('v1/recordings')
export class RecordingsController {
  constructor(private readonly files: AudioFileImport) {}

  /** Takes an audio file of any common format in; what becomes of it is told by `GET /v2/sync-local-files/{job_id}`. */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @AudioFileUpload()
  @ApiAcceptedResponse({ type: SyncAccepted })
  async take(
    @OwnerId() ownerId: string,
    @UploadedFiles() uploaded: UploadedRecording[] | undefined,
    @Body() { recorded_at: recordedAt, language }: RecordingFields,
  ): Promise<SyncAccepted> {
    const [file] = broughtFiles(uploaded, 'file');
    return acceptedOf(await this.files.take(ownerId, file, { recordedAt, language }));
  }
}
