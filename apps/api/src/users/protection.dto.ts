import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { PROTECTED_TYPES, type ProtectedType } from '#libs/accounts';

/** A level to move to. Only `enhanced` can be asked for by a client. */
export class MigrationTarget {
  @IsString()
  @MaxLength(50)
  target_level!: string;
}

/** One thing to move. */
export class MigrationRequest extends MigrationTarget {
  @IsIn(PROTECTED_TYPES)
  type!: ProtectedType;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  id!: string;
}

/** The body of old clients, which name one thing, and of new ones, which name a level alone. */
export class MigrationStart extends MigrationTarget {
  @IsOptional()
  @IsIn(PROTECTED_TYPES)
  type?: ProtectedType;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  id?: string;
}

export class MigrationBatch {
  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => MigrationRequest)
  requests!: MigrationRequest[];
}

/** Something that is not at the level yet. */
export class PendingMigration {
  type!: ProtectedType;
  id!: string;
}

export class PendingMigrations {
  needs_migration!: PendingMigration[];
}
