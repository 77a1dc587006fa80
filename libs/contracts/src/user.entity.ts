/** How an owner wants speech to be recognized. */
export class TranscriptionPreferences {
  /** Only the owner's first language is expected, whatever a device says. */
  single_language_mode!: boolean;
  /** Names and words to listen for, at most 100. */
  vocabulary!: string[];
  /** Every language that the owner speaks, the first one included, ISO 639-1; empty: any may be spoken. */
  languages?: string[];
  /** Into what speech in other languages is translated; null: it is not. */
  translation_language?: string | null;
}

/** Someone whose data the server keeps. */
export class User {
  id!: string;
  name!: string | null;
  email!: string | null;
  created_at!: Date;
  /** IANA name; every "tomorrow" of this person is understood in it. */
  time_zone!: string;
  /** ISO 639-1. */
  language!: string;
  /** Whether the owner, or a client, said so. Absent: it is what a new account has. */
  language_stated?: boolean;
  /** Whether a summary of each day is made. Absent: it is. */
  daily_summary_enabled?: boolean;
  /** At which hour of the owner's clock, 0 to 23. Absent: 22. */
  daily_summary_hour_local?: number;
  is_admin!: boolean;
  /** `standard`, or `enhanced`: what this person said and wrote is stored encrypted. Absent means standard. */
  data_protection_level?: 'standard' | 'enhanced';
  /** Absent: as a new account has them. */
  transcription_preferences?: TranscriptionPreferences;
}
