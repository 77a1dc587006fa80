import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DataProtection, type ProtectedObject } from '#libs/accounts';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { MigrationBatch, MigrationStart, MigrationTarget, PendingMigrations } from './protection.dto.js';

/** Moving an owner's data to a level of protection: the client asks what has to be moved, has it moved in batches, and ends with the level. */
@ApiTags('users')
@Controller('v1/users/migration')
export class ProtectionController {
  constructor(private readonly protection: DataProtection) {}

  /** What is not at the level yet. */
  @Get('requests')
  async pending(
    @OwnerId() ownerId: string,
    @Query() { target_level }: MigrationTarget,
  ): Promise<PendingMigrations> {
    return { needs_migration: await this.protection.pending(ownerId, enhanced(target_level)) };
  }

  /** Moves one thing; a level alone only asks whether it can be moved to. */
  @Post('requests')
  @HttpCode(200)
  async start(
    @OwnerId() ownerId: string,
    @Body() { target_level, type, id }: MigrationStart,
  ): Promise<StatusOk> {
    const level = enhanced(target_level);
    if (type !== undefined && id !== undefined) await this.move(ownerId, level, [{ type, id }]);
    return OK;
  }

  /** Moves many things. What was moved before is fine; when some cannot be moved, the others are. */
  @Post('batch-requests')
  @HttpCode(200)
  async batch(@OwnerId() ownerId: string, @Body() { requests }: MigrationBatch): Promise<StatusOk> {
    const level = 'enhanced';
    for (const { target_level } of requests) enhanced(target_level);
    await this.move(
      ownerId,
      level,
      requests.map(({ type, id }) => ({ type, id })),
    );
    return OK;
  }

  /** From now on everything is written at the level. What was not named in a batch is moved, and search made again, a moment later. */
  @Post('requests/data-protection-level/finalize')
  @HttpCode(200)
  async finalize(@OwnerId() ownerId: string, @Body() { target_level }: MigrationTarget): Promise<StatusOk> {
    await this.protection.adopt(ownerId, enhanced(target_level));
    return OK;
  }

  private async move(ownerId: string, level: 'enhanced', objects: readonly ProtectedObject[]): Promise<void> {
    const errors = await this.protection.move(ownerId, level, objects);
    if (errors.length === 0) return;
    throw new AppError(
      'bug',
      'MIGRATION_INCOMPLETE',
      'Some of it could not be moved. Everything else was; ask again for what is left.',
      { errors },
    );
  }
}

function enhanced(level: string): 'enhanced' {
  if (level === 'enhanced') return level;
  throw new AppError('invalid', 'LEVEL_UNSUPPORTED', 'Data can be moved to the level `enhanced` only.', {
    allowed: ['enhanced'],
  });
}
