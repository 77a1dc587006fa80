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
  is_admin!: boolean;
  /** `standard`, or `enhanced`: what this person said and wrote is stored encrypted. Absent means standard. */
  data_protection_level?: 'standard' | 'enhanced';
}
