import { Controller, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { AdminOnly } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { countsOf, deadJobOf, Jobs } from './jobs.dto.js';

const MAX_LETTERS = 100;

@ApiTags('operations')
@Controller('v1/admin/jobs')
export class JobsController {
  constructor(private readonly queue: JobQueue) {}

  /** How many jobs wait, run and failed for good, and which those are. Of all owners: for the admin. */
  @AdminOnly()
  @Get()
  async list(): Promise<Jobs> {
    const [counts, letters] = await Promise.all([
      this.queue.countsByName(),
      this.queue.deadLetters(MAX_LETTERS),
    ]);
    return { jobs: countsOf(counts), dead_letters: letters.map(deadJobOf) };
  }

  /** Puts a job that failed for good back, with fresh attempts. */
  @AdminOnly()
  @Post('dead/:job_id/retry')
  @HttpCode(HttpStatus.OK)
  async retry(@Param('job_id') id: string): Promise<StatusOk> {
    if (await this.queue.retryDeadLetter(id)) return OK;
    throw new AppError('not_found', 'DEAD_JOB_MISSING', 'There is no failed job with this id any more.');
  }
}
