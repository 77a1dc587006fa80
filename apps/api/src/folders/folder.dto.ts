import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';

/** Source of the limits: specification of the data shapes, §1.11. */
const MAX_NAME = 100;
const MAX_DESCRIPTION = 500;
const MAX_LOOK = 50;

export class CreateFolder {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_NAME)
  name!: string;

  /** What belongs into it. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '#6B7280' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOOK)
  color?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '📁' })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOOK)
  icon?: string | null;
}

/** What to change; what is left out or null stays. */
export class UpdateFolder {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_NAME)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOOK)
  color?: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOOK)
  icon?: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  order?: number;
}

export class DeleteFolderQuery {
  /** Where its conversations go; left out: into no folder. */
  @IsOptional()
  @IsString()
  move_to_folder_id?: string;
}

export class ReorderFolders {
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  folder_ids!: string[];
}

export class FolderConversationsQuery {
  @PageLimit(1_000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;

  @OptionalFlag()
  include_discarded: boolean = false;
}

export class MoveConversation {
  /** Null: out of its folder. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @ValidateIf((request: MoveConversation) => request.folder_id !== null)
  @IsString()
  folder_id!: string | null;
}

export class BulkMoveConversations {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsString({ each: true })
  conversation_ids!: string[];
}

export class ConversationsMoved {
  /** Always `ok`. */
  status!: string;
  moved_count!: number;
}
