import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import { MEMORY_TOPICS, Memory, type MemoryTopic } from '#libs/contracts';
import { toBoolean } from '../http/query-values.js';
import { PageLimit, PageOffset } from '../http/page-query.js';

export class ListMemoriesQuery {
  @PageLimit(5000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;
}

export class CreateMemory {
  /** One statement that stands alone. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  content!: string;

  @IsOptional()
  @IsIn(MEMORY_TOPICS)
  topic?: MemoryTopic;

  @IsOptional()
  @IsIn(['private', 'public'])
  visibility?: 'private' | 'public';
}

/** The new text, in the query as old clients send it or in the body as new ones do. */
export class MemoryValue {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  value?: string;
}

export class VisibilityValue {
  @IsOptional()
  @IsIn(['private', 'public'])
  value?: 'private' | 'public';
}

export class ReviewQuery {
  /** False hides the memory everywhere. */
  @Transform(toBoolean)
  @IsBoolean()
  value!: boolean;
}

export class MemoryChanged {
  status!: string;
  memory!: Memory;
}
