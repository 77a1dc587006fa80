import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { MemoryReviews } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import {
  MemoryQuestion,
  questionOf,
  QuestionResolved,
  ResolveQuestion,
  ReviewQueueQuery,
} from './memory-review.dto.js';

@ApiTags('memories')
@Controller('v3/memories/review-queue')
export class MemoryReviewsController {
  constructor(private readonly reviews: MemoryReviews) {}

  /** Contradictions that only the owner can settle, newest first. */
  @Get()
  async list(
    @OwnerId() ownerId: string,
    @Query() { status, limit }: ReviewQueueQuery,
  ): Promise<MemoryQuestion[]> {
    return (await this.reviews.list(ownerId, status, limit)).map(questionOf);
  }

  @Get(':review_id')
  async get(@OwnerId() ownerId: string, @Param('review_id') id: string): Promise<MemoryQuestion> {
    return questionOf(await this.reviews.get(ownerId, id));
  }

  @Post(':review_id/resolve')
  @HttpCode(HttpStatus.OK)
  async resolve(
    @OwnerId() ownerId: string,
    @Param('review_id') id: string,
    @Body() { resolution }: ResolveQuestion,
  ): Promise<QuestionResolved> {
    return { status: 'ok', review: questionOf(await this.reviews.resolve(ownerId, id, resolution)) };
  }
}
