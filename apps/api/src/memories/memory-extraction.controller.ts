import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MemoryPreview } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { ExtractMemories, MemoriesExtracted } from './memory.dto.js';

@ApiTags('memories')
@Controller('v1/memories')
export class MemoryExtractionController {
  constructor(private readonly preview: MemoryPreview) {}

  /** What would be remembered of a text. Nothing is kept. */
  @Post('extract')
  @HttpCode(HttpStatus.OK)
  @RateLimit('memories:extract')
  async extract(@OwnerId() ownerId: string, @Body() { text }: ExtractMemories): Promise<MemoriesExtracted> {
    return { memories: await this.preview.of(ownerId, text) };
  }
}
