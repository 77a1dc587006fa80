/** What the rest of the system asks about an owner, whoever keeps the accounts. An unknown owner gets the defaults. */
export abstract class OwnerProfile {
  /** IANA name; `UTC` when it is not known. */
  abstract timeZoneOf(ownerId: string): Promise<string>;
  /** First name, or null when it is not known. */
  abstract nameOf(ownerId: string): Promise<string | null>;
  /** ISO 639-1 of the language that the owner wants to read, or null when nobody has said. */
  abstract languageOf(ownerId: string): Promise<string | null>;
}
