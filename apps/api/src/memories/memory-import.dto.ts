import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsDate,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IMPORT_STATUSES, type AcceptedImport, type ImportStatus, type MemoryImport } from '#libs/memories';

const MAX_LOGS = 20;
/** More than is read of one, so that a log that is too long is told as truncated, not refused. */
const MAX_TEXT_CHARS = 200_000;

export class BroughtMemoryLog {
  /** A line each, `name: words` where several speak; what programs said in it is not read. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_TEXT_CHARS)
  text!: string;

  /** Where it comes from, e.g. `chatgpt` or `diary`. */
  @IsOptional()
  @IsString()
  @MaxLength(80)
  source?: string;

  /** When it was written. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  recorded_at?: Date;
}

export class ImportMemoryLogs {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LOGS)
  @ValidateNested({ each: true })
  @Type(() => BroughtMemoryLog)
  logs!: BroughtMemoryLog[];
}

export class MemoryImportState {
  id!: string;
  @ApiProperty({ enum: IMPORT_STATUSES })
  status!: ImportStatus;
  source!: string;
  /** Whether only its first 40,000 characters are read. */
  truncated!: boolean;
  total_extracts!: number;
  processed_extracts!: number;
  /** Memories that it brought. */
  created_count!: number;
  created_at!: Date;
  updated_at!: Date;
}

export class AcceptedMemoryImport extends MemoryImportState {
  /** The same text had been brought before; nothing is read twice. */
  duplicate!: boolean;
}

export class MemoryImportsAccepted {
  imports!: AcceptedMemoryImport[];
}

/** Without what it says. */
export function stateOf(given: MemoryImport): MemoryImportState {
  const { id, status, source, truncated, total_extracts, processed_extracts, created_count } = given;
  const counts = { total_extracts, processed_extracts, created_count };
  return {
    id,
    status,
    source,
    truncated,
    ...counts,
    created_at: given.created_at,
    updated_at: given.updated_at,
  };
}

export function acceptedOf({ import: given, duplicate }: AcceptedImport): AcceptedMemoryImport {
  return { ...stateOf(given), duplicate };
}
