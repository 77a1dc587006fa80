import {
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
  UploadedFiles,
} from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { OfflineIntake, SyncProgress } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { broughtFiles, DeviceRecordingsUpload, type UploadedRecording } from './recording-upload.js';
import {
  acceptedOf,
  detailsOf,
  partialResultOf,
  PartialSyncResult,
  resultOf,
  statusOf,
  SyncAccepted,
  SyncJobDetails,
  SyncJobs,
  SyncJobStatus,
  SyncListQuery,
  SyncQuery,
  SyncResult,
} from './sync.dto.js';

const NEXT_VERSION = '</v2/sync-local-files>; rel="successor-version"';

/** Recordings that devices made while nobody heard them. */
@ApiTags('sync')
@Controller()
export class SyncController {
  constructor(
    private readonly intake: OfflineIntake,
    private readonly progress: SyncProgress,
  ) {}

  /** Takes recordings in and waits for what becomes of them. What failed is kept and tried again, whatever is answered. */
  @Post('v1/sync-local-files')
  @DeviceRecordingsUpload()
  @ApiOperation({ deprecated: true })
  @ApiOkResponse({ type: SyncResult })
  @ApiResponse({ status: 207, description: 'Some of it failed so far.', type: PartialSyncResult })
  @ApiResponse({ status: 500, description: 'All of it failed so far.', type: PartialSyncResult })
  async takeAndWait(
    @OwnerId() ownerId: string,
    @UploadedFiles() uploaded: UploadedRecording[] | undefined,
    @Query() { conversation_id: conversationId }: SyncQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SyncResult | PartialSyncResult> {
    response.setHeader('Deprecation', 'true').setHeader('Link', NEXT_VERSION);
    const files = broughtFiles(uploaded, 'files');
    const jobId = await this.intake.takeDeviceFiles(ownerId, files, { conversationId, whenBusy: 'join' });
    const { state } = await this.progress.onceTried(ownerId, jobId);
    const lost = state.failed + state.failing;
    response.status(lost === 0 ? HttpStatus.OK : lost < state.total ? 207 : HttpStatus.INTERNAL_SERVER_ERROR);
    return lost === 0 ? resultOf(state) : partialResultOf(state);
  }

  /** Takes recordings in: they are durable when this answers, and what becomes of them is told under the upload's id. */
  @Post('v2/sync-local-files')
  @HttpCode(HttpStatus.ACCEPTED)
  @DeviceRecordingsUpload()
  @ApiAcceptedResponse({ type: SyncAccepted })
  async take(
    @OwnerId() ownerId: string,
    @UploadedFiles() uploaded: UploadedRecording[] | undefined,
    @Query() { conversation_id: conversationId }: SyncQuery,
  ): Promise<SyncAccepted> {
    const files = broughtFiles(uploaded, 'files');
    const jobId = await this.intake.takeDeviceFiles(ownerId, files, { conversationId, whenBusy: 'refuse' });
    return acceptedOf(await this.progress.of(ownerId, jobId));
  }

  /** The newest uploads, what they brought, and why something of it waits. */
  @Get('v2/sync-local-files')
  async list(@OwnerId() ownerId: string, @Query() { limit }: SyncListQuery): Promise<SyncJobs> {
    return { jobs: (await this.progress.newest(ownerId, limit)).map(detailsOf) };
  }

  @Get('v2/sync-local-files/:job_id')
  async status(@OwnerId() ownerId: string, @Param('job_id') jobId: string): Promise<SyncJobStatus> {
    return statusOf(await this.progress.of(ownerId, jobId));
  }

  /** Has what was given up tried again. */
  @Post('v2/sync-local-files/:job_id/retry')
  @HttpCode(HttpStatus.ACCEPTED)
  async retry(@OwnerId() ownerId: string, @Param('job_id') jobId: string): Promise<SyncJobDetails> {
    const { job } = await this.progress.of(ownerId, jobId);
    await this.intake.retry(ownerId, job.recording_ids);
    return detailsOf(await this.progress.of(ownerId, jobId));
  }
}
