import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsOptional, IsString } from 'class-validator';
import { MERGE_STATES, type BegunMerge, type MergeRecord, type MergeState } from '#libs/conversations';

/** More than a day of a device that splits at every silence. */
const MAX_SOURCES = 100;

export class MergeConversations {
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(MAX_SOURCES)
  @IsString({ each: true })
  conversation_ids!: string[];

  /** Clients send it; a merged conversation is always understood as a whole. */
  @IsOptional()
  @IsBoolean()
  reprocess?: boolean;
}

export class MergeStarted {
  /** Always `merging`. */
  status!: string;
  message!: string;
  /** That long silences are kept. */
  @ApiProperty({ type: String, nullable: true })
  warning!: string | null;
  /** What is merged, in order of time. */
  conversation_ids!: string[];
  /** What it becomes. */
  merged_conversation_id!: string;
}

/** How far a merge is. */
export class MergeProgressView {
  merged_conversation_id!: string;
  @ApiProperty({ enum: MERGE_STATES })
  state!: MergeState;
  conversation_ids!: string[];
  /** Whether it can still be taken back. */
  can_undo!: boolean;
  /** Of one that is done, when it is confirmed by itself. */
  @ApiProperty({ type: Date, nullable: true })
  confirms_at!: Date | null;
  /** Why it was taken back by itself. */
  @ApiProperty({ type: String, nullable: true })
  failure_code!: string | null;
}

export function startedOf({ record, warning }: BegunMerge): MergeStarted {
  return {
    status: 'merging',
    message: 'Merge started',
    warning,
    conversation_ids: record.source_ids,
    merged_conversation_id: record.id,
  };
}

export function progressOf(record: MergeRecord): MergeProgressView {
  const { id, state, source_ids, expires_at, failure_code } = record;
  return {
    merged_conversation_id: id,
    state,
    conversation_ids: source_ids,
    can_undo: ['building', 'processing', 'settling', 'done'].includes(state),
    confirms_at: state === 'done' ? expires_at : null,
    failure_code,
  };
}
