import { AppError } from '#libs/kernel';

/**
 * The token of an `Authorization` header. Exactly two parts, as the reference demands. `Basic` gives its password, so that an admin's browser
 * can open the documentation with any name and the token as password.
 */
export function credentialFrom(header: string | undefined, allowBasic = false): string {
  if (!header) {
    throw new AppError(
      'unauthenticated',
      'TOKEN_MISSING',
      'Send the header “Authorization: Bearer <token>”.',
    );
  }
  const parts = header.split(' ');
  if (parts.length === 2 && parts[1]) {
    const scheme = parts[0]!.toLowerCase();
    if (scheme === 'bearer') return parts[1];
    if (allowBasic && scheme === 'basic') return passwordOf(parts[1]);
  }
  throw new AppError(
    'unauthenticated',
    'TOKEN_INVALID',
    'The header must read “Authorization: Bearer <token>”.',
  );
}

function passwordOf(encoded: string): string {
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
}
