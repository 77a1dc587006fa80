import { IsOptional, IsString, MaxLength } from 'class-validator';

/** Why somebody leaves. Taken because clients send it; kept nowhere, because nothing of the account is kept. */
export class DeleteAccountRequest {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  reason_details?: string | null;
}

export class AccountDeleted {
  /** Always `ok`. */
  status!: string;
  message!: string;
}
