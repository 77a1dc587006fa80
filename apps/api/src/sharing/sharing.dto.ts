import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { VISIBILITIES, type Visibility } from '#libs/contracts';
import { PageLimit } from '../http/page-query.js';

export class ConversationVisibilityQuery {
  /** `shared`: for whoever has the address. `public`: listed as well. */
  @ApiProperty({ enum: VISIBILITIES })
  @IsIn(VISIBILITIES)
  value!: Visibility;
}

export class PublicConversationsQuery {
  @PageLimit(100)
  limit: number = 20;

  /** Bounded, because everything before it is passed over one by one, for anybody who asks. */
  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 1_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(1_000)
  offset: number = 0;
}
