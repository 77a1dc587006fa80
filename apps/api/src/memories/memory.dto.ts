import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MEMORY_TOPICS, Memory, type MemoryTopic } from '#libs/contracts';
import { MEMORY_KIND_NAMES } from '#libs/memories';
import { toBoolean, toList } from '../http/query-values.js';
import { PageLimit, PageOffset } from '../http/page-query.js';

/** Of the wire: so many memories go into one request. */
const MAX_BATCH = 100;
const MAX_TAGS = 20;

/** The first page is widened: what clients of every age expect of `offset` 0. */
const FIRST_PAGE = 5_000;

export class ListMemoriesQuery {
  /** Holds from the second page on: with `offset` 0 there are up to 5,000. */
  @PageLimit(5000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;

  @ApiPropertyOptional({
    description:
      'Only of these kinds, separated by commas: categories, topics, or categories of earlier years.',
    type: String,
  })
  @IsOptional()
  @Transform(toList)
  @IsIn(MEMORY_KIND_NAMES, { each: true })
  categories?: string[];
}

export function pageOf({ limit, offset, categories = [] }: ListMemoriesQuery) {
  return { limit: offset === 0 ? FIRST_PAGE : limit, offset, categories };
}

export class LedgerQuery {
  @PageLimit(500)
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

  /** A category, a topic or a category of earlier years. It is stored as `manual`; a word for what it is about becomes its topic. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  category?: string;

  @IsOptional()
  @IsIn(MEMORY_TOPICS)
  topic?: MemoryTopic;

  @IsOptional()
  @IsIn(['private', 'public'])
  visibility?: 'private' | 'public';

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_TAGS)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  tags?: string[];
}

export class CreateMemories {
  @IsArray()
  @ArrayMaxSize(MAX_BATCH)
  @ValidateNested({ each: true })
  @Type(() => CreateMemory)
  memories!: CreateMemory[];
}

export class MemoriesCreated {
  memories!: Memory[];
  /** How many were not there yet. */
  created_count!: number;
}

export class DeleteMemories {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_BATCH)
  @IsString({ each: true })
  ids!: string[];
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
  @IsString()
  value?: string;
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

export class ExtractMemories {
  /** A line each, `name: words` where several speak. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(40_000)
  text!: string;
}

export class MemoriesExtracted {
  memories!: Memory[];
}
