import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';

/** Which tasks of a conversation are done, by their places in it. */
export class SetActionItemStates {
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsInt({ each: true })
  items_idx!: number[];

  /** One for each of `items_idx`. */
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsBoolean({ each: true })
  values!: boolean[];
}

export class RenameActionItem {
  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  old_description!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  description!: string;
}

/** The task that is worded like this; all tasks of the conversation without it. */
export class DeleteActionItem {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(4096)
  description?: string;

  @IsOptional()
  @IsBoolean()
  completed?: boolean;
}

/** A success, in the reference's word for routes of conversations. */
export class StatusWord {
  /** Always `Ok`. */
  status!: string;
}
