import { Type } from 'class-transformer';
import {
  IsArray,
  IsDate,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
  ArrayMaxSize,
} from 'class-validator';
import type { MeetingContext } from '#libs/conversations';

export class MeetingParticipant {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  name?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(320)
  email?: string | null;
}

/** A meeting as calendars of clients describe it. */
export class CalendarMeetingContext implements MeetingContext {
  @IsString()
  @MaxLength(1_000)
  calendar_event_id!: string;

  @IsString()
  @MaxLength(1_000)
  title!: string;

  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => MeetingParticipant)
  participants: MeetingParticipant[] = [];

  @IsOptional()
  @IsString()
  @MaxLength(200)
  platform?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  meeting_link?: string | null;

  @Type(() => Date)
  @IsDate()
  start_time!: Date;

  @IsInt()
  @Min(0)
  @Max(7 * 24 * 60)
  duration_minutes!: number;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  notes?: string | null;

  @IsString()
  @MaxLength(100)
  calendar_source: string = 'system_calendar';
}
