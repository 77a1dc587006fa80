/**
 * Names of what is cached. They follow the reference's, so that one Redis can serve an installation that moved here; the values are this
 * product's own, and what cannot be read counts as not there. A family stands here when something uses it.
 */
export const cacheKeys = {
  /** `SignedUrl` of a blob, until it ends. */
  signedUrl: (blobKey: string) => `urls:${blobKey}`,
  /** `ProtectionLevel` of what is written for an owner. */
  dataProtectionLevel: (ownerId: string) => `user:${ownerId}:data_protection_level`,
} as const;
