import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MemoryImports } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import {
  acceptedOf,
  ImportMemoryLogs,
  MemoryImportsAccepted,
  MemoryImportState,
  stateOf,
} from './memory-import.dto.js';

@ApiTags('memories')
@Controller('v3/memory-imports')
export class MemoryImportsController {
  constructor(private readonly imports: MemoryImports) {}

  /** Logs from elsewhere are read for facts in the background. */
  @Post('batch')
  @HttpCode(HttpStatus.OK)
  @RateLimit('memories:batch')
  async accept(
    @OwnerId() ownerId: string,
    @Body() { logs }: ImportMemoryLogs,
  ): Promise<MemoryImportsAccepted> {
    const brought = logs.map(({ text, source = 'log', recorded_at }) => ({
      ...{ text, source },
      ...(recorded_at && { recordedAt: recorded_at }),
    }));
    return { imports: (await this.imports.accept(ownerId, brought)).map(acceptedOf) };
  }

  @Get(':import_id')
  async get(@OwnerId() ownerId: string, @Param('import_id') id: string): Promise<MemoryImportState> {
    return stateOf(await this.imports.get(ownerId, id));
  }

  /** With every memory that only it bears out. */
  @Delete(':import_id')
  async delete(@OwnerId() ownerId: string, @Param('import_id') id: string): Promise<StatusOk> {
    await this.imports.delete(ownerId, id);
    return OK;
  }
}
