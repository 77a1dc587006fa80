import { IsNotEmpty, IsOptional, IsString, IsTimeZone, MaxLength } from 'class-validator';
import { PageLimit, PageOffset } from '../http/page-query.js';

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
  @PageLimit(1000)
  limit: number = 100;

  @PageOffset()
  offset: number = 0;
}
