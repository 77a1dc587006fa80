import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsNumber, IsOptional, IsString, MaxLength } from 'class-validator';

const MAX_TEXT = 500;

/** Where the owner is. */
export class OwnerGeolocation {
  /** Degrees, north is positive. */
  @IsNumber()
  latitude!: number;

  /** Degrees, east is positive. */
  @IsNumber()
  longitude!: number;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  address?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  google_place_id?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_TEXT)
  location_type?: string | null;
}

export class LocationNoted {
  /** Always `ok`. */
  status!: string;
  /** That the owner has not moved. */
  message?: string;
}
