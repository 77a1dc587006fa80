import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';

export class HasProfile {
  has_profile!: boolean;
}

export class ProfileUrl {
  /** Path on this server, to be fetched with the same token, or an address that anybody may fetch for an hour; null without a recording. */
  @ApiProperty({ type: String, nullable: true })
  url!: string | null;
}

export class ProfileStatus extends ProfileUrl {
  has_profile!: boolean;
  /** Of speech; 0 without a recording. */
  duration_seconds!: number;
  /** Recordings of the owner's voice, those learned from conversations included. */
  sample_count!: number;
}

export class SpeechAvailability {
  available!: boolean;
}

export class UploadedVoice {
  url!: string;
}

export class PersonQuery {
  @ApiPropertyOptional({ type: String, description: 'Left out, or the text `null`: the owner.' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person_id?: string;
}

export class SampleQuery extends PersonQuery {
  /** The conversation that the sample was learned from. */
  @IsString()
  @MaxLength(200)
  memory_id!: string;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  segment_idx!: number;
}

export class VoiceVerification {
  /** Cosine distance to the nearest known recording, 0 to 2; null without a model or anything to compare with. */
  @ApiProperty({ type: Number, nullable: true })
  distance!: number | null;
  @ApiProperty({ type: Boolean, nullable: true })
  is_match!: boolean | null;
}
