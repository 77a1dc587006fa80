import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsNotEmpty, IsOptional, IsString, IsTimeZone, Max, MaxLength, Min } from 'class-validator';

export class SendMessage {
  /** The question, in the words of a person. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(20_000)
  text!: string;

  /** IANA name of the zone in which "tomorrow" is meant; the user's own when absent. */
  @IsOptional()
  @IsTimeZone()
  time_zone?: string;
}

export class ListMessagesQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;

  @ApiPropertyOptional()
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  offset: number = 0;
}
