import { ArrayMaxSize, IsArray, IsBoolean, IsOptional, IsString, Matches, MaxLength } from 'class-validator';

/** ISO 639-1, with or without a region. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;
const NOT_A_LANGUAGE = { message: '$property must be a language code such as en or pt-BR' };

export class LanguageUpdate {
  @IsString()
  @Matches(LANGUAGE, NOT_A_LANGUAGE)
  language!: string;
}

export class OwnerLanguage {
  language!: string | null;
}

export class LanguageUpdated {
  /** Always `ok`. */
  status!: string;
  /** Whether from now on only this language is expected, because no provider here hears it among others. */
  single_language_mode!: boolean;
}

export class TranscriptionPreferencesResponse {
  single_language_mode!: boolean;
  vocabulary!: string[];
  /** The owner's first language. */
  language!: string;
  /** Every language that the owner speaks; empty: any. */
  languages!: string[];
  /** Into what speech in other languages is translated; null: it is not. */
  translation_language!: string | null;
}

/** What is absent or null stays as it is. */
export class TranscriptionPreferencesUpdate {
  @IsOptional()
  @IsBoolean()
  single_language_mode?: boolean | null;

  /** At most 100. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  vocabulary?: string[] | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @Matches(LANGUAGE, { ...NOT_A_LANGUAGE, each: true })
  languages?: string[] | null;

  /** Empty: no translation. */
  @IsOptional()
  @Matches(/^$|^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, NOT_A_LANGUAGE)
  translation_language?: string | null;
}

export class AvailableLanguage {
  /** ISO 639-1. */
  code!: string;
  /** In English. */
  name!: string;
}

export class AvailableLanguages {
  languages!: AvailableLanguage[];
}
