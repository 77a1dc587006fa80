/** Who a request comes from, after its credential was checked. */
export interface AuthenticatedUser {
  readonly uid: string;
  readonly isAdmin: boolean;
}

/**
 * Tells who holds a credential. Nothing else in the system may decide that.
 *
 * Errors, all `unauthenticated`: TOKEN_MISSING (empty), TOKEN_INVALID (not ours, forged or broken), TOKEN_EXPIRED, USER_UNKNOWN
 * (genuine, but the account is gone). `unavailable` when the users cannot be read.
 */
export abstract class IdentityProvider {
  /** @param credential the token itself, without the word `Bearer` */
  abstract verify(credential: string): Promise<AuthenticatedUser>;
}
