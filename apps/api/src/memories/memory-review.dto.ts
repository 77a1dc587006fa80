import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Memory } from '#libs/contracts';
import { MEMORY_DECISIONS, type AskedReview, type MemoryDecision } from '#libs/memories';
import { PageLimit } from '../http/page-query.js';

const STATUSES = ['pending', 'resolved'] as const;

export class ReviewQueueQuery {
  @ApiPropertyOptional({ enum: STATUSES, default: 'pending' })
  @IsOptional()
  @IsIn(STATUSES)
  status: (typeof STATUSES)[number] = 'pending';

  @PageLimit(500)
  limit: number = 100;
}

/** A fact that was heard and contradicts what it must not replace by itself. */
export class MemoryQuestion {
  id!: string;
  review_id!: string;
  @ApiProperty({ enum: STATUSES })
  status!: (typeof STATUSES)[number];
  @ApiProperty({ enum: ['contradicts_owner', 'contradicts_established', 'unclear'] })
  reason!: AskedReview['reason'];
  created_at!: Date;
  resolved_at!: Date | null;
  @ApiProperty({ enum: MEMORY_DECISIONS, nullable: true })
  resolution!: MemoryDecision | null;
  /** What was heard. It is in no list until it is decided. */
  memory!: Memory;
  /** What it speaks against. */
  conflicting!: Memory[];
}

export class ResolveQuestion {
  /** The new fact takes the place of the others, or is thrown out, or holds beside them. */
  @ApiProperty({ enum: MEMORY_DECISIONS })
  @IsIn(MEMORY_DECISIONS)
  resolution!: MemoryDecision;
}

export class QuestionResolved {
  status!: string;
  review!: MemoryQuestion;
}

export function questionOf(review: AskedReview): MemoryQuestion {
  const { id, status, reason, created_at, resolved_at, resolution, memory, conflicting } = review;
  return {
    ...{ id, review_id: id, status, reason, created_at, resolved_at, resolution, memory },
    conflicting: [...conflicting],
  };
}
