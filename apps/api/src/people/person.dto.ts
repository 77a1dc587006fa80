import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { PERSON_NAME_LENGTH } from '#libs/accounts';
import { OptionalFlag, PageLimit, PageOffset } from '../http/page-query.js';

const { min, max } = PERSON_NAME_LENGTH;

/** Somebody whom the owner talks with, as clients see it. */
export class PersonEntity {
  id!: string;
  name!: string;
  created_at!: Date;
  updated_at!: Date;
  /** Where recordings of the voice are fetched; empty unless asked for. */
  speech_samples!: string[];
  /** Always null: what was said in the recordings lies in their conversations. */
  @ApiPropertyOptional({ type: [String], nullable: true })
  speech_sample_transcripts!: string[] | null;
  speech_samples_version!: number;
}

export class CreatePerson {
  @IsString()
  @Length(min, max)
  name!: string;
}

export class PersonNameQuery {
  @IsString()
  @Length(min, max)
  value!: string;
}

export class PersonSamplesQuery {
  @OptionalFlag()
  include_speech_samples?: boolean;
}

export class CorrectionsQuery {
  @PageLimit(100)
  limit = 50;

  @PageOffset()
  offset = 0;
}

/** A decision on voices that can be taken back. */
export class CorrectionEntity {
  id!: string;
  created_at!: Date;
  conversation_id!: string;
  /** Whose voice it was said to be: a person's id, `user` for the owner, null for nobody known. */
  @ApiProperty({ type: String, nullable: true })
  person_id!: string | null;
  @ApiProperty({ type: Date, nullable: true })
  undone_at!: Date | null;
}
